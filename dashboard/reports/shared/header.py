"""The header of every page: workspace, age of the data, and time left in the cycle."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.domain.okr import Cycle
from dashboard.i18n import Message
from dashboard.i18n.format import day
from dashboard.read_model.state import State
from dashboard.reports.shared.wording import calendar_day, days_between


@dataclass(frozen=True)
class Header:
    """The line above each page's title.

    `freshness` names late or stale sources, or states that all are fresh; empty without sources.
    """

    workspace: str
    as_of: dt.date
    data: Message
    left: Message
    freshness: tuple[Message, ...]


def header_of(state: State, cycle: Cycle) -> Header:
    """The header of a page about `cycle`."""
    long = Message("data-as-of", {"day": day(state.as_of, "long", state.locale)})
    return Header(state.workspace, state.as_of, long, time_left(state, cycle), freshness_of(state))


def time_left(state: State, cycle: Cycle) -> Message:
    """The number of days left, or that the cycle is over or has not started."""
    if state.as_of < cycle.starts_on:
        return Message(
            "cycle-starts", {"day": calendar_day(cycle.starts_on, state.as_of, state.locale)}
        )
    end = calendar_day(cycle.ends_on, state.as_of, state.locale)
    if state.as_of > cycle.ends_on:
        return Message("deadline-passed", {"day": end})
    return Message("days-left", {"days": days_between(state.as_of, cycle.ends_on), "day": end})


def freshness_of(state: State) -> tuple[Message, ...]:
    """Which sources are late or stale."""
    sources = sorted(state.sources.values(), key=lambda source: source.source_id)
    lines = []
    for word in ("stale", "late"):
        names = [source.source_id for source in sources if source.freshness == word]
        if names:
            lines.append(Message(f"sources-{word}", {"count": len(names), "first": names[0]}))
    if lines or not sources:
        return tuple(lines)
    if all(source.freshness == "fresh" for source in sources):
        return (
            (Message("sources-fresh", {"count": len(sources)}),)
            if len(sources) > 1
            else (Message("sources-one-fresh"),)
        )
    return ()
