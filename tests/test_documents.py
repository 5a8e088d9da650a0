"""The documents in docs/ say what is true: links, names of files, and the example connector."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from kpi_connectors.connector import Request, configs, connector_types, load_connector
from kpi_connectors.observations import KpiSpec, check_frame

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path):
    links = re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8"))
    assert not [
        link
        for link in links
        if not link.startswith("http") and not (document.parent / link).exists()
    ]


def test_every_file_that_a_walk_names_exists():
    walks = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## Five walks")[2]
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_]+)+)`", walks.partition("## What a change")[0]))
    assert len(named) > 30
    rooms = [
        ROOT,
        ROOT / "dashboard",
        ROOT / "dashboard/analytics",
        ROOT / "dashboard/analytics/lead_lag",
    ]
    missing = [
        name
        for name in named
        if not any((room / f"{name}.py").exists() or (room / name).is_dir() for room in rooms)
    ]
    assert not missing


def test_every_contract_is_explained():
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    explained = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    names = re.findall(
        r'^name = "(Inside [^"]+|No [^"]+|Connectors [^"]+|Only [^"]+)"$', pyproject, re.M
    )
    assert len(names) >= 8
    for name in names:
        assert name.partition(",")[0] in explained, name


def test_the_example_connector_is_installed_and_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    text = (ROOT / "docs" / "connector.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "third_party_counter.py").write_text(code, "utf-8")
    info = tmp_path / "third_party_counter-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: third-party-counter\nVersion: 1.0\n"
    )
    (info / "entry_points.txt").write_text(
        "[kpi_connectors]\ncounter = third_party_counter:Counter\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))

    kpis = (KpiSpec("visits", "visits", "day"), KpiSpec("orders", "orders", "day"))
    assert connector_types(load=True)["counter"].error is None
    config = configs()["counter"](start=100)
    request = Request(tmp_path, config, kpis, None, dt.date(2026, 10, 18))
    delivery = load_connector("counter").read(request)

    check_frame(delivery.observations)
    assert delivery.rows_read == 14
    assert delivery.observations["value"].iloc[-1] == 118.0
    assert [step.ok for step in load_connector("counter").check(request)] == [True]
