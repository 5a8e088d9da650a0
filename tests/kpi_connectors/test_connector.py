from __future__ import annotations

import datetime as dt
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

from dashboard.domain.errors import InvalidFiles
from dashboard.workspace.read import read_workspace
from kpi_connectors.connector import (
    Connector,
    Request,
    configs,
    connector_types,
    load_connector,
)
from kpi_connectors.errors import SourceRefused
from kpi_connectors.observations import KpiSpec

ANSWER = """
from typing import ClassVar
from pydantic import BaseModel
from kpi_connectors.connector import Preview, Step
from kpi_connectors.files import FileConfig
from kpi_connectors.observations import Delivery, empty_frame

class Config(BaseModel):
    question: str

class Oracle:
    type: ClassVar[str] = "oracle"
    Config = Config
    def check(self, request): yield Step("asked", True, request.config.question)
    def preview(self, request, rows): return Preview((), [], self.read(request))
    def read(self, request): return Delivery(empty_frame(), (), 0)

class FixedConfig(FileConfig):
    widths: list[int]

class Fixed(Oracle):
    type: ClassVar[str] = "fixed"
    Config = FixedConfig

class Half:
    type = "half"
"""


OWN = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"][
    "entry-points"
]["kpi_connectors"]
"""The kinds that the package brings along, as the packaging names them."""


@pytest.fixture
def plug_ins(tmp_path, monkeypatch) -> Path:
    """Another distribution on the path, with one good connector and several broken ones."""
    (tmp_path / "third_party_oracle.py").write_text(ANSWER)
    (tmp_path / "third_party_broken.py").write_text("raise RuntimeError('no licence')")
    info = tmp_path / "third_party-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: third-party\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        textwrap.dedent("""\
            [kpi_connectors]
            oracle = third_party_oracle:Oracle
            fixed = third_party_oracle:Fixed
            half = third_party_oracle:Half
            raises = third_party_broken:X
            gone = third_party_gone:X
            csv = third_party_oracle:Oracle
        """)
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_the_kinds_that_come_along_keep_the_protocol():
    assert set(OWN) <= set(connector_types(load=True))
    for name in OWN:
        connector = load_connector(name)
        assert isinstance(connector, Connector)
        assert connector.type == name
        assert configs()[name] is connector.Config


def test_another_distribution_brings_its_own_kind(plug_ins):
    oracle = load_connector("oracle")
    config = configs()["oracle"](question="why")
    request = Request(plug_ins, config, (KpiSpec("k", "k", "day"),), None, dt.date(2026, 1, 1))
    assert [step.detail for step in oracle.check(request)] == ["why"]
    assert oracle.read(request).rows_read == 0


def test_a_broken_kind_is_listed_with_its_error_and_takes_nothing_down(plug_ins):
    found = connector_types(load=True)
    assert list(found) == sorted([*OWN, "fixed", "gone", "half", "oracle", "raises"])
    assert found["raises"].error is not None
    assert "RuntimeError: no licence" in found["raises"].error
    assert "No module named 'third_party_gone'" in str(found["gone"].error)
    assert "needs type, Config, check, preview and read" in str(found["half"].error)
    assert found["oracle"].error is None
    assert set(configs()) == {*OWN, "fixed", "oracle"}


def test_a_plug_in_cannot_take_the_name_of_a_kind_that_comes_along(plug_ins):
    assert load_connector("csv").type == "csv"
    assert connector_types()["csv"].target == OWN["csv"]


def test_listing_imports_nothing(plug_ins):
    code = (
        "import sys; from kpi_connectors.connector import connector_types; names = list(connector_types());"
        "assert 'raises' in names; assert 'kpi_connectors.csv_file' not in sys.modules"
    )
    root = Path(__file__).parents[2]
    env = {"PYTHONPATH": f"{plug_ins}:{root}", "PATH": ""}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, env=env)


def test_an_unknown_kind_names_the_nearest():
    with pytest.raises(
        SourceRefused,
        match=r"no connector of the type 'cvs'; there are csv, excel, .* Did you mean 'csv'\?",
    ):
        load_connector("cvs")


def test_no_secret_is_given_unless_somebody_gives_it(tmp_path):
    request = Request(
        tmp_path, load_connector("csv").Config(path="x", date="d"), (), None, dt.date(2026, 1, 1)
    )
    with pytest.raises(SourceRefused, match="secret TOKEN"):
        request.secrets("TOKEN")


def test_a_plug_in_s_kind_of_file_has_its_path_checked_like_ours(plug_ins):
    (plug_ins / "okrs").mkdir()
    (plug_ins / "sources").mkdir()
    (plug_ins / "sources" / "s.yaml").write_text(
        "source: s\ntype: fixed\npath: ../outside.txt\ndate: day\nwidths: [4, 8]\nkpis: [{id: k, name: K, value: v}]\n"
    )

    with pytest.raises(InvalidFiles) as caught:
        read_workspace(plug_ins, configs(), today=dt.date(2026, 1, 1))

    (finding,) = [each for each in caught.value.findings if each.line == 3]
    assert "inside the workspace" in finding.message
