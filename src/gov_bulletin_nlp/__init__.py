"""Reads Chinese government bulletins (简报, 工运信息, 工作动态, 政务信息): PDF or TXT in, structured records out.

The names below are loaded on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gov_bulletin_nlp.annotate.dates import find_dates as extract_dates
    from gov_bulletin_nlp.annotate.quantities import find_quantities as extract_quantities
    from gov_bulletin_nlp.batch import Outcome
    from gov_bulletin_nlp.components import load
    from gov_bulletin_nlp.errors import BulletinError
    from gov_bulletin_nlp.pipeline import Pipeline
    from gov_bulletin_nlp.quick import parse, parse_many, parse_text
    from gov_bulletin_nlp.records import SCHEMA_VERSION, Bulletin, json_schema

__version__ = "0.1.0"

_WHERE = {
    "Bulletin": ("records", "Bulletin"),
    "BulletinError": ("errors", "BulletinError"),
    "Outcome": ("batch", "Outcome"),
    "Pipeline": ("pipeline", "Pipeline"),
    "SCHEMA_VERSION": ("records", "SCHEMA_VERSION"),
    "extract_dates": ("annotate.dates", "find_dates"),
    "extract_quantities": ("annotate.quantities", "find_quantities"),
    "json_schema": ("records", "json_schema"),
    "load": ("components", "load"),
    "parse": ("quick", "parse"),
    "parse_many": ("quick", "parse_many"),
    "parse_text": ("quick", "parse_text"),
}

__all__ = [
    "SCHEMA_VERSION",
    "Bulletin",
    "BulletinError",
    "Outcome",
    "Pipeline",
    "extract_dates",
    "extract_quantities",
    "json_schema",
    "load",
    "parse",
    "parse_many",
    "parse_text",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _WHERE[name]
    return getattr(import_module(f"{__name__}.{module}"), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
