"""Cut a CJK font down to the characters of the bulletins, so that it is small enough to be kept in the repository.

Needs fontTools (``pip install fonttools``) and the full font, here wqy-microhei.ttc of Debian's package
fonts-wqy-microhei (Apache-2.0)::

    python scripts/subset_font.py wqy-microhei.ttc scripts/fonts/WenQuanYiMicroHei-subset.ttf corpora/dev/NAME.txt …
"""

from __future__ import annotations

import sys

PUNCTUATION = "，。、：；！？“”‘’（）《》〈〉【】〔〕—…·～％－＋／●★▲◆■○□※→　"
COMMON = 650
"""Frequent characters that are kept beside those of the bulletins, so that a new bulletin seldom needs a new subset."""


def main(full: str, out: str, *texts: str) -> None:
    """Write the subset of ``full`` for ``texts`` to ``out``."""
    from fontTools import subset

    from gov_bulletin_nlp.ingest import ingest
    from gov_bulletin_nlp.ingest.frequent import SIMPLIFIED

    wanted = {chr(code) for code in range(0x20, 0x7F)} | set(PUNCTUATION) | set(SIMPLIFIED[:COMMON])
    for path in texts:
        wanted |= set(ingest(path).text)
    options = subset.Options(
        font_number=0, hinting=False, layout_features=[], name_IDs=[0, 1, 2, 13, 14], notdef_outline=True
    )
    font = subset.load_font(full, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(wanted)))
    subsetter.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    subset.save_font(font, out, options)


if __name__ == "__main__":
    main(*sys.argv[1:])
