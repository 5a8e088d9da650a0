"""A folder with one file in it, and a short way to read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_connectors.connector import Connector, Request, load_connector
from kpi_connectors.observations import Delivery, KpiSpec, check_frame

TODAY = dt.date(2026, 10, 18)


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., tuple[Connector, Request]]:
    """A connector and a request to it: `ask("csv", kpis, **config)` of a file in `tmp_path`."""

    def ask(kind, kpis, *, since=None, limit=None, **config):
        connector = load_connector(kind)
        return connector, Request(
            tmp_path, connector.Config(**config), tuple(kpis), since, TODAY, limit
        )

    return ask


@pytest.fixture
def read(ask) -> Callable[..., Delivery]:
    """What a read of the file delivers, which keeps the contract."""

    def read(kind, kpis, **config):
        connector, request = ask(kind, kpis, **config)
        delivery = connector.read(request)
        check_frame(delivery.observations)
        return delivery

    return read


@pytest.fixture
def read_csv(tmp_path: Path, read) -> Callable[..., Delivery]:
    """What a CSV file with this content delivers for the KPI `visits` by day, from the column `v`."""

    def read_csv(content: bytes | str, *kpis: KpiSpec, **config) -> Delivery:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / "data.csv").write_bytes(data)
        specs = kpis or (KpiSpec("visits", "v", "day"),)
        return read("csv", specs, **({"path": "data.csv", "date": "d"} | config))

    return read_csv


@pytest.fixture
def values() -> Callable[[Delivery], list[tuple[str, str, float]]]:
    """The observations of a delivery as plain rows."""

    def values(delivery: Delivery) -> list[tuple[str, str, float]]:
        frame = delivery.observations
        days = [str(day.date()) for day in frame["observed_on"]]
        return list(zip(frame["kpi_id"], days, frame["value"], strict=True))

    return values


@pytest.fixture
def bad() -> Callable[[Delivery], list[tuple[int | None, str, str]]]:
    """Line, column and value of what a delivery kept out."""

    def bad(delivery: Delivery) -> list[tuple[int | None, str, str]]:
        return [(row.line, row.column, row.value) for row in delivery.bad_rows]

    return bad
