"""Check-ins, decisions and changed targets of a key result, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from dashboard.domain.okr import DONE_FIELD, KeyResult
from dashboard.i18n import Message
from dashboard.i18n.format import day, percent
from dashboard.read_model.rows import RevisionRow
from dashboard.read_model.state import State
from dashboard.reports.shared.wording import is_known, person, value_text


@dataclass(frozen=True)
class Entry:
    """One dated entry: a line with date and author, and the text."""

    on: dt.date
    kind: Literal["check_in", "decision", "revision"]
    line: Message
    texts: tuple[Message, ...]


def timeline(state: State, key_result: KeyResult) -> tuple[Entry, ...]:
    """All entries of the key result, newest first."""
    entries = [
        *_check_ins(state, key_result),
        *_decisions(state, key_result),
        *_revisions(state, key_result),
    ]
    return tuple(sorted(entries, key=lambda entry: entry.on, reverse=True))


def _check_ins(state: State, key_result: KeyResult) -> list[Entry]:
    entries = []
    for row in state.check_ins:
        if row.key_result != key_result.id:
            continue
        line = Message(
            "kr-log-check-in",
            {
                "day": day(row.on, "weekday", state.locale),
                "who": person(row.by),
                "value": value_text(key_result, row.value, state.locale)
                if is_known(row.value)
                else "none",
                "confidence": percent(row.confidence, state.locale)
                if is_known(row.confidence)
                else "none",
            },
        )
        step = (Message("kr-log-step", {"step": row.done}),) if row.done else ()
        note = (Message("plain", {"text": row.note}),) if row.note else ()
        entries.append(Entry(row.on, "check_in", line, (*step, *note)))
    return entries


def _decisions(state: State, key_result: KeyResult) -> list[Entry]:
    entries = []
    for row in state.decisions:
        if row.key_result != key_result.id:
            continue
        texts = [Message("plain", {"text": row.decision})]
        if row.owner:
            texts.append(Message("kr-log-decision-owner", {"owner": person(row.owner)}))
        if row.due_on:
            texts.append(
                Message("kr-log-decision-due", {"day": day(row.due_on, "short", state.locale)})
            )
        line = Message("kr-log-decision", {"day": day(row.on, "weekday", state.locale)})
        entries.append(Entry(row.on, "decision", line, tuple(texts)))
    return entries


_SHOWN_FIELDS = (
    "target",
    "baseline",
    "due_on",
    "title",
    "weight",
    "direction",
    "owner",
    "kpi",
    "unit",
)
"""Fields whose old and new values fit in one line; for lists only the change itself is reported.
"""


def _step(state: State, row: RevisionRow) -> Entry:
    """What a change of the file says about a step: done, or no longer done."""
    line = Message(
        "kr-log-revision",
        {
            "day": day(row.effective_on, "weekday", state.locale),
            "who": person(row.revised_by),
            "field": Message("field-milestones"),
        },
    )
    key = "kr-log-step" if row.new != "null" else "kr-log-step-open"
    text = Message(key, {"step": row.field.removeprefix(DONE_FIELD)})
    return Entry(row.effective_on, "revision", line, (text,))


def _revisions(state: State, key_result: KeyResult) -> list[Entry]:
    entries = []
    for row in state.revisions:
        if row.object_id != key_result.id or not (row.old and row.new):
            continue
        if row.field.startswith(DONE_FIELD):
            entries.append(_step(state, row))
            continue
        field = row.field if row.field in (*_SHOWN_FIELDS, "kpis", "milestones") else "title"
        line = Message(
            "kr-log-revision",
            {
                "day": day(row.effective_on, "weekday", state.locale),
                "who": person(row.revised_by),
                "field": Message(f"field-{field}"),
            },
        )
        texts = (
            [Message("kr-log-revision-text", {"old": row.old, "new": row.new})]
            if field in _SHOWN_FIELDS
            else []
        )
        if row.reason:
            texts.append(Message("kr-log-revision-reason", {"reason": row.reason}))
        entries.append(Entry(row.effective_on, "revision", line, tuple(texts)))
    return entries
