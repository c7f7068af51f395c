"""Converters from other libraries' test suites to what this library returns, one module a family of suites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Case = dict[str, Any]
"""One line of a suite: at least ``input`` and ``expected``."""


@dataclass(frozen=True, slots=True)
class Suite:
    """How one peer's suite is read: which cases are ours to answer, and whether our answer to one is the same.

    Attributes:
        scope: Gives the reason why a case is out of scope, or ``None`` when it is in scope. A rule over the case,
            never a list of cases, since suites may be exchanged for others of the same family.
        passes: Whether our answer equals the expected one after converting conventions of span and value.
    """

    scope: Callable[[Case], str | None]
    passes: Callable[[Case], bool]
