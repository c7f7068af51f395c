"""Importing is light, and every public name is there."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import gov_bulletin_nlp

HEAVY = (
    "ahocorasick_rs",
    "click",
    "jieba",
    "lunardate",
    "numpy",
    "orjson",
    "pdfplumber",
    "pydantic",
    "pypdfium2",
    "regex",
    "rich",
    "rjieba",
    "spacy",
    "torch",
)


def _loaded(code: str) -> set[str]:
    """The heavy packages that a fresh interpreter has loaded after some code."""
    script = f"import json, sys\n{code}\njson.dump([name for name in {HEAVY!r} if name in sys.modules], sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_importing_the_package_loads_nothing() -> None:
    assert _loaded("import gov_bulletin_nlp") == set()
    assert _loaded("import gov_bulletin_nlp; dir(gov_bulletin_nlp)") == set()


def test_the_probe_sees_what_is_loaded() -> None:
    assert _loaded("import pydantic") >= {"pydantic"}


def test_help_loads_only_what_prints_it() -> None:
    assert _loaded("from gov_bulletin_nlp.cli import run\nassert run(['--help']) == 0") == {"click"}
    assert _loaded("from gov_bulletin_nlp.cli import run\nassert run(['convert', '--help']) == 0") == {"click"}


def test_errors_cost_nothing() -> None:
    assert _loaded("from gov_bulletin_nlp import BulletinError") == set()


def test_parsing_text_loads_neither_spacy_nor_jieba_nor_what_reads_pdf() -> None:
    code = "import gov_bulletin_nlp as gb\nassert gb.parse_text('绥化工运\\n\\n3月8日，绥化市总工会走访12家企业。').articles"
    assert not _loaded(code) & {"spacy", "jieba", "pdfplumber", "pypdfium2", "torch", "rich", "click"}


@pytest.mark.parametrize("name", gov_bulletin_nlp.__all__)
def test_every_public_name_resolves(name: str) -> None:
    found = getattr(gov_bulletin_nlp, name)
    assert found is not None
    assert name in dir(gov_bulletin_nlp)
    if name != "SCHEMA_VERSION":
        assert found.__doc__, "public names are documented"


def test_the_public_names_are_these() -> None:
    assert set(gov_bulletin_nlp.__all__) == {
        "SCHEMA_VERSION", "Bulletin", "BulletinError", "Outcome", "Pipeline", "extract_dates", "extract_quantities", "json_schema", "load", "parse",
        "parse_many", "parse_text",
    }  # fmt: skip
    assert set(gov_bulletin_nlp._WHERE) == set(gov_bulletin_nlp.__all__)


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'prase'"):
        gov_bulletin_nlp.prase  # noqa: B018


def test_star_import_gives_the_public_names() -> None:
    code = "from gov_bulletin_nlp import *\nimport gov_bulletin_nlp\nassert set(gov_bulletin_nlp.__all__) <= set(globals())"
    assert "spacy" in _loaded(code)
