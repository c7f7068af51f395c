from __future__ import annotations

import pytest

from gov_bulletin_nlp.annotate.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("发放慰问品120份。", ["慰问品"]),
        ("慰问品120份已经送到。", ["慰问品"]),
        ("送去120份慰问品。", ["慰问品"]),
        ("走访12家企业。", ["企业"]),
        ("困难职工家庭36户。", ["困难职工家庭"]),
        ("培训为期3天。", [None]),
        ("参加活动的职工达50—60人。", ["职工"]),
    ],
)
def test_what_is_counted(text: str, counted: list[str | None]) -> None:
    assert [quantity.counted for quantity in find_quantities(text)] == counted


def test_what_is_counted_stands_in_the_text() -> None:
    text = "全市新建职工书屋18个，覆盖企业360家，受益职工2.6万余人次；其中县区11个。"
    assert all(quantity.counted in text for quantity in find_quantities(text) if quantity.counted)


def test_it_can_be_left_out() -> None:
    assert [quantity.counted for quantity in find_quantities("走访12家企业。", counted=False)] == [None]
