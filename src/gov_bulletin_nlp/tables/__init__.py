"""Knowledge as data: every rule a row with an example and a counter-example."""

from __future__ import annotations

import sys
from functools import cache
from importlib.resources import files
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@cache
def table(name: str) -> dict[str, Any]:
    """Read one of the TOML tables of this folder.

    Args:
        name: File name without ``.toml``.
    """
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def lines(name: str) -> list[str]:
    """Rows of a text table of this folder, without comments and blank lines.

    Args:
        name: File name with its ending.
    """
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
