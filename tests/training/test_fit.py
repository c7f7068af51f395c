"""Fitting: reproducible to the byte, able to learn, honest about what it is tested on, and able to go on."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gov_bulletin_nlp.annotate.decode import FORBIDDEN, allowed
from gov_bulletin_nlp.annotate.recogniser import Recogniser, read_model
from gov_bulletin_nlp.errors import BulletinError, InvalidOption
from gov_bulletin_nlp.training import __main__ as command
from gov_bulletin_nlp.training import characters
from gov_bulletin_nlp.training import train as training
from gov_bulletin_nlp.training.augment import Renamer
from gov_bulletin_nlp.training.characters import KINDS
from gov_bulletin_nlp.training.data import Example

pytest.importorskip("torch")

from gov_bulletin_nlp.training import fit as fitting
from gov_bulletin_nlp.training.fit import Recipe, fit

HASHED = ("pair", "triple", "word")
SURNAMES, GIVEN = "宋温龚柳邵", ("知远", "若川", "晓岚", "敏", "云舟")
PLACES = ("听雨", "望月", "知秋", "临风")

# A person stands behind 主席 and nowhere else; a place between 到 and 走访.
TOY = [
    Example(
        f"市总主席{surname}{given}到{place}走访。",
        ((4, 5 + len(given), "PER"), (6 + len(given), 8 + len(given), "LOC")),
    )
    for surname in SURNAMES
    for given in GIVEN
    for place in PLACES[:2]
] + [Example(f"{place}举办讲座，市总参加。", ()) for place in PLACES]

PLAIN = Recipe(
    epochs=1,
    batch=256,
    rate=0.01,
    table_rate=0.01,
    columns=("char",),
    bits=dict.fromkeys(HASHED, 6),
    width=16,
    hidden=16,
    dilations=(1, 2),
    dropout=0.0,
    drop_feature={},
    least=1,
    doubt=1.0,
    rename={},
    lists=0.0,
)
# Every source of chance is in use: weights, order, dropping, exchanged names, invented lists.
FULL = replace(PLAIN, epochs=2, columns=Recipe().columns, dropout=0.2, rename={"own": 0.5}, lists=0.1)
MIXED = [
    *(replace(example, document=f"{number}.ann") for number, example in enumerate(TOY[:20])),
    Example("明水县总工会开会。", ((0, 6, "ORG"),)),
    Example("绥化举办讲座。", ((0, 2, "LOC"),), "news", 0.5),
]


def quiet(_: str) -> None:
    pass


def right(folder: Path, examples: list[Example]) -> list[bool]:
    """Which examples a model reads without a mistake."""
    found = Recogniser(folder)([example.text for example in examples])
    return [tuple(name[:3] for name in names) == example.spans for names, example in zip(found, examples, strict=True)]


@pytest.fixture(scope="module", autouse=True)
def new_models_are_cheap() -> Iterator[None]:
    """Kinds of characters are worked out once, and few townships are known: most of the time of so small a model."""
    few = dict(itertools.islice(characters.townships().items(), 500))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(characters, "kind_of", lru_cache(maxsize=None)(characters.kind_of))
        patch.setattr(characters, "townships", lambda: few)
        yield


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Models a and b of equal seeds, c of another."""
    folder = tmp_path_factory.mktemp("twins")
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        fit(MIXED, folder / name, replace(FULL, seed=seed), log=quiet)
    return folder


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that has learnt the toy."""
    folder = tmp_path_factory.mktemp("toy") / "model"
    fit(TOY, folder, replace(PLAIN, epochs=40, dropout=0.2, doubt=3.0), log=quiet)
    return folder


def test_equal_seeds_give_equal_bytes(twins: Path) -> None:
    for name in ("weights.npz", "model.json"):
        assert (twins / "a" / name).read_bytes() == (twins / "b" / name).read_bytes()


def test_other_seeds_give_other_weights(twins: Path) -> None:
    (_, first), (_, other) = read_model(twins / "a"), read_model(twins / "c")
    for name in ("table_char", "table_tag", "table_pair", "weight_0", "wide", "deep", "bias", "transitions"):
        assert not np.array_equal(first[name], other[name])
    # What does not come of chance is equal all the same.
    assert np.array_equal(first["char_ids"], other["char_ids"])


def test_what_is_written_says_how_it_was_made(twins: Path) -> None:
    config, arrays = read_model(twins / "a")
    assert Recipe.from_table(config["recipe"]) == replace(FULL, seed=3)
    assert config["conventions"] == ["own", "news"]
    assert set(arrays) >= {f"table_{column}" for column in FULL.columns}
    assert np.array_equal(arrays["transitions"] == np.float32(FORBIDDEN), ~allowed())
    assert [path.name for path in sorted(twins.iterdir())] == ["a", "b", "c"]


def test_rows_of_features_never_seen_stay_nothing(twins: Path) -> None:
    _, arrays = read_model(twins / "a")
    for column in HASHED:
        assert arrays[f"table_{column}"].any()
        assert not arrays[f"table_{column}"][0].any()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("市总主席尉迟敏到知秋走访。", ((4, 7, "PER"), (8, 10, "LOC"))),
        ("市总主席柳云舟到临风走访。", ((4, 7, "PER"), (8, 10, "LOC"))),
        ("市总参加，临风举办讲座。", ()),
    ],
)
def test_learns_where_names_stand_and_not_only_the_names(learnt: Path, text: str, spans: tuple[Any, ...]) -> None:
    assert all(right(learnt, TOY))
    assert right(learnt, [Example(text, spans)]) == [True]


@pytest.mark.parametrize(("table", "recipe"), [({}, Recipe()), ({"seed": 5, "columns": ["char"]}, Recipe(5))])
def test_a_recipe_keeps_what_a_table_leaves_out(table: dict[str, Any], recipe: Recipe) -> None:
    columns = tuple(table.get("columns", recipe.columns))
    assert Recipe.from_table(table) == replace(recipe, columns=columns)


def test_goes_on_with_the_very_weights_and_sizes(learnt: Path, tmp_path: Path) -> None:
    other = replace(PLAIN, rate=0.0, columns=("char", "tag"), width=8, hidden=4, dilations=(4,), window=2, least=9)
    fit([Example("温若川", ((0, 3, "PER"),))], tmp_path / "on", other, start=learnt, log=quiet)
    (config, before), (after_config, after) = read_model(learnt), read_model(tmp_path / "on")
    kept = ("labels", "conventions", "tags", "bits", "columns", "dilations", "window")
    assert {key: after_config[key] for key in kept} == {key: config[key] for key in kept}
    assert after.keys() == before.keys()
    for name in before.keys() - {"table_char", "scale"}:
        np.testing.assert_array_equal(after[name], before[name], err_msg=name)
    # Tables are packed anew: only what was clipped may move by more than a step.
    old, new = (arrays["table_char"] * arrays["scale"] for arrays in (before, after))
    assert (np.abs(new - old) <= 2 * before["scale"]).all()


def test_the_folder_to_start_from_is_left_alone(learnt: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in learnt.iterdir()}
    fit(TOY[:5], tmp_path / "on", PLAIN, start=learnt, log=quiet)
    assert {path.name: path.read_bytes() for path in learnt.iterdir()} == before
    assert (tmp_path / "on" / "weights.npz").read_bytes() != before["weights.npz"]


def test_a_model_is_replaced_and_its_neighbours_stay(learnt: Path, tmp_path: Path) -> None:
    out = tmp_path / "model"
    out.mkdir()
    for name in ("weights.npz", "notes.md"):
        (out / name).write_text("旧", encoding="utf-8")
    fit(TOY[:5], out, PLAIN, start=learnt, log=quiet)
    assert sorted(path.name for path in out.iterdir()) == ["model.json", "notes.md", "weights.npz"]
    assert (out / "notes.md").read_text(encoding="utf-8") == "旧"
    assert len(read_model(out)[1]["bias"]) == 13
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(("every", "epochs"), [(0, [5]), (2, [2, 4, 5]), (5, [5])])
def test_models_are_checked_as_often_as_wished_and_at_the_end(
    learnt: Path, tmp_path: Path, every: int, epochs: list[int]
) -> None:
    said: list[str] = []
    checked: list[int] = []

    def check(folder: Path) -> dict[str, float]:
        assert read_model(folder)[0]["recipe"]["epochs"] == 5
        checked.append(sum(line.startswith("epoch") for line in said))
        return {"all": 0.5}

    recipe = replace(PLAIN, epochs=5)
    fit(TOY[:5], tmp_path / "on", recipe, start=learnt, check=check, check_every=every, log=said.append)
    assert checked == epochs
    assert said.count('{"all": 0.5}') == len(epochs)
    assert len(said) == 5 + len(epochs)


@pytest.mark.parametrize(
    ("rate", "renamed"),
    [({}, set()), ({"own": 0.0}, set()), ({"news": 1.0}, {"news"}), ({"own": 1.0, "news": 1.0}, {"own", "news"})],
)
def test_names_are_exchanged_at_the_rate_of_their_convention(
    twins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rate: dict[str, float], renamed: set[str]
) -> None:
    asked: list[Example] = []

    def rename(_: Renamer, example: Example, __: np.random.Generator) -> Example:
        asked.append(example)
        return example

    monkeypatch.setattr(Renamer, "rename", rename)
    fit(MIXED, tmp_path / "on", replace(FULL, rename=rate, lists=0.0), start=twins / "a", log=quiet)
    assert asked == [example for example in MIXED if example.convention in renamed] * FULL.epochs


def test_exchanged_names_are_learnt_from_as_if_they_had_stood_there(
    learnt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is hidden, so that it does not matter how often a character stands in the examples as given.
    recipe = replace(PLAIN, least=0, doubt=0.0, rename={"own": 1.0})
    other = dict(zip(TOY[:10], TOY[10:20], strict=True))

    def weights(name: str, examples: list[Example], change: Callable[[Example], Example]) -> bytes:
        monkeypatch.setattr(Renamer, "rename", lambda _, example, __: change(example))
        fit(examples, tmp_path / name, recipe, start=learnt, log=quiet)
        return (tmp_path / name / "weights.npz").read_bytes()

    exchanged = weights("exchanged", TOY[:10], lambda example: other[example])
    assert exchanged == weights("there", TOY[10:20], lambda example: example)
    assert exchanged != weights("kept", TOY[:10], lambda example: example)


@pytest.mark.parametrize(("weight", "moved"), [(0.0, False), (1.0, True)])
def test_examples_without_weight_are_not_learnt_from(learnt: Path, tmp_path: Path, weight: float, moved: bool) -> None:
    examples = [replace(example, weight=weight) for example in TOY[:5]]
    fit(examples, tmp_path / "on", PLAIN, start=learnt, log=quiet)
    before, after = read_model(learnt)[1], read_model(tmp_path / "on")[1]
    assert np.array_equal(before["deep"], after["deep"]) != moved


def kinds_in_training(recipe: Recipe, out: Path, start: Path | None = None) -> dict[str, str]:
    """Train, and tell as what kind of unseen character some characters are hidden meanwhile."""
    given: list[Any] = []

    class Watched(fitting.Network):
        def __init__(self, shape: Any, kinds: Any, unknown: Any) -> None:
            super().__init__(shape, kinds, unknown)
            given.append(kinds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "Network", Watched)
        fit(TOY, out, recipe, start=start, log=quiet)
    rows = read_model(out)[1]["char_ids"]
    return {char: KINDS[given[0][rows[ord(char)]]] for char in "宋到。"}


KINDS_WANTED = {"宋": "frequent surname", "到": "ideograph", "。": "mark"}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A model after one pass over the toy, and ``kinds_in_training`` of it."""
    folder = tmp_path_factory.mktemp("fresh") / "model"
    return folder, kinds_in_training(PLAIN, folder)


