"""One KPI and one key result: the verdict, its chart, the evidence, and the review by a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.charts.data import LagChart
from dashboard.domain.okr import KeyResult, Role
from dashboard.domain.periods import forecast_grain, period_end
from dashboard.domain.verdict_review import ReviewKind
from dashboard.i18n import Message
from dashboard.i18n.format import day
from dashboard.read_model.state import State
from dashboard.reports.evidence.chart import lag_chart, lag_chart_note, outcome_name
from dashboard.reports.evidence.row import (
    NEEDED_PERIODS,
    RoleMark,
    fewest_values,
    is_short,
    lead_message,
    mark_of,
    points_text,
    verdict_message,
)
from dashboard.reports.evidence.why import EvidenceLine, evidence_lines
from dashboard.reports.shared.wording import (
    is_known,
    lead_range_text,
    person,
    strength_word,
)


@dataclass(frozen=True)
class ReviewStated:
    """A person's review of the verdict: who, when and why.

    `since` names the earlier verdict of the data if it has changed.
    """

    kind: ReviewKind
    line: Message
    reason: str
    since: Message | None


@dataclass(frozen=True)
class EvidencePair:
    """One KPI compared with one key result.

    `tested` says on how much data, None if nothing could be tested; `untested` says why nothing
    can be. The measure of the key result itself (`is_own`) cannot be reviewed. `seen` is the
    verdict that a review made now refers to.
    """

    key_result_id: str
    kpi_id: str
    kpi: str
    tested: Message | None
    untested: Message | None
    headline: Message
    basis: Message | None
    chart: LagChart | None
    chart_note: Message | None
    why: Message
    verdict: Message
    mark: RoleMark
    role: Role
    lines: tuple[EvidenceLine, ...]
    review: ReviewStated | None
    can_accept: bool
    is_own: bool
    seen: IndicatorHealth


def evidence_pair(state: State, key_result: KeyResult, one: IndicatorHealth) -> EvidencePair:
    """The content of the page for one KPI and one key result."""
    is_own = one.kpi == key_result.kpi
    has_measure = key_result.kpi is not None
    return EvidencePair(
        key_result_id=key_result.id,
        kpi_id=one.kpi,
        kpi=state.kpis[one.kpi].name,
        tested=None if is_own or not one.verdict.points else _tested(state, key_result, one),
        untested=_untested(key_result, one),
        headline=_headline(state, key_result, one),
        basis=None if is_own else _basis(one),
        chart=lag_chart(state, key_result, one),
        chart_note=lag_chart_note(state, one),
        why=Message(f"ev-why-{_word(key_result, one)}"),
        verdict=_verdict(state, key_result, one),
        mark="lagging" if is_own else mark_of(one),
        role=one.role,
        lines=evidence_lines(state, key_result, one) if has_measure and not is_own else (),
        review=_review(state, one),
        can_accept=has_measure and not is_own and _can_accept(one),
        is_own=is_own,
        seen=one,
    )


def _word(key_result: KeyResult, one: IndicatorHealth) -> str:
    if key_result.kpi in (None, one.kpi):
        return "own" if key_result.kpi else "untested"
    is_unclear = one.verdict.evidence == "too_little" and not is_short(one)
    return "unclear" if is_unclear else one.verdict.evidence


def _untested(key_result: KeyResult, one: IndicatorHealth) -> Message | None:
    word = _word(key_result, one)
    return Message(f"ev-why-{word}-text") if word in ("own", "untested") else None


def _can_accept(one: IndicatorHealth) -> bool:
    """Whether there is a verdict that nobody has accepted yet."""
    is_overridden = one.review is not None and one.review.kind is ReviewKind.OVERRIDDEN
    return one.verdict.evidence != "too_little" and not one.is_accepted and not is_overridden


def _tested(state: State, key_result: KeyResult, one: IndicatorHealth) -> Message:
    ends = [state.key_results[key_result.id].attainment.value_ends_on]
    if one.value_on is not None:
        ends.append(period_end(one.value_on, forecast_grain(state.kpis[one.kpi].grain)))
    last = min((on for on in ends if on is not None), default=state.as_of)
    return Message(
        "ev-tested",
        {"points": points_text(state, one), "day": day(last, "long", state.locale)},
    )


def _headline(state: State, key_result: KeyResult, one: IndicatorHealth) -> Message:
    outcome = outcome_name(state, key_result)
    values: dict[str, str | int | Message] = {"kpi": state.kpis[one.kpi].name, "outcome": outcome}
    if one.kpi == key_result.kpi:
        return Message("ev-own", {**values, "outcome": key_result.title})
    if key_result.kpi is None:
        return Message("ev-no-measure", values)
    if one.basis == "overridden":
        who = person(one.review.by) if one.review else ""
        role = Message(f"ev-role-{one.role.value}")
        return Message("ev-says-overridden", {**values, "who": who, "role": role})
    if one.verdict.evidence == "too_little":
        return _open_headline(state, one, values)
    if is_known(one.lead_periods) and one.grain is not None:
        values["grain"] = one.grain.value
        values["lead"] = lead_range_text(one.lead_periods, one.lead_low, one.lead_high, one.grain)
    return Message(f"ev-{'conflict' if one.conflict else 'says'}-{one.verdict.evidence}", values)


def _open_headline(
    state: State, one: IndicatorHealth, values: dict[str, str | int | Message]
) -> Message:
    if not is_short(one) and one.verdict.points < NEEDED_PERIODS:
        values |= {"points": points_text(state, one), "needed": NEEDED_PERIODS}
        return Message("ev-says-unclear-few", values)
    if not is_short(one):
        return Message("ev-says-unclear", values)
    return Message("ev-says-too-little", {**values, **fewest_values(state, one)})


def _basis(one: IndicatorHealth) -> Message | None:
    """The sentence on what decides the role; for an overridden role, what the data say."""
    role = Message(f"ev-role-{one.role.value}")
    if one.basis == "overridden":
        return Message("ev-data-say", {"verdict": _claim(one)})
    if one.basis == "measured":
        return None
    return Message(f"ev-counts-{one.basis}", {"role": role})


def _claim(one: IndicatorHealth) -> Message:
    """The verdict as part of a sentence: "it leads by 3 weeks (2 to 4)"."""
    values: dict[str, str | Message] = {}
    if is_known(one.lead_periods) and one.grain is not None:
        values["grain"] = one.grain.value
        values["lead"] = lead_range_text(one.lead_periods, one.lead_low, one.lead_high, one.grain)
    return Message(f"ev-claim-{one.verdict.evidence.replace('_', '-')}", values)


def _verdict(state: State, key_result: KeyResult, one: IndicatorHealth) -> Message:
    """The verdict as one line: "Leading by 3 weeks (2 to 4) · strong"."""
    if mark_of(one) == "":
        return verdict_message(state, key_result, one)
    strength = Message(f"strength-{strength_word(one.strength)}")
    values = {"lead": lead_message(one), "strength": strength}
    return Message(f"ev-verdict-{one.verdict.evidence}", values)


def _review(state: State, one: IndicatorHealth) -> ReviewStated | None:
    review = one.review
    if review is None:
        return None
    on: dt.date = review.on
    values: dict[str, str | Message] = {
        "who": person(review.by),
        "day": day(on, "long", state.locale),
    }
    if review.role is not None:
        values["role"] = Message(f"ev-role-{review.role.value}")
    has_changed = (review.evidence != one.verdict.evidence) if review.role else not one.is_accepted
    since = Message(f"ev-said-{review.evidence.replace('_', '-')}") if has_changed else None
    return ReviewStated(
        review.kind, Message(f"ev-{review.kind.value}", values), review.reason, since
    )
