"""The content of the lag profile before painting: one model for Plotly and SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.charts.data import LagChart, LagStem, Span
from dashboard.charts.kit.figure import written
from dashboard.charts.kit.scales import value_ticks
from dashboard.charts.kit.text_width import text_width
from dashboard.charts.kit.theme import BODY_PX, TICK_PX, Theme
from dashboard.domain.kpi import Grain
from dashboard.i18n import Translator
from dashboard.i18n.format import number, numbers

STEPS: dict[Grain, tuple[int, ...]] = {
    Grain.DAY: (1, 2, 3, 7, 14, 28, 56, 91, 182),
    Grain.WEEK: (1, 2, 3, 4, 6, 8, 12, 13, 26, 52),
    Grain.MONTH: (1, 2, 3, 4, 6, 12, 24),
    Grain.QUARTER: (1, 2, 4, 8),
}
"""The distances between named shifts, in familiar numbers of periods."""

LEAST_REACH = 0.55
"""The scale reaches at least this far in one direction, so that weak links look weak."""

MANY_STEMS = 30
"""From this many shifts on, stems and dots are drawn finer."""


CLAIM_PX = BODY_PX + 1

CLAIM_ROOM = 0.16
"""A claim below its stem takes this share of the scale; one above it has room above the plot."""

ASIDE, ASIDE_COST = (0.0, -0.5, 0.5, -0.7, 0.7, -0.9, 0.9), 0.2
"""How far a claim may move sideways, in halves of its width, and the share of the scale that a
move by one width must gain."""

MOST_STATED = 8
"""The alternative text lists at most this many shifts."""


@dataclass(frozen=True)
class LagModel:
    """The visible parts.

    Attributes:
        stems: the shifts with a known correlation, in order.
        peak: the stem of the claimed shift; None without a claim.
        left: lower end of the axis of shifts.
        right: its upper end.
        low: lower end of the axis of correlations.
        high: its upper end.
        ticks: the labelled correlations.
        is_fine: whether there are many stems.
    """

    stems: tuple[LagStem, ...]
    peak: LagStem | None
    left: float
    right: float
    low: float
    high: float
    ticks: tuple[float, ...]
    is_fine: bool


class ClaimPlace(NamedTuple):
    """The middle of the claim's text, and the correlation above or below which it is written."""

    lag: float
    link: float
    is_up: bool


def lag_model(data: LagChart) -> LagModel:
    """The visible parts; there is a scale even if no shift could be compared."""
    stems = tuple(sorted(s for s in data.stems if math.isfinite(s.link)))
    lags = [stem.lag for stem in stems] or [-1.0, 1.0]
    reach = [stem.link for stem in stems]
    bands = [stem.chance for stem in stems if math.isfinite(stem.chance)] or [0.0]
    top, foot = max([0.0, *reach, *bands]), min([0.0, *reach, *(-band for band in bands)])
    peak = _peak(data, stems)
    is_downward = peak is not None and peak.link < 0
    if max(top, -foot) < LEAST_REACH:
        top, foot = (top, -LEAST_REACH) if is_downward else (LEAST_REACH, foot)
    room = 0.04 * (top - foot)
    edge = _half_step(stems)
    return LagModel(
        stems=stems,
        peak=peak,
        left=min(lags) - edge,
        right=max(lags) + edge,
        low=foot - (CLAIM_ROOM * (top - foot) if is_downward else room),
        high=top + room,
        ticks=tuple(value_ticks(foot, top, most=3)),
        is_fine=len(stems) > MANY_STEMS,
    )


def link_numbers(links: Sequence[float], t: Translator) -> list[str]:
    """Ticks with at most two decimals: a third would suggest too much precision."""
    return list(numbers([round(link, 2) for link in links], "", t.locale))


def tick_words(model: LagModel, t: Translator) -> list[str]:
    """The labels of the ticks; zero is a plain 0."""
    words = link_numbers(model.ticks, t)
    return ["0" if tick == 0 else text for tick, text in zip(model.ticks, words, strict=True)]


def shift_ticks(
    model: LagModel, grain: Grain, room: float, t: Translator
) -> list[tuple[int, str]]:
    """The labelled shifts with their names, as many as fit: "3 wk before", "same week"."""
    reach = max(-model.left, model.right)
    steps = [step for step in STEPS[grain] if step <= max(1.0, reach)] or [1]
    for step in steps:
        shown = [
            n * step
            for n in range(math.ceil(model.left / step), math.floor(model.right / step) + 1)
        ]
        words = [shift_words(lag, grain, t) for lag in shown]
        widest = max((text_width(one, TICK_PX) for one in words), default=0)
        if step / (model.right - model.left) * room >= widest + 12:
            return list(zip(shown, words, strict=True))
    return [(0, shift_words(0, grain, t))]


def shift_words(lag: float, grain: Grain, t: Translator) -> str:
    """A shift in short words: "3 wk before", "same week", "2.5 mo after"."""
    near = round(lag, 1)
    if near == 0:
        return t(f"charts-lag-same-{grain.value}")
    side = "before" if near > 0 else "after"
    return t(f"charts-lag-{side}", count=number(abs(near), "", t.locale), grain=grain.value)


