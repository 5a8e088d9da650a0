"""A large workspace of weekly KPIs in several files, and one of its files a week later."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

LAST_MONDAY = dt.date(2026, 10, 12)
AS_OF = dt.date(2026, 10, 18)
WEEKS = 104
DRIVERS = 3
"""KPIs attached to each key result, beside its own measure."""

Floats = NDArray[np.float64]


def write_scale_world(root: Path, key_results: int, sources: int) -> None:
    """A workspace of so many key results with three KPIs each, their series spread evenly over the sources' files.

    Of the three KPIs one leads the measure by three weeks, one moves with it, one has nothing to do with it.
    """
    (root / "okrs").mkdir(parents=True)
    (root / "sources").mkdir()
    measures = weekly_measures(key_results)
    for number in range(sources):
        members = range(number, key_results, sources)
        frame = pd.DataFrame(_columns(members, measures))
        frame.insert(0, "week", _weeks())
        frame.to_csv(root / f"source-{number}.csv", index=False)
        (root / "sources" / f"source-{number}.yaml").write_text(_source(number, members), "utf-8")
    (root / "okrs" / "all.yaml").write_text(_okrs(measures), "utf-8")


def restate_last_week(root: Path, number: int) -> None:
    """Every value of the last week in one source's file is another one."""
    path = root / f"source-{number}.csv"
    frame = pd.read_csv(path)
    frame.iloc[-1, 1:] = (frame.iloc[-1, 1:].astype(float) * 1.02).round(3)
    frame.to_csv(path, index=False)


def weekly_measures(count: int) -> Floats:
    """So many series of 104 weeks, a row each: level, trend, a yearly wave, a slow walk and noise; a third are counts."""
    rng = np.random.default_rng(11)
    at = np.arange(WEEKS)
    level = np.exp(rng.normal(5, 1, (count, 1)))
    trend = rng.normal(0, 0.002, (count, 1)) * at
    wave = rng.choice([0, 0.08], (count, 1)) * np.sin(
        2 * np.pi * (at / 52.18 + rng.random((count, 1)))
    )
    walk = rng.normal(0, 0.015, (count, WEEKS)).cumsum(axis=1)
    noise = rng.normal(0, 0.04, (count, WEEKS))
    values = level * np.exp(trend + wave + walk + noise)
    is_count = np.arange(count) % 3 == 0
    values[is_count] = rng.poisson(values[is_count])
    return np.round(values, 3)


def _columns(members: range, measures: Floats) -> dict[str, Floats]:
    rng = np.random.default_rng(members.start)
    found = {}
    for k in members:
        own = measures[k] / measures[k].mean() - 1
        noise = rng.normal(0, 0.05, (DRIVERS, WEEKS))
        walk = rng.normal(0, 0.02, WEEKS).cumsum()
        drivers = (np.roll(own, -3) + noise[0], own + noise[1], walk + noise[2])
        found[f"m{k}"] = measures[k]
        found |= {f"d{k}-{n}": np.round(500 * (1 + d), 3) for n, d in enumerate(drivers)}
    return found


def _weeks() -> list[dt.date]:
    first = LAST_MONDAY - dt.timedelta(weeks=WEEKS - 1)
    return [first + dt.timedelta(weeks=n) for n in range(WEEKS)]


def _source(number: int, members: range) -> str:
    kpis = "\n".join(
        f"  - {{id: {name}, name: Number {name}, value: {name}, grain: week, aggregation: sum}}"
        for k in members
        for name in (f"m{k}", *(f"d{k}-{n}" for n in range(DRIVERS)))
    )
    return f"source: source-{number}\ntype: csv\npath: source-{number}.csv\ndate: week\nformat: wide\nkpis:\n{kpis}\n"


def _okrs(measures: Floats) -> str:
    lines = ["cycle: {id: 2026-Q4, starts_on: 2026-10-01, ends_on: 2026-12-31}", "objectives:"]
    for k, row in enumerate(measures):
        if k % 5 == 0:
            lines += [f"  - id: o{k}", f"    title: Objective {k}", "    key_results:"]
        kpis = ", ".join(f"{{kpi: d{k}-{n}}}" for n in range(DRIVERS))
        now = row[-8:].mean()
        lines.append(
            f"      - {{id: k{k}, title: Key result {k}, kpi: m{k}, direction: increase, baseline: {now * 0.97:.3f}, "
            f"target: {now * 1.05:.3f}, kpis: [{kpis}]}}"
        )
    return "\n".join(lines) + "\n"
