"""The command line: a door without logic. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gov_bulletin_nlp import __version__
from gov_bulletin_nlp.errors import BulletinError, UsageError

if TYPE_CHECKING:
    from gov_bulletin_nlp.batch import Outcome
    from gov_bulletin_nlp.pipeline import Pipeline

OK, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes of the contract."""

_lexicon = click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(path_type=Path),
    help="TOML file with your own terms; may be repeated.",
)
_workers = click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 256), help="Number of processes."
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False, invoke_without_command=True
)
@click.version_option(__version__, prog_name="gov-bulletin")
@click.pass_context
def cli(context: click.Context) -> None:
    """Read Chinese government bulletins: PDF or TXT in, structured JSON records out."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _pipeline(lexicons: tuple[Path, ...], **settings: Any) -> Pipeline:
    from gov_bulletin_nlp.pipeline import Pipeline

    return Pipeline(lexicon=list(lexicons), **settings)


def _say(message: str) -> None:
    click.echo(message, err=True)


def _write_json(content: Any) -> None:
    """JSON is UTF-8 wherever it goes, whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n")
    sys.stdout.buffer.flush()


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--pretty", is_flag=True, help="Indented JSON for people.")
@click.option("--explain", is_flag=True, help="Keep the evidence for each article's start.")
@_lexicon
def parse(files: tuple[str, ...], pretty: bool, explain: bool, lexicons: tuple[Path, ...]) -> int:
    """Print the records of FILEs as JSON Lines; - reads standard input."""
    from gov_bulletin_nlp.export import jsonl

    pipeline = _pipeline(lexicons, explain=explain)
    write = jsonl.pretty if pretty else jsonl.line
    status = OK
    for file in files:
        try:
            bulletin = pipeline.parse(sys.stdin.buffer, name="-") if file == "-" else pipeline.parse(file)
        except UsageError:
            raise
        except BulletinError as error:
            _say(f"{file}: {error.message} [{error.code}]")
            status = FAILED
            continue
        sys.stdout.buffer.write(write(bulletin))
        sys.stdout.buffer.flush()
    return status


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="SRC…", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the records.")
@click.option(
    "--format",
    "formats",
    default="json",
    show_default=True,
    help="json (one file a bulletin), jsonl (one file for all), or both: json,jsonl.",
)
@_workers
@_lexicon
def convert(paths: tuple[Path, ...], out: Path, formats: str, workers: int, lexicons: tuple[Path, ...]) -> int:
    """Convert files and folders of back issues; goes on where it stopped, and reports what failed."""
    from gov_bulletin_nlp import convert as job

    names = [name.strip() for name in formats.split(",") if name.strip()]
    with _Progress() as progress:
        summary = job.convert(
            paths, out, pipeline=_pipeline(lexicons), formats=names, workers=workers, progress=progress
        )
    for name, failure in summary.failed.items():
        _say(f"{name}: {failure['message']} [{failure['code']}]")
    looks = f", {len(summary.warned)} want a look" if summary.warned else ""
    resumed = f", {summary.resumed} were there already" if summary.resumed else ""
    _say(f"{summary.converted} converted{resumed}, {len(summary.failed)} failed{looks}; see {out / job.REPORT}")
    return FAILED if summary.failed else OK


class _Progress:
    """A bar on a terminal, silence elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> _Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True))
            self._bar.start()
            self._task = self._bar.add_task("converting", total=None)
        return self

    def __call__(self, done: int, total: int, outcome: Outcome | None) -> None:
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Scores as JSON.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Stored scores to compare with: what was gained and lost, by name.",
)
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="Store these scores as a baseline.")
@click.option(
    "--floors",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Lowest scores allowed; below one the exit status is 1.",
)
@click.option(
    "--wrong",
    metavar="FIELD",
    multiple=True,
    help="List what was wrong in a field, in articles or bulletins; may be repeated.",
)
@_lexicon
def evaluate(
    gold: Path,
    as_json: bool,
    baseline: Path | None,
    save: Path | None,
    floors: Path | None,
    wrong: tuple[str, ...],
    lexicons: tuple[Path, ...],
) -> int:
    """Score records against the annotated bulletins (*.gold.json) under GOLD."""
    from gov_bulletin_nlp import scores
    from gov_bulletin_nlp.evaluate import evaluate_path

    report = evaluate_path(gold, _pipeline(lexicons))
    if as_json:
        _write_json(report.as_dict())
    else:
        click.echo(scores.table(report))
    for name in wrong:
        click.echo("\n".join([f"\n{name}", *report.wrong(name)]))
    if baseline is not None:
        click.echo(scores.difference(report, baseline))
    if save is not None:
        scores.save(report, save)
    below = scores.below(report, floors, gold) if floors is not None else []
    for line in below:
        _say(line)
    return FAILED if below else OK


@cli.command()
@click.argument("data", nargs=-1, required=True, metavar="DATA…", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the model.")
@click.option("--recipe", type=click.Path(path_type=Path, dir_okay=False), help="TOML file with settings and sources.")
@click.option("--start", type=click.Path(path_type=Path, file_okay=False), help="Model folder to start from.")
@click.option("--epochs", type=click.IntRange(1), help="Passes over the data.")
@click.option("--folds", default=0, show_default=True, type=click.IntRange(0), help="Parts for cross-validation.")
def train(
    data: tuple[Path, ...], out: Path, recipe: Path | None, start: Path | None, epochs: int | None, folds: int
) -> int:
    """Train a name recogniser from annotated bulletins (*.ann) and sentences; needs the extra [train]."""
    from gov_bulletin_nlp.training.train import train as job

    _write_json(job(list(data), out, recipe=recipe, start=start, epochs=epochs, folds=folds, log=_say))
    return OK


@cli.command()
def schema() -> int:
    """Print the JSON Schema (2020-12) of a record."""
    from gov_bulletin_nlp.records import json_schema

    _write_json(json_schema())
    return OK


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with the contract's exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without Chinese is no reason to fail
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line: the one place where errors become exit codes and lines on stderr."""
    try:
        result = cli.main(args=arguments, prog_name="gov-bulletin", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else OK
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted; what was finished is kept")
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # click makes the second of the first
        # The reader has gone (| head): leave quietly, and keep Python from complaining when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except UsageError as error:
        _say(f"{error} [{error.code}]")
        return WRONG_USE
    except BulletinError as error:
        _say(f"{error} [{error.code}]")
        return FAILED
