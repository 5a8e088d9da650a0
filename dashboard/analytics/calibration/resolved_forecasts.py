"""Past forecasts whose key results have come to their end, beside what became of them."""

from __future__ import annotations

import pandas as pd

from dashboard.analytics.calibration.recalibration import RESOLVED_COLUMNS
from dashboard.analytics.forecast.method import Method

_NEEDED = ("key_result_id", "as_of", "due_on", "target", "method", "chance", "raw_chance")


def resolved_forecasts(history: pd.DataFrame) -> pd.DataFrame:
    """The forecasts in a history that can be judged from the same history, oldest first, with `RESOLVED_COLUMNS`.

    `settled_on` is the first day on which the history knows the fact; the last that is known of it counts. A forecast of
    another target or deadline than that which was judged in the end is left out, and so are bands and steps, whose chances
    do not come from a distribution with a good side.

    Args:
        history: `key_result_history` of a snapshot: what was said of each key result in each kept week. `method` tells
            facts from forecasts, `raw_chance` is the chance before any map, missing where there was none.
    """
    if not set(_NEEDED) <= set(history.columns):
        return _none()
    rows = history[list(_NEEDED)].dropna(subset=["due_on", "target", "method", "chance"])
    rows = rows.assign(**{day: pd.to_datetime(rows[day]) for day in ("as_of", "due_on")})
    rows = rows.sort_values(["as_of", "key_result_id"], ignore_index=True)
    is_fact = rows["method"] == Method.FINAL
    ended = rows[is_fact].groupby(["key_result_id", "due_on", "target"], as_index=False)
    facts = ended.agg(settled_on=("as_of", "first"), is_reached=("chance", "last"))
    facts = facts.sort_values("settled_on").drop_duplicates("key_result_id", keep="last")
    told = rows[~is_fact].merge(facts, on=["key_result_id", "due_on", "target"])
    if told.empty:
        return _none()
    told = told[told["as_of"] < told["settled_on"]]
    told = told.assign(chance=told["raw_chance"].astype(float).fillna(told["chance"]))
    return told[list(RESOLVED_COLUMNS)].astype({"chance": float, "is_reached": float})


def _none() -> pd.DataFrame:
    days = ("as_of", "due_on", "settled_on")
    kinds = {name: "datetime64[ns]" if name in days else "float" for name in RESOLVED_COLUMNS}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
