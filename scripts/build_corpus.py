"""Turn marked bulletins (``*.ann``) into text files and gold, or check them: ``build_corpus.py [--check] FOLDER…``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from damage import print_as
from gov_bulletin_nlp.errors import GoldInvalid
from gov_bulletin_nlp.markup import gold, parse_markup, plain_text, problems


def render(path: Path) -> tuple[bytes, str]:
    """The bytes of the bulletin's text file and its gold as JSON text."""
    marked = parse_markup(path.read_text(encoding="utf-8"), path.name)
    record = {"file": path.with_suffix(".txt").name, **gold(marked, path.name)}
    made = marked.header.get("print", {})
    return print_as(plain_text(marked), **made), json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Build or check every bulletin under the folders; 1 if one is wrong."""
    check = "--check" in arguments
    failures = 0
    count = articles = characters = 0
    for folder in (a for a in arguments if not a.startswith("--")):
        for path in sorted([Path(folder)] if folder.endswith(".ann") else Path(folder).rglob("*.ann")):
            try:
                data, record = render(path)
                marked = parse_markup(path.read_text(encoding="utf-8"), path.name)
            except GoldInvalid as error:
                failures += 1
                print(error, file=sys.stderr)
                continue
            for problem in problems(marked):
                failures += 1
                print(f"{path.name}: {problem}", file=sys.stderr)
            text_path, gold_path = path.with_suffix(".txt"), path.with_suffix(".gold.json")
            if not check:
                text_path.write_bytes(data)
                gold_path.write_text(record, encoding="utf-8", newline="\n")
            elif text_path.read_bytes() != data or gold_path.read_text(encoding="utf-8") != record:
                failures += 1
                print(f"{path.name}: text or gold is older than the markup; build again", file=sys.stderr)
            count += 1
            articles += len(json.loads(record)["articles"])
            characters += len("".join(plain_text(marked).split()))
    print(f"{count} bulletins, {articles} articles, {characters} characters, {failures} problems")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
