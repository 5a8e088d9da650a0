"""How well a method tells what leads: the answers beside the truth, and their figures."""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analytics.lead_lag import classify as ours
from tests.bench.lead_lag_latents import Pair

Classify = Callable[..., Any]

SHARED = Path(os.environ.get("FREMDRIFT_SHARED") or Path(__file__).parents[3] / "shared")
SHARED_BENCH = SHARED / "bench"


def methods(*, reference: bool) -> dict[str, Classify]:
    """The methods to score, by name; says why where the reference is not among them."""
    found: dict[str, Classify] = {"ours": ours}
    if reference:
        module = shared_module("reference_leadlag")
        if module is None:
            print(f"no reference: there is no {SHARED_BENCH / 'reference_leadlag.py'}")
        else:
            found["reference"] = module.classify
    return found


def shared_module(name: str) -> Any | None:
    """A module of the benchmarks that stand beside the project, `None` where there are none."""
    path = SHARED_BENCH / f"{name}.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scored(classify: Classify, pairs: Iterable[tuple[str, int, Pair]]) -> pd.DataFrame:
    """One row a pair: regime, length, truth, answer and milliseconds. Too little evidence counts as saying none."""
    rows = []
    for regime, n, pair in pairs:
        start = time.perf_counter()
        answer = classify(pair.kpi, pair.outcome, max_lead=pair.max_lead)
        ms = 1e3 * (time.perf_counter() - start)
        lead = float(answer.lead_periods)
        rows.append(
            {
                "regime": regime,
                "n": n,
                "label": pair.label,
                "low": pair.low,
                "high": pair.high,
                "said": "none" if answer.evidence == "too_little" else answer.evidence,
                "lead": lead,
                "said_low": float(getattr(answer, "lead_low", lead)),
                "said_high": float(getattr(answer, "lead_high", lead)),
                "certainty": float(answer.certainty),
                "ms": ms,
            }
        )
    return pd.DataFrame(rows)


def table(answers: pd.DataFrame) -> pd.DataFrame:
    """A row of figures a regime, a row a length, and one over all."""
    groups = {"all": answers}
    groups |= {str(name): group for name, group in answers.groupby("regime", sort=False)}
    groups |= {f"n={n}": group for n, group in answers.groupby("n")}
    return pd.DataFrame({name: figures(group) for name, group in groups.items()}).T.round(3)


def figures(answers: pd.DataFrame) -> dict[str, float]:
    """The figures of some answers.

    `accuracy` counts abstaining on a related pair as wrong. `lead_mae` is the distance of the lead from the true range,
    `within` the share of true lags inside the range told, `width` the range's lags; both of rightly told leads alone.
    """
    right = answers.said == answers.label
    null, claims = answers[answers.label == "none"], answers[answers.said != "none"]
    timed = answers[answers.label.isin(["leading", "lagging"])]
    opposite = timed.label.map({"leading": "lagging", "lagging": "leading"})
    hit = timed[timed.said == timed.label]
    off = np.maximum(0, np.maximum(hit.low - hit.lead, hit.lead - hit.high))
    overlap = np.minimum(hit.high, hit.said_high) - np.maximum(hit.low, hit.said_low) + 1
    return {
        "pairs": len(answers),
        "accuracy": right.mean(),
        "acc n>=52": right[answers.n >= 52].mean(),
        "false claims": (null.said != "none").mean(),
        "wrong way": (timed.said == opposite).mean(),
        "precision": (claims.said == claims.label).mean(),
        "lead mae": off.mean(),
        "within": (overlap.clip(0) / (hit.high - hit.low + 1)).mean(),
        "width": (hit.said_high - hit.said_low + 1).mean(),
        "ece": calibration_error(right.to_numpy(float), answers.certainty.to_numpy()),
        "ms": answers.ms.median(),
    }


def calibration_error(right: np.ndarray, certainty: np.ndarray, bins: int = 10) -> float:
    """The mean distance between how sure and how right, over ten bins of certainty."""
    sure = np.clip(np.nan_to_num(certainty), 0, 1)
    at = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(right[at == j].mean() - sure[at == j].mean()) * (at == j).mean()
            for j in range(bins)
            if (at == j).any()
        )
    )
