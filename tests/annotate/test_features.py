from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.features import COLUMNS, FeatureMap, codes_of
from gov_bulletin_nlp.annotate.recogniser import feature_map, read_model
from gov_bulletin_nlp.models_path import model_path


@pytest.fixture(scope="module")
def features() -> FeatureMap:
    return feature_map(*read_model(model_path("names")))


@given(text=st.text(max_size=40))
def test_one_column_a_character_within_the_tables(features: FeatureMap, text: str) -> None:
    encoded = features.encode(text)
    assert encoded.shape == (len(COLUMNS), len(text))
    for row, name in zip(encoded, COLUMNS, strict=True):
        assert not len(row) or (row.min() >= 0 and row.max() < features.size(name))


def test_lines_are_encoded_as_if_alone(features: FeatureMap) -> None:
    first, second = "市总走访企业", "县总开展竞赛"
    together = features.encode(f"\n{first}\n{second}\n")
    alone = features.encode(f"\n{second}\n")
    # Words may be cut otherwise beside another line, but a character and its place name stay what they are.
    for name in ("char", "place"):
        row = COLUMNS.index(name)
        assert np.array_equal(together[row, -len(second) - 1 : -1], alone[row, 1:-1])
    assert not together[:, 0].any()


def test_traditional_and_wide_forms_share_a_row(features: FeatureMap) -> None:
    row = COLUMNS.index("char")
    assert np.array_equal(features.encode("總")[row], features.encode("总")[row])
    assert features.fold("總工會１２") == "总工会12"


def test_codes_of_rare_characters_share_the_last() -> None:
    assert codes_of("市𠀋").tolist() == [ord("市"), 0xFFFF]


def test_the_model_says_how_it_was_made() -> None:
    config = json.loads((model_path("names") / "model.json").read_text(encoding="utf-8"))
    assert config["recipe"]["seed"] == 1
    assert config["conventions"][0] == "own"
