"""Opens a workspace's records, once per process and file; its local date."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

from dashboard.config import Paths, records_place
from dashboard.domain.errors import InvalidInput
from dashboard.domain.periods import today_in
from dashboard.records import read
from dashboard.records.database import Records, have_records, open_records, records_file


def has_records(paths: Paths) -> bool:
    """Whether anything was ever written in the workspace; the question creates no database."""
    return have_records(records_place(paths))


def shared_records(paths: Paths) -> Records:
    """The process's engine of the workspace's records; a replaced file is opened again."""
    where = records_place(paths)
    file = records_file(where)
    return _opened(where, file.stat().st_ino if file is not None and file.exists() else 0)


def applied_records(paths: Paths) -> Records:
    """The records of a workspace to which files were applied.

    Raises:
        InvalidInput: nothing was applied yet.
    """
    if has_records(paths):
        records = shared_records(paths)
        if read.settings(records):
            return records
    raise InvalidInput(
        f"The workspace {paths.root} has no OKRs and no sources in its records yet. "
        "Run `fremdrift apply` first."
    )


def workspace_day(records: Records, now: dt.datetime) -> dt.date:
    """The date at `now` in the workspace's time zone."""
    return today_in(read.settings(records).get("timezone", "UTC"), now)


def day_asked(records: Records, as_of: dt.date | None, now: dt.datetime) -> dt.date:
    """The requested day, else today in the workspace's time zone.

    Raises:
        InvalidInput: the day is in the future.
    """
    today = workspace_day(records, now)
    if as_of is not None and as_of > today:
        raise InvalidInput(
            f"{as_of} has not been yet; today is {today}. Give today or an earlier day."
        )
    return as_of or today


@lru_cache(maxsize=4)
def _opened(where: str | Path, identity: int) -> Records:  # noqa: ARG001  # part of the key
    return open_records(where)
