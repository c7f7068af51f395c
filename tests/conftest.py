"""What all tests share: hypothesis profiles, pipelines built once, a bulletin of our own, and the material beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from gov_bulletin_nlp.pipeline import Pipeline

ROOT = Path(__file__).parents[1]

_slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("fast", max_examples=60, deadline=None, derandomize=True, suppress_health_check=_slow)
settings.register_profile("ci", max_examples=600, deadline=None, print_blob=True, suppress_health_check=_slow)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

BULLETIN = """绥 化 工 运

第三期

绥化市总工会　　2023年3月

绥化市总工会慰问一线职工

3月8日，市总走访12家企业，发放慰问品300余份。参加活动的职工达50—60人。

慰问组还到绥化市人民医院看望值班医护人员，送去慰问金2.2万元。（宋 知 远）

绥化市开展职工技能竞赛 为了提高职工的技能水平，市总于3月中旬举办竞赛，共有120名职工参加，其中女职工占三成。（尉迟敏）

明水县总工会举办读书分享会

近日，明水县总工会举办读书分享会，86名职工围绕劳模精神交流心得，现场赠书近200册。（明水县总工会）

报：市委、市政府
送：各县（市、区）总工会
编辑：宋知远　　电话：0455-5550123　　共印60份
"""


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def bulletin_text() -> str:
    """A whole bulletin: masthead, a headline on its own line, one run in, three kinds of bylines, colophon."""
    return BULLETIN


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The pipeline as users get it."""
    return Pipeline()


@pytest.fixture(scope="session")
def plain() -> Pipeline:
    """A pipeline without the model of names, for tests that are not about names."""
    return Pipeline(recogniser=False)


@pytest.fixture
def issues(tmp_path: Path, bulletin_text: str) -> Path:
    """A folder of back issues: two good ones, one in GB18030, one that is no text, and a file of another kind."""
    folder = tmp_path / "issues"
    (folder / "2022").mkdir(parents=True)
    (folder / "2023-03.txt").write_text(bulletin_text, encoding="utf-8")
    (folder / "2023-04.txt").write_text(bulletin_text.replace("第三期", "第四期"), encoding="gb18030")
    (folder / "2022" / "2022-01.TXT").write_text(bulletin_text.replace("2023年", "2022年"), encoding="utf-8")
    (folder / "garbage.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "notes.md").write_text("不是简报", encoding="utf-8")
    return folder
