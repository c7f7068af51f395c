"""Where models are looked for."""

import pytest

from gov_bulletin_nlp.errors import NotFound
from gov_bulletin_nlp.models_path import model_path


@pytest.mark.parametrize(("name", "file"), [("structure", "weights.json"), ("names", "model.json")])
def test_shipped_models_are_found(name: str, file: str) -> None:
    assert (model_path(name) / file).is_file()


def test_a_missing_model_is_refused_by_name() -> None:
    with pytest.raises(NotFound, match="no-such-model"):
        model_path("no-such-model")
