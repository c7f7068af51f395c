"""Records as bytes: the fast path for writing, by pydantic's own serialiser."""

from __future__ import annotations

import orjson

from gov_bulletin_nlp.records import Bulletin


def line(bulletin: Bulletin) -> bytes:
    """One record as one line of JSON, ending in a line feed."""
    return bulletin.__pydantic_serializer__.to_json(bulletin) + b"\n"


def pretty(bulletin: Bulletin) -> bytes:
    """One record as indented JSON for people."""
    return orjson.dumps(orjson.loads(line(bulletin)), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