def band_outline(model: LagModel) -> list[tuple[float, float]]:
    """The outline of the band of chance, as a closed line; empty if unknown."""
    known = [stem for stem in model.stems if math.isfinite(stem.chance)]
    if not known:
        return []
    above = [(stem.lag, stem.chance) for stem in known]
    first, last = (model.left, above[0][1]), (model.right, above[-1][1])
    upper = [first, *above, last]
    return [*upper, *((lag, -chance) for lag, chance in reversed(upper))]


def is_outside(stem: LagStem) -> bool:
    """Whether the correlation is larger than could be chance."""
    return math.isfinite(stem.link) and abs(stem.link) > stem.chance


def quiet_side(model: LagModel) -> int:
    """The side on which the band has room for its name: -1 is left, 1 is right."""
    third = (model.right - model.left) / 3

    def peak_of(low: float, high: float) -> float:
        inside = [stem.link - stem.chance for stem in model.stems if low <= stem.lag <= high]
        return max((value for value in inside if math.isfinite(value)), default=0.0)

    left = peak_of(model.left, model.left + third)
    return -1 if left <= peak_of(model.right - third, model.right) else 1


def claim_colour(data: LagChart, tokens: Theme) -> str:
    """The colour of the claimed shift: a leading KPI has its own."""
    return tokens.lead if data.is_leading else tokens.actual


def claim_place(model: LagModel, share: float) -> ClaimPlace | None:
    """The place of the claim: above (for a negative link, below) everything within its width.

    It moves sideways if a longer stem next to it would push its text away. `share` is the width of
    its text as a share of the plot. None without a claim.
    """
    peak = model.peak
    if peak is None:
        return None
    half = min(share, 1.0) / 2 * (model.right - model.left)
    is_up = peak.link >= 0
    way = 1 if is_up else -1

    def at(step: float) -> tuple[float, float, float]:
        centre = min(max(peak.lag + step * half, model.left + half), model.right - half)
        near = (way * stem.link for stem in model.stems if abs(stem.lag - centre) <= half)
        reach = max(near, default=way * peak.link)
        return reach / (model.high - model.low) + ASIDE_COST * abs(step), centre, reach

    _, centre, reach = min(at(step) for step in ASIDE)
    return ClaimPlace(centre, way * reach, is_up)


def span_in_view(data: LagChart, model: LagModel) -> Span | None:
    """The visible range of the effect; None without a claim or if it is a single shift."""
    if data.span is None or model.peak is None:
        return None
    low, high = sorted(data.span)
    low, high = max(low, model.left), min(high, model.right)
    return Span(low, high) if low < high else None


def goes_on(data: LagChart, model: LagModel) -> tuple[bool, bool]:
    """Whether the range of the effect continues beyond the visible part, left and right."""
    if data.span is None:
        return False, False
    low, high = sorted(data.span)
    return low < model.left, high > model.right


def lag_alt(data: LagChart, t: Translator) -> str:
    """The chart in words: the claim, its range, the strongest shift, and shifts beyond chance."""
    model = lag_model(data)
    if not model.stems:
        return t("charts-alt-lags-empty", kpi=data.kpi, outcome=data.outcome)
    first, last = (shift_words(s.lag, data.grain, t) for s in (model.stems[0], model.stems[-1]))
    parts = [t("charts-alt-lags", kpi=data.kpi, outcome=data.outcome, first=first, last=last)]
    claims = (written(data.claim, t), written(data.span_text, t))
    parts += [f"{words}." for words in claims if words]
    outside = [stem for stem in model.stems if is_outside(stem)]
    if outside:
        parts.append(t("charts-alt-lags-outside", shown=_listed(outside, data.grain, t)))
    else:
        parts.append(t("charts-alt-lags-inside"))
    bands = [stem.chance for stem in model.stems if math.isfinite(stem.chance)]
    if bands:
        parts.append(t("charts-alt-lags-chance", chance=link_numbers([max(bands)], t)[0]))
    return " ".join(parts)


def _listed(outside: list[LagStem], grain: Grain, t: Translator) -> str:
    """The strongest of the stems in the order of their shifts, each with its correlation."""
    strongest = sorted(sorted(outside, key=lambda stem: -abs(stem.link))[:MOST_STATED])
    links = link_numbers([stem.link for stem in strongest], t)
    return ", ".join(
        f"{shift_words(stem.lag, grain, t)} {link}"
        for stem, link in zip(strongest, links, strict=True)
    )


def _peak(data: LagChart, stems: tuple[LagStem, ...]) -> LagStem | None:
    if data.peak is None or not stems:
        return None
    at = data.peak
    return min(stems, key=lambda stem: abs(stem.lag - at))


def _half_step(stems: tuple[LagStem, ...]) -> float:
    if len(stems) < 2:
        return 1.0
    return max((stems[-1].lag - stems[0].lag) / (len(stems) - 1) * 0.75, 1e-9)
