"""Write what the documents say about the record, from the code: ``make_record_docs.py [--check]``.

Made are ``docs/record.md`` (one table a model), ``docs/schema/bulletin-1.0.json``, and the shortened record that both
READMEs show between ``<!-- record -->`` and ``<!-- /record -->``. With ``--check`` nothing is written, and the exit
status is 1 when a file differs from what would be written.
"""

from __future__ import annotations

import json
import re
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from gov_bulletin_nlp import parse
from gov_bulletin_nlp.records import SCHEMA_VERSION, Bulletin, Sourced, SpanRef, json_schema

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "docs" / "schema" / f"bulletin-{SCHEMA_VERSION}.json"
REFERENCE = ROOT / "docs" / "record.md"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")

SHOWN = "union-yibin.txt"
"""The bulletin of ``corpora/dev`` that the READMEs show."""
SHOWN_HEADLINE = "市总启动"
"""How the headline of the article shown begins."""
SHOWN_PARTS = {
    "entities": (("市总", "宜宾市商业银行"), "label text start end canonical code"),
    "quantities": (("115.6万元", "60余个"), "text start end value unit qualifier kind counted"),
    "dates": (("8月下旬至9月10日",), "text start end value"),
}
"""Which finds of it, by their surface, and which of their fields."""
LONGEST = 24
"""Characters after which a text is broken off."""
WIDTH = 150
"""Up to which width a part of the record stands on one line."""

INTRODUCTION = """# The record

One bulletin gives one record, version {version}. This page is made from the models in `records.py` by
`python scripts/make_record_docs.py`; the JSON Schema (2020-12) beside it is
[schema/bulletin-{version}.json](schema/bulletin-{version}.json), and `gov-bulletin schema` prints the same.

## What holds for every record

- **Offsets** are half-open and count Unicode code points into `text`: for every `start` and `end`, `text[start:end]` is
  the surface itself. Languages that count UTF-16 units or bytes (JavaScript, Java, Go) must convert first.
- **Cleaned values** (`name`, `title`, `headline`, `canonical`) may differ from their surface in white space alone, or
  stand for more than it: `罗 蔺` gives the name `罗蔺`, `市总` the canonical name `宜宾市总工会`.
- **Every character** of `text` but the line feeds between rows belongs to exactly one of `regions`.
- **Unknown** is `null` or an empty list. What was left open is said in `warnings`, in `reason` of a date, or in
  `candidates` of a name.
- **Back to the source.** For TXT, `source_start` and `source_end` count code points into the decoded original, without
  its byte order mark. For PDF, `locations` has one box a page in points from the top left of the page as it is
  displayed. The other kind is `null`. Characters that the cleaning put in (a line feed between paragraphs) have no
  source.
- **Dates** are EDTF (ISO 8601-2, levels 0 to 2): `2023-03-08`, `2023-03`, `2023-33` (first quarter),
  `2023-03-01/2023-03-05`, `2023/..` (since), `2023-03~` (about).
- **The same bytes under the same name give the same record**, on any machine and with any number of workers. `id` is
  the beginning of the SHA-256 of the input; an article's `id` is the bulletin's with its position from 1.
- **Version.** A later 1.x only adds fields; readers should pass over what they do not know.
  `Bulletin.model_validate_json` does.
- `evidence` and `runner_up` are filled only on request (`Pipeline(explain=True)`, `gov-bulletin parse --explain`).
"""

SPAN_FIELDS = ("start", "end", "locations", "source_start", "source_end")


def models() -> list[type[BaseModel]]:
    """All models of the record in the order in which they are met, the outermost first."""
    found: list[type[BaseModel]] = [Bulletin]
    for model in found:
        for field in model.model_fields.values():
            found += [part for part in parts_of(field.annotation) if part not in found]
    return found


def parts_of(annotation: Any) -> Iterator[type[BaseModel]]:
    """Models that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from parts_of(argument)


def words(annotation: Any) -> str:
    """A type in words."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return words(arguments[0])
    if origin is Literal:
        return ("one of " if len(arguments) > 1 else "") + ", ".join(f"`{argument}`" for argument in arguments)
    if origin in (Union, types.UnionType):
        kinds = list(dict.fromkeys(words(argument) for argument in arguments))
        if {"integer", "number"} <= set(kinds):
            kinds.remove("integer")
        return " or ".join(kinds)
    if origin is list:
        return f"list of {words(arguments[0])}"
    if origin is tuple:
        return f"list of {len(arguments)} {words(arguments[0])}s"
    if origin is dict:
        return f"object: {words(arguments[0])} to {words(arguments[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return {str: "string", int: "integer", float: "number", bool: "true or false", types.NoneType: "null"}[annotation]


