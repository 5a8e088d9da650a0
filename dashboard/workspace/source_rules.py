"""Rules for sources beyond their form; each finding says what to change."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from cronsim import CronSim, CronSimError

from dashboard.domain.errors import Finding
from dashboard.domain.kpi import Grain, default_freshness, parse_duration
from dashboard.domain.quoting import quote
from dashboard.workspace.checked_mapping import CheckedMapping

_SECRET = re.compile(r"\$\{\s*secret\s*:", re.IGNORECASE)
_CRON_FIELDS = 5
_SOME_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def check_source(source: CheckedMapping) -> Iterator[Finding]:
    """Every mistake of one source that does not depend on its kind."""
    yield from _check_schedule(source)
    yield from _check_freshness(source)
    for kpi in source.each("kpis"):
        yield from _check_limits(kpi)


def check_file_source(source: CheckedMapping, folder: Path) -> Iterator[Finding]:
    """Every mistake of one source that reads a file below `folder`, the root of the workspace."""
    yield from _check_path(source, folder)
    if source.word("format") != "long":
        yield from _check_columns(source)


def _check_schedule(source: CheckedMapping) -> Iterator[Finding]:
    word = source.word("schedule")
    if word is None or len(word.split()) != _CRON_FIELDS:
        return
    try:
        next(CronSim(word, _SOME_DAY))
    except CronSimError as error:
        problem = str(error)
        yield source.finding(
            "schedule",
            f"{quote(word)} is not a cron line ({problem[:1].lower()}{problem[1:]}); write hourly, daily, weekly, or minute "
            "(0-59), hour (0-23), day (1-31), month (1-12) and day of the week (0-7), such as 0 6 * * 1",
        )
    except StopIteration:
        yield source.finding("schedule", f"{quote(word)} never occurs; write a day that exists")


def _check_freshness(source: CheckedMapping) -> Iterator[Finding]:
    given = source.inner("freshness")
    if given is None:
        return
    grains = [kpi.word("grain") for kpi in source.each("kpis")]
    known = [Grain(grain) for grain in grains if grain in set(Grain)]
    default = default_freshness(known)
    late = _length(given, "late_after", default.late_after)
    stale = _length(given, "stale_after", default.stale_after)
    if late is None or stale is None or late <= stale:
        return
    if given.has("late_after"):
        other = _written(given, "stale_after", stale)
        yield given.finding(
            "late_after",
            f"{quote(given.word('late_after') or '')} is longer than stale_after ({other}); a source is late before it is stale",
        )
    else:
        yield given.finding(
            "stale_after",
            f"{quote(given.word('stale_after') or '')} is shorter than late_after ({_written(given, 'late_after', late)}); "
            "a source is late before it is stale",
        )


def _length(given: CheckedMapping, key: str, default: dt.timedelta) -> dt.timedelta | None:
    if not given.has(key):
        return default
    word = given.word(key)
    return parse_duration(word) if word is not None else None


def _written(given: CheckedMapping, key: str, length: dt.timedelta) -> str:
    return given.word(key) or f"{length.days}d, as it is left out"


def _check_limits(kpi: CheckedMapping) -> Iterator[Finding]:
    limits = kpi.inner("limits")
    low = limits.number("low") if limits is not None else None
    high = limits.number("high") if limits is not None else None
    if limits is not None and low is not None and high is not None and low >= high:
        yield limits.finding(
            "low", f"{low:.15g} is not below high ({high:.15g}); limits need low below high"
        )


def _check_columns(source: CheckedMapping) -> Iterator[Finding]:
    reader_of: dict[str, str] = {}
    for kpi in source.each("kpis"):
        name, column = kpi.word("id"), _column(kpi)
        if name is None or column is None:
            continue
        other = reader_of.setdefault(column, name)
        if other != name:
            yield kpi.finding(
                "value" if kpi.word("value") else "id",
                f"the column {quote(column)} is read by the KPI {quote(other)} too; give {quote(name)} a column of its own, "
                "or keep one of the two",
            )


def _column(kpi: CheckedMapping) -> str | None:
    """The column of the KPI, by default its id; None if that cannot be known."""
    given = kpi.word("value")
    return None if given is None and kpi.has("value") else given or kpi.word("id")


def _check_path(source: CheckedMapping, folder: Path) -> Iterator[Finding]:
    word = source.word("path")
    if word is None:
        return
    if _SECRET.search(word):
        yield source.finding(
            "path", f"{quote(word)} refers to a secret, but a path is not secret; write the path"
        )
        return
    problem = _leaves(word, folder)
    if problem:
        yield source.finding(
            "path",
            f"{quote(word)} {problem}; write a path inside the workspace, such as data/shop.csv",
        )


def _leaves(word: str, folder: Path) -> str | None:
    windows = PureWindowsPath(word)
    if windows.is_absolute() or windows.drive or word.startswith(("/", "\\", "~")):
        return "is not relative to the workspace"
    if ".." in windows.parts:
        return "leaves the folder that it starts in (..)"
    try:
        inside = (folder / word).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return "cannot be a path"
    return None if inside else "is a link that leaves the workspace"
