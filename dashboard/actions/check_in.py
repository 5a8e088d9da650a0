"""Records one check-in, or imports a file of past ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from dashboard.config import Paths
from dashboard.domain.check_in import CheckIn
from dashboard.domain.errors import InvalidInput
from dashboard.domain.okr import Cycle, Direction, KeyResult
from dashboard.domain.suggest import unknown
from dashboard.pipeline.workspace_records import applied_records, workspace_day
from dashboard.records import read
from dashboard.records.check_ins import add_check_in, import_check_ins
from dashboard.records.database import Records
from dashboard.workspace.check_ins import parse_confidence, read_check_ins


@dataclass(frozen=True)
class CheckInForm:
    """A check-in as typed, before validation."""

    key_result: str
    confidence: str
    note: str
    by: str
    value: float | None = None
    done: str | None = None
    on: dt.date | None = None


@dataclass(frozen=True)
class Receipt:
    """The result for the person, and warnings."""

    text: str
    warnings: tuple[str, ...] = ()


def check_in(paths: Paths, given: CheckInForm, *, now: dt.datetime) -> Receipt:
    """Record one check-in.

    Raises:
        NotFound: there is no such key result, or no such step; the nearest is named.
        InvalidInput: the confidence is no share, a value was given together with a step, or the
            day is in the future.
    """
    engine = applied_records(paths)
    today = workspace_day(engine, now)
    on = given.on or today
    if on > today:
        raise InvalidInput(
            f"A check-in for {on} cannot be made before that day; today is {today}."
        )
    key_results = {
        kr.id: (kr, s.cycle) for s in read.okrs(engine, today, now) for _, kr in s.key_results()
    }
    if given.key_result not in key_results:
        raise unknown("key result", given.key_result, key_results)
    key_result, cycle = key_results[given.key_result]
    _check(given, key_result)
    row = _row(given, on)
    add_check_in(engine, row, now=now)
    return Receipt(
        f"Checked in on {key_result.id} for {on}: {given.confidence}.",
        tuple(_warnings(row, key_result, cycle)),
    )


def import_file(paths: Paths, file: Path, *, by: str, now: dt.datetime) -> tuple[int, int]:
    """The number of new check-ins in the file, and of those already stored.

    Raises:
        InvalidFiles: the file holds mistakes; nothing was taken in.
    """
    engine = applied_records(paths)
    known, today = every_key_result(engine, now), workspace_day(engine, now)
    rows = read_check_ins(file, file.resolve().parent, known, today=today)
    return import_check_ins(engine, rows, by=by, now=now)


def every_key_result(engine: Records, now: dt.datetime) -> dict[str, KeyResult]:
    """Every key result, archived ones included."""
    ever = read.okrs(engine, dt.date.min, now)
    return {kr.id: kr for s in ever for _, kr in s.key_results()}


def _row(given: CheckInForm, on: dt.date) -> CheckIn:
    try:
        return CheckIn(
            key_result=given.key_result,
            on=on,
            value=given.value,
            done=given.done,
            confidence=_confidence(given.confidence),
            note=given.note,
            by=given.by.strip(),
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidInput(
            f"--{'as' if first['loc'][0] == 'by' else first['loc'][0]} {first['input']!r} cannot be: {first['msg']}. "
            "Give another one."
        ) from None


def _check(given: CheckInForm, key_result: KeyResult) -> None:
    is_milestone = key_result.direction is Direction.MILESTONE
    if given.value is not None and is_milestone:
        raise InvalidInput(
            f"{key_result.id} is measured by its steps, not by a value; say which is done with --done."
        )
    if given.done is not None and not is_milestone:
        raise InvalidInput(
            f"{key_result.id} has no steps; leave out --done, or give its value with --value."
        )


def _confidence(text: str) -> float:
    try:
        return parse_confidence(text)
    except ValueError as error:
        raise InvalidInput(f"{error}.".replace("..", ".")) from None


def _warnings(row: CheckIn, key_result: KeyResult, cycle: Cycle) -> list[str]:
    warnings = []
    due_on = key_result.deadline(cycle)
    if row.on > due_on:
        warnings.append(
            f"The deadline of {key_result.id} was {due_on}; the check-in is kept all the same."
        )
    if row.on < cycle.starts_on:
        warnings.append(
            f"{row.on} is before the cycle {cycle.id}, which starts on {cycle.starts_on}: the check-in is kept, and counts "
            "neither as its value nor as its confidence."
        )
    if row.value is not None and key_result.kpi is not None:
        warnings.append(
            f"The value of {key_result.id} comes from the KPI {key_result.kpi}; {row.value:g} is kept as a correction "
            "and forecasts go on using the data."
        )
    return warnings
