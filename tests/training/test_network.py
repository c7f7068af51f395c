"""The trainable network: its gradients, its likelihood, and that it scores like the numpy model made from it."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from gov_bulletin_nlp.annotate.decode import FORBIDDEN, LABELS, allowed
from gov_bulletin_nlp.annotate.features import CODE_LIMIT, COLUMNS, PLACE_ROWS, Array, FeatureMap, place_hash
from gov_bulletin_nlp.annotate.recogniser import Model, read_model
from gov_bulletin_nlp.training.characters import TAGS, fold_table

pytest.importorskip("torch")

import torch

from gov_bulletin_nlp.training.fit import Recipe, write_model
from gov_bulletin_nlp.training.network import HASHED, Network, Shape, packed

KINDS = np.array([0, 1, 2, 0, 1, 2, 1])
ROWS = {"char": len(KINDS), "pair": 8, "triple": 8, "word": 8, "tag": 6, "place": 5}
DILATIONS: list[tuple[int, ...]] = [(), (1,), (1, 2)]


def make(
    dilations: tuple[int, ...] = (1, 2),
    columns: tuple[str, ...] = COLUMNS,
    *,
    rows: dict[str, int] = ROWS,
    kinds: Array = KINDS,
    window: int = 1,
    unknown: dict[str, Array] | None = None,
    dropout: float = 0.0,
    drop_feature: dict[str, float] | None = None,
) -> Network:
    """A small network in double precision with all weights drawn, none left at nothing."""
    torch.set_num_threads(1)
    torch.manual_seed(7)
    shape = Shape(columns, rows, 4, 5, dilations, window, 2, dropout, drop_feature or {})
    none = {name: np.zeros(rows[name]) for name in ("char", *HASHED)}
    network = Network(shape, kinds, none | (unknown or {})).double()
    with torch.no_grad():
        for weight in network.parameters():
            weight.normal_(std=0.5)
    return network


def indices(length: int, seed: int = 1) -> torch.Tensor:
    chance = np.random.default_rng(seed)
    return torch.from_numpy(np.stack([chance.integers(ROWS[name], size=length) for name in COLUMNS]))


def zeros(length: int) -> torch.Tensor:
    return torch.zeros(length, dtype=torch.int64)


def loss_of(network: Network, scores: torch.Tensor, lines: list[Array], gold: list[Array], local: float = 0.0) -> float:
    """Loss of lines of any length, padded with row and label 0."""
    lengths = np.array([len(line) for line in lines])
    grid, labels = np.zeros((2, len(lines), lengths.max()), dtype=np.int64)
    for number, (line, path) in enumerate(zip(lines, gold, strict=True)):
        grid[number, : len(line)], labels[number, : len(line)] = line, path
    parts = (torch.from_numpy(part) for part in (grid, lengths, labels))
    return float(network.loss(scores, *parts, local).detach())


@pytest.mark.parametrize("dilations", DILATIONS)
@pytest.mark.parametrize("window", [1, 2])
def test_each_character_but_the_margins_has_a_row_of_scores(dilations: tuple[int, ...], window: int) -> None:
    network = make(dilations, window=window)
    assert network.shape.reach == sum(dilations) + window
    length = 2 * network.shape.reach + 3
    assert network.scores(indices(length), zeros(length)).shape == (3, len(LABELS))


@pytest.mark.parametrize("dilations", DILATIONS)
def test_scores_depend_on_what_is_in_reach_and_on_nothing_else(dilations: tuple[int, ...]) -> None:
    network = make(dilations)
    # The window and the convolutions look at a character from the same place: the wider of the two counts.
    seen = max(network.shape.window, sum(dilations))
    reach = network.shape.reach
    assert seen <= reach
    length = 4 * reach + 3
    before = indices(length)
    middle = length // 2
    for at in range(length):
        after = before.clone()
        after[0, at] = (before[0, at] + 1) % ROWS["char"]
        change = network.scores(after, zeros(length)) - network.scores(before, zeros(length))
        assert bool(change[middle - reach].any()) == (abs(at - middle) <= seen)


@pytest.mark.parametrize("column", COLUMNS)
def test_each_column_counts_where_it_is_in_use_only(column: str) -> None:
    before = indices(12)
    after = before.clone()
    after[COLUMNS.index(column)] = (before[COLUMNS.index(column)] + 1) % ROWS[column]
    full, plain = make(), make(columns=("char",))
    assert not torch.equal(full.scores(after, zeros(12)), full.scores(before, zeros(12)))
    same = torch.equal(plain.scores(after, zeros(12)), plain.scores(before, zeros(12)))
    assert same == (column != "char")


@pytest.mark.parametrize("dilations", DILATIONS)
def test_characters_are_scored_by_their_own_convention(dilations: tuple[int, ...]) -> None:
    network = make(dilations)
    reach = network.shape.reach
    part = 2 * reach + 4
    seen = indices(2 * part)
    mixed = torch.arange(2 * part) // part
    both = network.scores(seen, mixed)
    first, second = network.scores(seen[:, :part], mixed[:part]), network.scores(seen[:, part:], mixed[part:])
    torch.testing.assert_close(both[: len(first)], first)
    torch.testing.assert_close(both[-len(second) :], second)
    assert not torch.allclose(network.scores(seen[:, part:], zeros(part)), second)


@pytest.mark.parametrize("dilations", DILATIONS)
def test_a_convention_speaks_for_its_character_alone_but_for_the_inner_convolutions(dilations: tuple[int, ...]) -> None:
    network = make(dilations)
    with torch.no_grad():
        network.convention_hidden[:-1].zero_()
    seen, mixed = indices(20), torch.tensor([0, 1, 1, 0, 1] * 4)
    plain = [network.scores(seen, zeros(20) + convention) for convention in (0, 1)]
    reach = network.shape.reach
    wanted = torch.stack([plain[convention][row] for row, convention in enumerate(mixed[reach:-reach].tolist())])
    torch.testing.assert_close(network.scores(seen, mixed), wanted)


def test_rows_of_hashed_tables_start_at_nothing() -> None:
    network = Network(make().shape, KINDS, {})
    for name in COLUMNS:
        assert bool(network.tables[name].weight.any()) == (name not in HASHED)


@pytest.mark.parametrize("dilations", DILATIONS)
@pytest.mark.parametrize("local", [0.0, 0.3])
def test_gradients_agree_with_finite_differences(dilations: tuple[int, ...], local: float) -> None:
    network = make(dilations)
    lengths = [4, 1, 3]
    total = sum(lengths) + 2 * network.shape.reach
    seen, conventions = indices(total), torch.arange(total) % 2
    lines = torch.tensor([[0, 1, 2, 3], [4, 0, 0, 0], [5, 6, 7, 0]])
    gold = torch.tensor([[1, 2, 3, 0], [8, 0, 0, 0], [0, 9, 11, 0]])

    def loss() -> torch.Tensor:
        return network.loss(network.scores(seen, conventions), lines, torch.tensor(lengths), gold, local)

    loss().backward()
    step = 1e-6
    chance = torch.Generator().manual_seed(3)
    for name, weight in network.named_parameters():
        if weight.grad is None:
            # Without convolutions there is nothing for these to act on.
            assert not dilations and name in ("convention_hidden", "convention_deep")
            continue
        grad = weight.grad.to_dense() if weight.grad.is_sparse else weight.grad
        free = torch.ones_like(weight)
        if name.removeprefix("tables.").removesuffix(".weight") in HASHED:
            free[0] = 0
            assert not grad[0].any()
        assert grad.any()
        for _ in range(3):
            way = torch.randn(weight.shape, generator=chance, dtype=weight.dtype) * free
            with torch.no_grad():
                weight += step * way
                above = loss()
                weight -= 2 * step * way
                below = loss()
                weight += step * way
            torch.testing.assert_close((above - below) / (2 * step), (grad * way).sum(), rtol=1e-5, atol=1e-6)


def test_loss_is_that_of_the_gold_path_among_all_paths() -> None:
    network = make()
    scores = torch.randn(4, len(LABELS), generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    table = np.where(allowed(), network.transitions.detach().numpy(), FORBIDDEN)

    def total(line: list[int], path: tuple[int, ...]) -> float:
        return float(scores.numpy()[line, path].sum() + table[[0, *path], [*path, 0]].sum())

    wanted = 0.0
    lines, gold = [[0, 1, 2], [3]], [(5, 6, 7), (12,)]
    for line, path in zip(lines, gold, strict=True):
        every = [total(line, other) for other in itertools.product(range(len(LABELS)), repeat=len(line))]
        wanted += float(np.logaddexp.reduce(every)) - total(line, path)
    found = loss_of(network, scores, [np.array(line) for line in lines], [np.array(path) for path in gold])
    assert found == pytest.approx(wanted, rel=1e-9)


def test_single_labels_add_their_own_loss() -> None:
    network = make()
    scores = torch.randn(5, len(LABELS), generator=torch.Generator().manual_seed(4), dtype=torch.float64)
    lines, gold = [np.array([0, 1, 2]), np.array([3])], [np.array([0, 4, 0]), np.array([0])]
    chosen = np.take_along_axis(scores.numpy()[:4], np.concatenate(gold)[:, None], 1)[:, 0]
    alone = float((np.logaddexp.reduce(scores.numpy()[:4], axis=1) - chosen).sum())
    plain = loss_of(network, scores, lines, gold)
    assert loss_of(network, scores, lines, gold, 0.5) == pytest.approx(plain + 0.5 * alone, rel=1e-9)


@pytest.fixture(scope="module")
def network() -> Network:
    return make()


_LENGTHS = st.lists(st.integers(1, 4), min_size=1, max_size=4)


@given(lengths=_LENGTHS, seed=st.integers(0, 1000), scale=st.sampled_from([0.1, 1.0, 30.0]))
def test_lines_of_a_batch_are_learnt_as_if_alone(network: Network, lengths: list[int], seed: int, scale: float) -> None:
    generator = torch.Generator().manual_seed(seed)
    scores = scale * torch.randn(sum(lengths), len(LABELS), generator=generator, dtype=torch.float64)
    lines = np.split(np.arange(sum(lengths)), np.cumsum(lengths)[:-1])
    gold = [np.zeros(length, dtype=np.int64) for length in lengths]
    alone = [loss_of(network, scores, [line], [path], 0.2) for line, path in zip(lines, gold, strict=True)]
    assert min(alone) >= 0
    assert loss_of(network, scores, lines, gold, 0.2) == pytest.approx(sum(alone), rel=1e-9)


def test_a_forbidden_path_is_lost() -> None:
    network = make()
    scores = torch.zeros(2, len(LABELS), dtype=torch.float64)
    line = [np.array([0, 1])]
    inside, begin, end = LABELS.index("I-ORG"), LABELS.index("B-ORG"), LABELS.index("E-ORG")
    assert loss_of(network, scores, line, [np.array([begin, end])]) < 100
    assert loss_of(network, scores, line, [np.array([inside, end])]) > 1000


@pytest.mark.parametrize("column", ["char", *HASHED])
def test_rows_too_rare_to_learn_are_unknown_in_training_only(column: str) -> None:
    rare = {column: np.arange(ROWS[column]) % 2 == 1}
    network = make(unknown={name: share.astype(float) for name, share in rare.items()})
    seen = indices(20)
    hidden = seen.clone()
    at = COLUMNS.index(column)
    for place, row in enumerate(seen[at].tolist()):
        if rare[column][row]:
            hidden[at, place] = int(KINDS[row]) if column == "char" else 0
    assert not torch.equal(hidden, seen)
    training = network.scores(seen, zeros(20), torch.Generator().manual_seed(1))
    assert torch.equal(training, network.scores(hidden, zeros(20)))
    assert not torch.equal(training, network.scores(seen, zeros(20)))


@pytest.mark.parametrize(("dropout", "drop_feature"), [(0.5, {}), (0.0, {"pair": 0.5, "tag": 0.5})])
def test_dropping_follows_the_generator_and_stops_after_training(
    dropout: float, drop_feature: dict[str, float]
) -> None:
    network, plain = make(dropout=dropout, drop_feature=drop_feature), make()

    def scores(seed: int) -> torch.Tensor:
        return network.scores(indices(20), zeros(20), torch.Generator().manual_seed(seed))

    assert torch.equal(scores(1), scores(1))
    assert not torch.equal(scores(1), scores(2))
    assert torch.equal(network.scores(indices(20), zeros(20)), plain.scores(indices(20), zeros(20)))


def test_dropped_features_are_made_up_for_by_those_kept() -> None:
    # Without convolutions scores are linear, so that their mean is what is scored after training.
    network = make((), dropout=0.5, drop_feature={"pair": 0.5})
    same = torch.ones(len(COLUMNS), 20_000, dtype=torch.int64)
    wanted = network.scores(same, zeros(20_000))[0]
    mean = network.scores(same, zeros(20_000), torch.Generator().manual_seed(5)).mean(0)
    torch.testing.assert_close(mean, wanted, rtol=0.0, atol=0.1)
    assert float(wanted.detach().abs().max()) > 1


@pytest.fixture(scope="module")
def features() -> FeatureMap:
    char_ids = (np.arange(CODE_LIMIT) % 50).astype(np.uint16)
    char_ids[ord("\n")] = 0
    hashes = sorted((place_hash(char_ids, name), kind) for name, kind in (("明水县", 2), ("绥化", 4)))
    return FeatureMap(
        char_ids=char_ids,
        folded=fold_table({}),
        tags=TAGS,
        bits={"pair": 6, "triple": 6, "word": 6},
        place_hashes=np.array([value for value, _ in hashes], dtype=np.uint64),
        place_kinds=np.array([kind for _, kind in hashes], dtype=np.uint16),
    )


@pytest.mark.parametrize("columns", [COLUMNS, ("char",), ("char", "word", "place")])
@pytest.mark.parametrize("dilations", [*DILATIONS, (1, 2, 4)])
def test_scores_agree_with_those_of_the_model_written(
    features: FeatureMap, dilations: tuple[int, ...], columns: tuple[str, ...], tmp_path: Path
) -> None:
    rows = {name: features.size(name) for name in COLUMNS}
    assert rows["place"] == PLACE_ROWS
    network = make(dilations, columns, rows=rows, kinds=np.arange(50) % 6)
    chance = np.random.default_rng(1)
    with torch.no_grad():
        # Weights that packing keeps as they are: multiples of a power of two, the largest 127 times that.
        for name, table in network.tables.items():
            whole = chance.integers(-60, 61, size=table.weight.shape)
            whole[:4] = 87 if name == "char" else whole[:4]
            table.weight.copy_(torch.from_numpy(whole / 64))
        network.kind_table.weight.copy_(torch.from_numpy(np.full((6, 4), 40 / 64)))
        for name, weight in network.named_parameters():
            if "table" not in name:
                weight.copy_(weight.half())
    state = {key: value.float() for key, value in network.state_dict().items()}
    recipe = Recipe(width=4, hidden=5, dilations=dilations)
    write_model(tmp_path, features, network.kinds.numpy(), network.shape, recipe, ["own", "news"], state)
    config, stored = read_model(tmp_path)
    np.testing.assert_allclose(stored["scale"], 1 / 64, rtol=1e-6)
    text = "\n" * 8 + "绥化市总工会主席宋知远到明水县走访12家企业。\n尉迟敏参加，" * 40 + "\n" * 8
    seen = torch.from_numpy(features.encode(text).astype(np.int64))
    reach = network.shape.reach
    got = []
    for convention in (0, 1):
        wanted = network.scores(seen, zeros(len(text)) + convention).detach().numpy()
        got.append(Model(config, stored, convention).scores(text)[reach:-reach])
        np.testing.assert_allclose(got[-1], wanted, rtol=1e-4, atol=1e-4)
    assert len(got[0]) > 1024
    assert np.abs(got[0] - got[1]).max() > 0.1
    np.testing.assert_array_equal(stored["transitions"] == FORBIDDEN, ~allowed())


_TABLES = st.dictionaries(
    st.sampled_from(COLUMNS),
    arrays_of.arrays(np.float32, st.tuples(st.integers(1, 6), st.just(3)), elements=st.floats(-8, 8, width=32)),
    min_size=1,
)


@given(tables=_TABLES)
def test_packed_tables_are_right_to_half_a_step_or_clipped(tables: dict[str, Array]) -> None:
    small, scale = packed(tables)
    assert scale.shape == (3,) and scale.dtype == np.float32 and (scale > 0).all()
    assert small.keys() == tables.keys()
    for name, table in tables.items():
        assert small[name].dtype == np.int8
        assert small[name].min() >= -127
        clipped = np.clip(table, -127 * scale, 127 * scale)
        assert (np.abs(small[name] * scale - clipped) <= scale * 0.501).all()


def test_packing_clips_the_few_that_would_waste_the_bits_of_all() -> None:
    table = np.ones((10_000, 2))
    table[0, 0] = 1000
    small, scale = packed({"char": table})
    np.testing.assert_allclose(scale, 1 / 127, rtol=1e-6)
    assert (small["char"] == 127).all()
