"""The alternative text of the key result chart, with its numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.charts.data import KeyResultChart, LeadRow, Point
from dashboard.charts.key_result.model import model_of
from dashboard.charts.kit.figure import written
from dashboard.domain.kpi import Grain
from dashboard.domain.periods import DAYS_IN
from dashboard.i18n import Translator
from dashboard.i18n.format import chance, day, number, numbers, span

FINER = {Grain.QUARTER: Grain.MONTH, Grain.MONTH: Grain.WEEK}
"""Less than one and a half periods are stated in the next finer grain."""


def key_result_alt(data: KeyResultChart, t: Translator) -> str:
    """The chart in words: value, target, pace, forecast, chance, and every KPI drawn below it."""
    model = model_of(data)
    due, target = day(data.due_on, "short", t.locale), target_text(data, t)
    if model.last is None:
        parts = [t("charts-alt-key-result-empty", name=data.name, target=target, due=due)]
    else:
        on, now = (
            day(model.last.on, "short", t.locale),
            stated_numbers(data, [model.last.value], t)[0],
        )
        parts = [
            t("charts-alt-key-result", name=data.name, now=now, day=on, target=target, due=due)
        ]
        if data.steady_now is not None:
            parts.append(t("charts-alt-pace", value=stated_numbers(data, [data.steady_now], t)[0]))
    parts += [*_forecast(data, t), *(lead_alt(row, t) for row in data.leads)]
    return " ".join(parts)


def lead_alt(row: LeadRow, t: Translator) -> str:
    """One KPI in words: lead, last value, usual range."""
    known = [p for p in row.points if math.isfinite(p.value)]
    value = number(known[-1].value, row.unit, t.locale) if known else "–"
    on = day(known[-1].on, "short", t.locale) if known else "–"
    parts = [
        t("charts-alt-lead", name=row.name, role=written(row.role_text, t), value=value, day=on)
    ]
    if row.usual:
        parts.append(t("charts-alt-usual", range=span(*row.usual, row.unit, t.locale)))
    return " ".join(parts)


def horizon_words(data: KeyResultChart, row: LeadRow, last: Point, t: Translator) -> str:
    """How long from today until the last known effect of the KPI: "3 weeks", in the lead's grain.

    It is less than the lead if the latest value of the KPI is not recent.
    """
    days, grain = (last.on - data.as_of).days, row.lead_grain or row.grain
    while grain in FINER and days < 1.5 * DAYS_IN[grain]:
        grain = FINER[grain]
    return t(f"periods-{grain.value}", count=max(1, round(days / DAYS_IN[grain])))


def stated_numbers(
    data: KeyResultChart, values: Sequence[float | None], t: Translator
) -> tuple[str, ...]:
    """The values with the decimals of target and latest value; a single one differs from both."""
    known = [p.value for p in data.points if math.isfinite(p.value)]
    flat = data.target if isinstance(data.target, int | float) else None
    shown = [flat, known[-1] if known else None]
    texts = numbers([*values, *shown], data.unit, t.locale, is_apart=len(values) == 1)
    return texts[: len(values)]


def target_text(data: KeyResultChart, t: Translator) -> str:
    """The target with its unit: "15.0 %", or "2–4 %" for a band."""
    if data.target is None:
        return "–"
    if isinstance(data.target, int | float):
        return stated_numbers(data, [float(data.target)], t)[0]
    return span(data.target.low, data.target.high, data.unit, t.locale)


def _forecast(data: KeyResultChart, t: Translator) -> list[str]:
    words = []
    if data.fan and data.fan.dates:
        fan = data.fan
        median, low, high = stated_numbers(
            data, [fan.median[-1], fan.low80[-1], fan.high80[-1]], t
        )
        last = day(fan.dates[-1], "short", t.locale)
        words.append(t("charts-alt-forecast", due=last, median=median, low=low, high=high))
    elif not data.is_fact:
        reason = written(data.reason, t)
        words.append(
            f"{t('charts-no-forecast-because', reason=reason)}."
            if reason
            else t("charts-alt-no-forecast")
        )
    if data.chance is not None:
        words.append(
            t("charts-alt-chance", chance=chance(data.chance, t.locale, is_fact=data.is_fact))
        )
    return words
