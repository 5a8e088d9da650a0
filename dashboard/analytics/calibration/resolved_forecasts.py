"""Resolved forecasts with their outcomes."""

from __future__ import annotations

import pandas as pd

from dashboard.analytics.calibration.recalibration import RESOLVED_COLUMNS
from dashboard.analytics.forecast.method import Method

_NEEDED = ("key_result_id", "as_of", "due_on", "target", "method", "chance", "raw_chance")


def resolved_forecasts(history: pd.DataFrame) -> pd.DataFrame:
    """The forecasts in a history that can be judged from the same history, oldest first, with `RESOLVED_COLUMNS`.

    `resolved_on` is the first day on which the history has the outcome; its last value counts.
    Forecasts of another target or deadline than the final one are left out, and so are bands and
    milestones: their chances have no good side to correct.

    Args:
        history: `key_result_history` of a snapshot: a row per key result and kept week. `method`
            distinguishes outcomes
            from forecasts, `raw_chance` is the chance before recalibration, missing where there
            was none.
    """
    if not set(_NEEDED) <= set(history.columns):
        return _empty()
    rows = history[list(_NEEDED)].dropna(subset=["due_on", "target", "method", "chance"])
    rows = rows.assign(**{day: pd.to_datetime(rows[day]) for day in ("as_of", "due_on")})
    rows = rows.sort_values(["as_of", "key_result_id"], ignore_index=True)
    is_fact = rows["method"] == Method.FINAL
    ended = rows[is_fact].groupby(["key_result_id", "due_on", "target"], as_index=False)
    facts = ended.agg(resolved_on=("as_of", "first"), is_reached=("chance", "last"))
    facts = facts.sort_values("resolved_on").drop_duplicates("key_result_id", keep="last")
    forecasts = rows[~is_fact].merge(facts, on=["key_result_id", "due_on", "target"])
    if forecasts.empty:
        return _empty()
    forecasts = forecasts[forecasts["as_of"] < forecasts["resolved_on"]]
    forecasts = forecasts.assign(
        chance=forecasts["raw_chance"].astype(float).fillna(forecasts["chance"])
    )
    return forecasts[list(RESOLVED_COLUMNS)].astype({"chance": float, "is_reached": float})


def _empty() -> pd.DataFrame:
    days = ("as_of", "due_on", "resolved_on")
    kinds = {name: "datetime64[ns]" if name in days else "float" for name in RESOLVED_COLUMNS}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
