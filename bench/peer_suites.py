"""Run other libraries' test suites against this one: ``python bench/peer_suites.py DIR [--json] [--details]``.

A suite is a JSON Lines file named after the peer and its test. What is in scope is decided by rules over the case
(``bench/peers``), so that the same command may be run over suites that nobody here has seen.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "src")]

from peers import Case, Suite  # noqa: E402


def load_suites() -> dict[str, Suite]:
    """All converters, from every module of ``bench/peers``."""
    suites: dict[str, Suite] = {}
    for path in sorted((Path(__file__).parent / "peers").glob("[a-z]*.py")):
        suites.update(importlib.import_module(f"peers.{path.stem}").SUITES)
    return suites


def run_suite(suite: Suite, path: Path, *, details: bool) -> tuple[dict[str, Any], Counter[str]]:
    """Figures of one suite and how often each reason put a case out of scope."""
    reasons: Counter[str] = Counter()
    total = in_scope = in_scope_passed = passed = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        case = json.loads(line)
        total += 1
        reason = suite.scope(case)
        if reason is not None:
            reasons[reason] += 1
            passed += _passes_anyway(suite, case)
            continue
        good = suite.passes(case)
        passed += good
        in_scope += 1
        in_scope_passed += good
        if details and not good:
            print(f"{path.stem}: {json.dumps(case, ensure_ascii=False)[:400]}", file=sys.stderr)
    rate = in_scope_passed / in_scope if in_scope else None
    figures = {
        "total": total,
        "in_scope": in_scope,
        "in_scope_passed": in_scope_passed,
        "in_scope_rate": rate,
        "passed": passed,
    }
    return figures, reasons


def _passes_anyway(suite: Suite, case: Case) -> bool:
    """Whether a case out of scope passes; its converter need not know how to read it."""
    try:
        return suite.passes(case)
    except (ValueError, KeyError, TypeError, IndexError):
        return False


def main() -> int:
    """Run the suites of a folder."""
    parser = argparse.ArgumentParser(description="Run other libraries' test suites.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--json", action="store_true", help="print figures as JSON only")
    parser.add_argument("--details", action="store_true", help="print every failed case in scope to stderr")
    arguments = parser.parse_args()
    suites = load_suites()
    results: dict[str, dict[str, Any]] = {}
    for path in sorted(arguments.directory.glob("*.jsonl")):
        suite = suites.get(path.stem)
        if suite is None:
            continue
        results[path.stem], reasons = run_suite(suite, path, details=arguments.details)
        if not arguments.json:
            figures = results[path.stem]
            rate = figures["in_scope_rate"]
            share = "-" if rate is None else f"{rate:.3f}"
            print(
                f"{path.stem:36} total {figures['total']:4} in scope {figures['in_scope']:4} "
                f"passed {share} (all {figures['passed']})"
            )
            for reason, count in reasons.most_common():
                print(f"{'':40}{count:4} out: {reason}")
    if arguments.json:
        print(json.dumps({"suites": results}, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
