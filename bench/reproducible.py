"""The same bulletins give the same bytes: on 1, 2 and 4 workers, with different hash seeds, and after training again.

``python bench/reproducible.py [FOLDER of .txt] [--train]``: converts the folder in every combination and compares digests of
the records; ``--train`` also trains the structure's weights twice, with different hash seeds, and compares them with the
ones that the package ships (ten minutes more). The exit status is 1 where anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
WORKERS = (1, 2, 4)
SEEDS = (0, 1, 20)


PROGRAM = str(Path(sys.executable).with_name("gov-bulletin"))


def run(seed: int, *command: str) -> None:
    """Run a program with a hash seed."""
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    subprocess.run(command, cwd=HERE, env=environment, check=True, capture_output=True)


def digest(paths: list[Path]) -> str:
    """Of the names and contents of files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def converted(folder: Path, workers: int, seed: int) -> str:
    """Digest of all records of a folder."""
    with tempfile.TemporaryDirectory() as out:
        run(seed, PROGRAM, "convert", str(folder), "--out", out, "--workers", str(workers))
        records = sorted(path for path in Path(out).rglob("*.json") if path.name != "report.json")
        assert records, "nothing was converted"
        print(f"{len(records)} records, {workers} workers, hash seed {seed}: {(found := digest(records))[:16]}")
        return found


def trained(seed: int) -> str:
    """Digest of the structure's weights trained again."""
    with tempfile.TemporaryDirectory() as out:
        run(seed, sys.executable, "scripts/train_structure.py", "corpora/dev", "--out", out)
        found = digest([Path(out) / "weights.json"])
    print(f"weights of the structure, hash seed {seed}: {found[:16]}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=HERE / "corpora" / "dev")
    parser.add_argument("--train", action="store_true")
    options = parser.parse_args()
    same = len({converted(options.folder.resolve(), workers, seed) for workers in WORKERS for seed in SEEDS}) == 1
    if options.train:
        shipped = digest([HERE / "models" / "structure" / "weights.json"])
        same = same and {trained(seed) for seed in SEEDS[:2]} == {shipped}
    print("the same bytes everywhere" if same else "DIFFERENT")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
