"""Where the trained models lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from gov_bulletin_nlp.errors import NotFound


def model_path(name: str) -> Path:
    """Folder of a shipped model.

    Args:
        name: ``structure`` or ``names``.

    Raises:
        NotFound: No such model is there.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "models" / name, package.parents[1] / "models" / name):
        if folder.is_dir():
            return folder
    raise NotFound(f"the model {name!r} is not installed; install the package again or give a model folder.")