def table(model: type[BaseModel]) -> Iterator[str]:
    """Heading and table of one model; its own fields first, then where it stands."""
    yield f"## {model.__name__}\n"
    yield f"{(model.__doc__ or '').strip()}\n"
    yield "| field | type | meaning |\n|---|---|---|"
    inherited = SPAN_FIELDS if issubclass(model, Sourced) else SPAN_FIELDS[:2] if issubclass(model, SpanRef) else ()
    names = [name for name in model.model_fields if name not in inherited]
    for name in (*names, *(name for name in inherited if name in model.model_fields)):
        field = model.model_fields[name]
        yield f"| `{name}` | {words(field.annotation)} | {field.description} |"
    yield ""


def reference() -> str:
    """The whole of ``docs/record.md``."""
    lines = [INTRODUCTION.format(version=SCHEMA_VERSION)]
    for model in models():
        lines += table(model)
    return "\n".join(lines).rstrip("\n") + "\n"


def schema() -> str:
    """The JSON Schema as text."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def shortened() -> dict[str, Any]:
    """A real record, cut down to what fits on a screen; nothing in it is made up."""
    record = parse(ROOT / "corpora" / "dev" / SHOWN).model_dump(mode="json")
    article = next(a for a in record["articles"] if (a["headline"] or "").startswith(SHOWN_HEADLINE))
    return {
        "schema_version": record["schema_version"],
        "id": record["id"],
        "source": _only(record["source"], "name", "media_type", "encoding"),
        **_only(record, "text"),
        "masthead": _only(record["masthead"], "title", "issue_label", "issue_number", "issuer", "date"),
        "articles": [
            _only(article, "id", "headline", "headline_style", "start", "end")
            | {
                "paragraphs": [_only(part, "kind", "start", "end", "text") for part in article["paragraphs"]],
                "bylines": [_only(part, "name", "kind", "start", "end") for part in article["bylines"]],
                **{field: _pick(article[field], texts, names.split()) for field, (texts, names) in SHOWN_PARTS.items()},
            }
        ],
        "colophon": _only(record["colophon"], "editors", "emails", "print_date"),
        "warnings": record["warnings"],
    }


def _only(part: dict[str, Any], *names: str) -> dict[str, Any]:
    kept = {name: part[name] for name in names}
    if len(kept.get("text", "")) > LONGEST:
        kept["text"] = kept["text"][:LONGEST] + "…"
    return kept


def _pick(parts: list[dict[str, Any]], texts: tuple[str, ...], names: list[str]) -> list[dict[str, Any]]:
    first = {part["text"]: part for part in reversed(parts)}
    return [_only(first[text], *names) for text in texts if text in first]


def laid_out(value: Any, indent: int = 0) -> str:
    """JSON text with whatever fits on one line on one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or (indent and len(flat) + indent < WIDTH):
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        rows = [f"{inner}{json.dumps(key)}: {laid_out(part, indent + 2)}" for key, part in value.items()]
        return "{\n" + ",\n".join(rows) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(inner + laid_out(part, indent + 2) for part in value) + "\n" + " " * indent + "]"


def readme(path: Path) -> str:
    """A README with the record of today between its marks."""
    before = path.read_text(encoding="utf-8")
    block = f"<!-- record -->\n```json\n{laid_out(shortened())}\n```\n<!-- /record -->"
    after, count = re.subn(r"<!-- record -->.*?<!-- /record -->", lambda _: block, before, flags=re.S)
    if count != 1:
        raise SystemExit(f"{path.name}: wants exactly one <!-- record --> … <!-- /record -->")
    return after


def main(arguments: list[str]) -> int:
    """Write the files, or check them; 1 if one is stale."""
    check = "--check" in arguments
    made: dict[Path, Callable[[], str]] = {REFERENCE: reference, SCHEMA: schema}
    made |= {path: (lambda path=path: readme(path)) for path in READMES}
    stale = 0
    for path, make in made.items():
        text = make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if check:
            stale += 1
            print(f"{path.relative_to(ROOT)} is stale; run python scripts/make_record_docs.py", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
