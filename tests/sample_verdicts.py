"""Verdicts that a test names: as objects, and written into a published snapshot in place of what was measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from dashboard.analytics.lead_lag.role import is_conflict, role_of
from dashboard.analytics.lead_lag.verdict import CLAIMS, Explanation, LagLink, Verdict
from dashboard.domain.okr import Role


def explained(lag: float = 3.0, link: float = 0.75, reach: int = 8, **more: Any) -> Explanation:
    """Why a verdict says what it says: a link that is largest at one shift and fades within two to either side."""
    shape = {0: 1.0, 1: 0.85, 2: 0.45}
    profile = tuple(
        LagLink(float(at), link * shape.get(abs(at - round(lag)), 0.05 * (-1) ** at), 0.19)
        for at in range(-reach, reach + 1)
    )
    filled: dict[str, Any] = {
        "sign": 1 if link > 0 else -1,
        "profile": profile,
        "leading": 0.93,
        "lagging": 0.01,
        "coincident": 0.02,
        "none": 0.04,
        "windows": 9,
        "agreeing": 8,
        "error_reduction": 0.14,
        "has_trend_removed": True,
        "season_periods": (),
        "set_aside": 0,
    }
    return Explanation(**{**filled, **more})


def verdict(evidence: str, lead: float = 3.0, **more: Any) -> Verdict:
    """A verdict with its explanation; the range is one period to either side of the lead."""
    if evidence not in CLAIMS:
        nothing = {"sign": 0, "windows": 0, "agreeing": 0, "error_reduction": math.nan}
        why = explained(3.0, 0.12, **{**nothing, **more.pop("why", {})})
        filled: dict[str, Any] = {
            "lead_periods": math.nan,
            "lead_low": math.nan,
            "lead_high": math.nan,
            "certainty": 0.86,
            "points": 117,
            "strength": math.nan,
            "explanation": why,
        }
        return Verdict(evidence, **{**filled, **more})  # type: ignore[arg-type]  # a word of Evidence
    shift = {"leading": lead, "lagging": -lead}.get(evidence, 0.0)
    why = explained(shift, **more.pop("why", {}))
    filled = {
        "lead_periods": abs(shift),
        "lead_low": max(0.0, abs(shift) - 1),
        "lead_high": abs(shift) + 1,
        "certainty": 0.93,
        "points": 117,
        "strength": 0.75,
        "explanation": why,
    }
    return Verdict(evidence, **{**filled, **more})  # type: ignore[arg-type]  # a word of Evidence


def write_verdicts(root: Path, said: Mapping[tuple[str, str], Verdict]) -> None:
    """Writes verdicts, by key result and KPI, into the newest snapshot of a workspace."""
    newest = max(
        (root / "state" / "snapshots").glob("*.duckdb"), key=lambda one: one.stat().st_mtime
    )
    with duckdb.connect(str(newest)) as db:
        for place, one in said.items():
            _write(db, place, one)


def _write(db: duckdb.DuckDBPyConnection, place: tuple[str, str], one: Verdict) -> None:
    where = "WHERE key_result_id = ? AND kpi_id = ?"
    found = db.execute(f"SELECT declared FROM indicators {where}", place).fetchall()
    assert len(found) == 1, f"{place} is not attached"
    declared = Role(found[0][0]) if found[0][0] else None
    role, basis = role_of(declared, one)
    values = {
        "evidence": one.evidence,
        "role": role.value,
        "basis": basis,
        "conflict": is_conflict(declared, one),
        "points": one.points,
        **{
            name: _cell(getattr(one, name))
            for name in ("lead_periods", "lead_low", "lead_high", "certainty", "strength")
        },
    }
    why = one.explanation
    if why is not None:
        names = ("sign", "windows", "agreeing", "has_trend_removed", "set_aside")
        values |= {name: getattr(why, name) for name in names}
        values |= {f"{name}_probability": getattr(why, name) for name in CLAIMS}
        values["none_probability"] = why.none
        values["error_reduction"] = _cell(why.error_reduction)
        values["season_periods"] = list(why.season_periods)
    columns = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE indicators SET {columns} {where}", [*values.values(), *place])
    db.execute(f"DELETE FROM lag_profiles {where}", place)
    for link in why.profile if why else ():
        cells = [*place, link.lag, _cell(link.link), _cell(link.chance)]
        db.execute("INSERT INTO lag_profiles VALUES (?, ?, ?, ?, ?)", cells)


def _cell(value: float) -> float | None:
    return None if math.isnan(value) else value
