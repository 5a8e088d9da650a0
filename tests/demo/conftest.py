"""The demo workspace read back with plain libraries, so that the tests do not trust the readers of the program."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ruamel.yaml import YAML

from dashboard.demo.write import write_demo


@dataclass(frozen=True)
class Demo:
    """A written demo workspace."""

    path: Path
    today: dt.date

    def files(self) -> dict[str, bytes]:
        found = (file for file in self.path.rglob("*") if file.is_file())
        return {file.relative_to(self.path).as_posix(): file.read_bytes() for file in found}

    def yaml(self, folder: str) -> dict[str, Any]:
        return {
            file.stem: YAML(typ="safe").load(file)
            for file in sorted((self.path / folder).glob("*.yaml"))
        }

    def key_results(self) -> dict[str, dict[str, Any]]:
        objectives = (o for okrs in self.yaml("okrs").values() for o in okrs["objectives"])
        return {k["id"]: k for o in objectives for k in o["key_results"]}

    def source(self, name: str) -> dict[str, Any]:
        return self.yaml("sources")[name]

    def table(self, name: str) -> pd.DataFrame:
        """The data of a source as declared: a row a date, a column a KPI id."""
        source = self.source(name)
        path, date = self.path / source["path"], source["date"]
        if source["type"] == "parquet":
            frame = pd.read_parquet(path)
        else:
            frame = pd.read_csv(
                path, sep=source.get("delimiter", ","), decimal=source.get("decimal", ".")
            )
        if source["format"] == "long":
            frame = frame.pivot(index=date, columns="kpi", values="value").reset_index()
        frame[date] = pd.to_datetime(frame[date])
        return frame.set_index(date).rename(
            columns={kpi["value"]: kpi["id"] for kpi in source["kpis"]}
        )

    def series(self) -> dict[str, pd.Series]:
        return {
            str(kpi): table[kpi].dropna()
            for name in self.yaml("sources")
            for table in [self.table(name)]
            for kpi in table
        }

    def check_ins(self, name: str = "current") -> pd.DataFrame:
        return pd.read_csv(self.path / "check-ins" / f"{name}.csv", keep_default_na=False)


@pytest.fixture(scope="session")
def demo_once(tmp_path_factory):
    """Demos that are only read, each written once."""
    folder = tmp_path_factory.mktemp("demos")
    written: dict[dt.date, Demo] = {}

    def write(today: dt.date) -> Demo:
        if today not in written:
            write_demo(folder / today.isoformat(), today)
            written[today] = Demo(folder / today.isoformat(), today)
        return written[today]

    return write


@pytest.fixture
def demo_for(tmp_path: Path):
    def write(today: dt.date) -> Demo:
        path = tmp_path / today.isoformat()
        write_demo(path, today)
        return Demo(path, today)

    return write


@pytest.fixture
def demo(demo_for) -> Demo:
    return demo_for(dt.date(2026, 10, 18))
