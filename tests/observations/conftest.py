"""A folder of observation files, and short ways to fill it and ask it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from dashboard.domain.kpi import Grain
from dashboard.observations.read import series
from dashboard.observations.store import Stored, store

MORNING = dt.datetime(2027, 6, 1, 5, tzinfo=dt.UTC)


def frame(rows: Sequence[tuple[str, object, float]]) -> pd.DataFrame:
    """Rows of KPI, day and value in the types that connectors deliver."""
    made = pd.DataFrame(list(rows), columns=["kpi_id", "observed_on", "value"])
    return made.astype({"kpi_id": "str", "observed_on": "datetime64[s]", "value": "float64"})


class Shelf:
    """The observations of one source, delivery after delivery."""

    def __init__(self, folder: Path, source: str = "shop") -> None:
        self.folder, self.source = folder, source
        self.current: Path | None = None

    @property
    def files(self) -> list[Path]:
        return [] if self.current is None else [self.current]

    def add(
        self,
        rows: Sequence[tuple[str, object, float]],
        days_later: float = 0,
        *,
        grain: str = "day",
    ) -> Stored | None:
        """Store a delivery, all of one grain, recorded some days after the first morning."""
        moment = MORNING + dt.timedelta(days=days_later)
        grains = {kpi_id: Grain(grain) for kpi_id, _, _ in rows if kpi_id is not None}
        stored = store(self.folder, self.source, frame(rows), self.current, moment, grains=grains)
        if stored is not None:
            self.current = self.folder / stored.file_name
        return stored

    def ask(
        self, as_of, grain="day", aggregation="sum", *, days_later: float = 1000, grains=None
    ) -> pd.DataFrame:
        """The series of every KPI that was ever asked for, all of one kind."""
        return ask(self.files, as_of, grain, aggregation, days_later=days_later, grains=grains)


def ask(
    files, as_of, grain="day", aggregation="sum", *, days_later: float = 1000, grains=None
) -> pd.DataFrame:
    kpis = pd.DataFrame({"kpi_id": ["a", "b", "c"], "grain": grain, "aggregation": aggregation})
    moment = MORNING + dt.timedelta(days=days_later)
    if isinstance(as_of, str):
        as_of = dt.date.fromisoformat(as_of)
    return series(files, kpis, as_of, moment, *([] if grains is None else [grains]))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty shelf."""
    return Shelf(tmp_path / "observations")


@pytest.fixture
def new_shelf(tmp_path: Path):
    """A maker of empty shelves, each in a folder of its own: for laws that try many."""
    count = iter(range(10**9))
    return lambda source="shop": Shelf(tmp_path / str(next(count)), source)


@pytest.fixture(name="ask")
def ask_fixture():
    """The series in some files."""
    return ask


@pytest.fixture
def plain():
    """The rows of a series of one grain: KPI, first day, value, count, whether complete."""

    def plain(answer: pd.DataFrame, grain: str) -> list[tuple[str, str, float, int, bool]]:
        rows = answer[answer["grain"] == grain]
        return [
            (
                row.kpi_id,
                str(row.period_on.date()),
                row.value,
                row.observation_count,
                row.is_complete,
            )
            for row in rows.itertuples()
        ]

    return plain
