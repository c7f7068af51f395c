"""Where the trained models lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path


def model_path(name: str) -> Path:
    """Folder of a shipped model.

    Args:
        name: ``structure`` or ``names``.

    Raises:
        FileNotFoundError: The installation lacks it.
    """
    here = Path(__file__).resolve().parent
    for base in (here / "models", here.parents[1] / "models"):
        if (base / name).is_dir():
            return base / name
    raise FileNotFoundError(f"the model {name!r} is missing from this installation; install the package again")
