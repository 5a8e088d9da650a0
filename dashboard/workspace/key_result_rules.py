"""Rules for key results beyond their form; each finding says what to change."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from dashboard.domain.errors import Finding
from dashboard.domain.okr import Direction
from dashboard.domain.quoting import quote
from dashboard.workspace.checked_mapping import CheckedMapping

_LATEST_DUE = dt.timedelta(days=366)
"""A deadline this many days after the cycle is a typo of the year: the length of a leap year."""

_UNSIGNED_POINTS = re.compile(
    r"(?i)(>|<|=|at least|at most)\s*[0-9][0-9.]*(e[+-]?[0-9]+)?\s*pp\s*$"
)


def check_key_result(
    key_result: CheckedMapping, cycle: CheckedMapping | None
) -> Iterator[Finding]:
    """Every mistake of one key result in its cycle (None: unknown)."""
    direction = key_result.word("direction")
    if direction in (Direction.INCREASE, Direction.DECREASE):
        yield from _check_way(key_result, direction)
        yield from _check_no_milestones(key_result, direction)
    elif direction == Direction.MAINTAIN:
        yield from _check_band(key_result)
        yield from _check_no_milestones(key_result, direction)
    elif direction == Direction.MILESTONE:
        yield from _check_milestones(key_result)
    yield from _check_deadline(key_result, cycle)
    yield from _check_attachments(key_result)


def _check_way(key_result: CheckedMapping, direction: str) -> Iterator[Finding]:
    for key, meaning in (("baseline", "starts from"), ("target", "is to reach")):
        if not key_result.has(key):
            yield key_result.finding(
                None,
                f"{key} is missing; with direction {direction} write the number that the key result {meaning}",
            )
    if key_result.inner("target") is not None:
        yield key_result.finding(
            "target",
            f"a band does not go with direction {direction}; write one number, or set the direction to maintain",
        )
    baseline, target = key_result.number("baseline"), key_result.number("target")
    if baseline is None or target is None:
        return
    if baseline == target:
        yield key_result.finding(
            "target",
            f"the target {target:.15g} equals the baseline, so there is nothing to reach; change one of them, or set the direction to maintain with a band",
        )
    elif (direction == Direction.INCREASE) != (target > baseline):
        other = Direction.DECREASE if direction == Direction.INCREASE else Direction.INCREASE
        side = "below" if target < baseline else "above"
        yield key_result.finding(
            "direction",
            f"the target {target:.15g} is {side} the baseline {baseline:.15g}: set the direction to {other}, or change one of the numbers",
        )


def _check_band(key_result: CheckedMapping) -> Iterator[Finding]:
    band = key_result.inner("target")
    if not key_result.has("target"):
        yield key_result.finding(
            None,
            "target is missing; with direction maintain write the band to stay in, such as {low: 2, high: 4}",
        )
    elif band is None:
        number = key_result.number("target")
        if number is not None:
            yield key_result.finding(
                "target",
                f"{number:.15g} is not a band; with direction maintain write one such as {{low: 2, high: 4}}",
            )
    else:
        low, high = band.number("low"), band.number("high")
        if low is not None and high is not None and low >= high:
            yield band.finding(
                "low", f"{low:.15g} is not below high ({high:.15g}); a band needs low below high"
            )


def _check_no_milestones(key_result: CheckedMapping, direction: str) -> Iterator[Finding]:
    if key_result.is_list("milestones") and key_result.node.items("milestones"):
        yield key_result.finding(
            "milestones",
            f"milestones do not go with direction {direction}; leave them out, or set the direction to milestone",
        )


def _check_milestones(key_result: CheckedMapping) -> Iterator[Finding]:
    if not key_result.has("milestones") or (
        key_result.is_list("milestones") and not key_result.node.items("milestones")
    ):
        yield key_result.finding(
            None,
            "milestones are missing; with direction milestone write at least one, such as - {title: First step}",
        )
    for key in ("baseline", "target", "kpi"):
        if key_result.has(key):
            yield key_result.finding(
                key,
                f"a {key} does not go with direction milestone, where only the steps done count; leave it out, or set another direction",
            )
    seen: set[str] = set()
    for milestone in key_result.each("milestones"):
        title = milestone.word("title")
        if title is not None and title in seen:
            yield milestone.finding(
                "title", f"two milestones are called {quote(title)}; give each its own title"
            )
        seen.add(title or "")
        yield from filter(None, [milestone.misdated("done_on")])


def _check_deadline(key_result: CheckedMapping, cycle: CheckedMapping | None) -> Iterator[Finding]:
    yield from filter(None, [key_result.misdated("due_on")])
    due_on = key_result.day("due_on")
    if due_on is None or cycle is None:
        return
    starts_on, ends_on = cycle.day("starts_on"), cycle.day("ends_on")
    if starts_on is not None and due_on < starts_on:
        yield key_result.finding(
            "due_on",
            f"{due_on} is before the cycle starts ({starts_on}); write that day or a later one",
        )
    if ends_on is not None and due_on > max(ends_on, starts_on or ends_on) + _LATEST_DUE:
        yield key_result.finding(
            "due_on",
            f"{due_on} is more than a year after the cycle ends ({ends_on}); check the year",
        )


def _check_attachments(key_result: CheckedMapping) -> Iterator[Finding]:
    seen: set[str] = set()
    for attachment in key_result.each("kpis"):
        kpi = attachment.word("kpi")
        if kpi is not None and kpi in seen:
            yield attachment.finding(
                "kpi", f"{quote(kpi)} is attached twice to this key result; keep one of the two"
            )
        seen.add(kpi or "")
        threshold = attachment.word("threshold")
        if threshold is not None and _UNSIGNED_POINTS.search(threshold):
            yield attachment.finding(
                "threshold",
                f"{quote(threshold)} does not say whether it is a change; write + or - before the number for a change in "
                "points, or % or the KPI's unit for a plain value",
            )
