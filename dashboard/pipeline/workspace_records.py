"""Opens the records of an applied workspace; its local date."""

from __future__ import annotations

import datetime as dt

from dashboard.config import Paths, records_place
from dashboard.domain.errors import InvalidInput
from dashboard.domain.periods import today_in
from dashboard.records import read
from dashboard.records.database import Records, have_records, open_records


def applied_records(paths: Paths) -> Records:
    """The records, opened.

    Raises:
        InvalidInput: nothing was applied yet; no database is made by looking.
    """
    where = records_place(paths)
    if have_records(where):
        records = open_records(where)
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