def test_a_model_that_goes_on_needs_one_pass_where_a_new_one_needs_more(
    fresh: tuple[Path, dict[str, str]], learnt: Path, tmp_path: Path
) -> None:
    fit(TOY, tmp_path / "on", PLAIN, start=learnt, log=quiet)
    assert all(right(tmp_path / "on", TOY))
    assert not all(right(fresh[0], TOY))


def test_a_new_model_hides_characters_by_their_kind(fresh: tuple[Path, dict[str, str]]) -> None:
    assert fresh[1] == KINDS_WANTED


def test_a_model_that_goes_on_hides_characters_by_their_kind(learnt: Path, tmp_path: Path) -> None:
    assert kinds_in_training(PLAIN, tmp_path / "on", learnt) == KINDS_WANTED


def test_conventions_that_the_model_to_start_from_lacks_are_refused(learnt: Path, tmp_path: Path) -> None:
    with pytest.raises(BulletinError):
        fit([replace(TOY[0], convention="news")], tmp_path / "on", PLAIN, start=learnt, log=quiet)


Round = tuple[list[Example], list[Example]]


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Round]]:
    """Runs ``train`` without its labour and gives what each fold learnt from and was scored on."""

    def run(folders: list[Path], out: Path, **options: Any) -> list[Round]:
        fitted: list[tuple[list[Example], Path]] = []
        scored: list[tuple[Recogniser, list[Example]]] = []

        def pretend(examples: list[Example], folder: Path, *_: Any, **__: Any) -> None:
            folder.mkdir(parents=True)
            fitted.append((list(examples), folder))

        def score(recogniser: Recogniser, examples: list[Example]) -> dict[str, float]:
            scored.append((recogniser, list(examples)))
            return {"all": 1.0}

        monkeypatch.setattr(fitting, "fit", pretend)
        monkeypatch.setattr(training, "score_examples", score)
        monkeypatch.setattr(training, "_traditional", dict)
        result = training.train(folders, out, log=quiet, **options)
        # Each model is scored on what was held out from it, and the last one has seen everything.
        assert [folder for _, folder in fitted] == [recogniser.folder for recogniser, _ in scored] + [out]
        assert len(result["folds"]) == len(scored)
        assert result["examples"] == len(fitted[-1][0])
        return [(rest, part) for (rest, _), (_, part) in zip(fitted, scored, strict=False)]

    return run


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Two folders with seven bulletins, two of one name, and rows of another convention in a file of such a name."""
    made = [tmp_path / "one", tmp_path / "two"]
    for folder, numbers in zip(made, (range(4), range(3, 7)), strict=True):
        folder.mkdir()
        for number in numbers:
            text = f"⟦h:{folder.name}第{number}期⟧⟦b:⟦p:宋知远⟧到会。\n⟦p:尉迟敏⟧到会。⟧"
            (folder / f"{number}.ann").write_text(text, encoding="utf-8")
    rows = [{"text": f"第{number}条", "spans": []} for number in range(3)]
    (made[0] / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return made


RECIPE = "\n".join(
    f'[[data]]\npath = "{path}"\nconvention = "{convention}"'
    for path, convention in (*((f"{number}.ann", "own") for number in range(7)), ("news.jsonl", "news"))
)


@pytest.mark.parametrize("folds", [2, 3, 7])
@pytest.mark.parametrize("seed", [1, 2])
def test_folds_never_train_on_what_they_test(
    rounds: Callable[..., list[Round]], folders: list[Path], tmp_path: Path, folds: int, seed: int
) -> None:
    made = rounds(folders, tmp_path / "model", folds=folds, seed=seed)
    assert len(made) == folds
    for rest, part in made:
        assert part
        assert not {example.document for example in rest} & {example.document for example in part}
        assert not {example.text for example in rest if "期" in example.text} & {example.text for example in part}
        assert len(rest) + len(part) == 8 * 3
    tested = [example.document for _, part in made for example in part]
    assert sorted(tested) == sorted([f"{number}.ann" for number in (0, 1, 2, 3, 3, 4, 5, 6)] * 3)


def test_folds_differ_by_seed_only(rounds: Callable[..., list[Round]], folders: list[Path], tmp_path: Path) -> None:
    made = [rounds(folders, tmp_path / f"{n}", folds=3, seed=seed) for n, seed in enumerate((1, 1, 2))]
    assert made[0] == made[1] != made[2]


def test_other_conventions_are_learnt_from_in_each_fold_and_never_tested(
    rounds: Callable[..., list[Round]], folders: list[Path], tmp_path: Path
) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE, encoding="utf-8")
    made = rounds(folders, tmp_path / "model", folds=3, recipe=recipe)
    for rest, part in made:
        assert {example.convention for example in part} == {"own"}
        assert [example.text for example in rest if example.convention == "news"] == ["第0条", "第1条", "第2条"]


@pytest.mark.parametrize("folds", [0, 1])
def test_without_folds_all_is_learnt_from_at_once(
    rounds: Callable[..., list[Round]], folders: list[Path], tmp_path: Path, folds: int
) -> None:
    assert rounds(folders, tmp_path / "model", folds=folds) == []


def test_more_folds_than_documents_are_refused(
    rounds: Callable[..., list[Round]], folders: list[Path], tmp_path: Path
) -> None:
    with pytest.raises(InvalidOption) as caught:
        rounds(folders, tmp_path / "model", folds=8)
    assert caught.value.code == "invalid-option"
    assert not (tmp_path / "model").exists()


def test_the_command_line_hands_on_what_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[Any, ...]] = []
    monkeypatch.setattr(command, "train", lambda *args, **options: given.append((*args, options)))
    words = "--data a b --out model --recipe r.toml --start old --seed 5 --epochs 2 --folds 3"
    for line in (words, "--data a --out model"):
        monkeypatch.setattr(sys, "argv", ["training", *line.split()])
        command.main()
    options = {"recipe": Path("r.toml"), "start": Path("old"), "seed": 5, "epochs": 2, "folds": 3}
    none = {**dict.fromkeys(options), "folds": 0}
    assert given == [([Path("a"), Path("b")], Path("model"), options), ([Path("a")], Path("model"), none)]


def test_folds_and_the_last_model_all_start_from_the_same(
    folders: list[Path], learnt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[Path | None] = []
    whole = fitting.fit

    def watched(*args: Any, **options: Any) -> None:
        starts.append(args[4])
        whole(*args, **options)

    monkeypatch.setattr(fitting, "fit", watched)
    monkeypatch.setattr(training, "_traditional", dict)
    result = training.train(folders, tmp_path / "model", start=learnt, folds=2, epochs=1, log=quiet)
    assert starts == [learnt] * 3
    assert json.loads((tmp_path / "model" / "training.json").read_text(encoding="utf-8")) == result
