"""The demo's past check-ins: weekly confidences of this quarter and the one before."""

from __future__ import annotations

import csv
import datetime as dt
from io import StringIO

from dashboard.demo.quarter import Quarter

COLUMNS = ("key_result", "on", "value", "confidence", "note", "by")
_FRIDAY = dt.timedelta(days=4)


def check_ins_csv(template: str, quarter: Quarter, until: dt.date, suffix: str = "") -> str:
    """The check-ins of one quarter in the form of `check-ins/*.csv`, sorted by day.

    Args:
        template: a CSV with the columns `key_result`, `week` (of the quarter), `confidence`, `by`
            and `note`.
        quarter: the quarter that contains the Fridays; its first day has none yet.
        until: later check-ins are omitted.
        suffix: appended to the id of each key result.
    """
    rows: list[tuple[str, ...]] = []
    for row in csv.DictReader(StringIO(template)):
        on = quarter.monday(int(row["week"])) + _FRIDAY
        if quarter.starts_on < on <= min(until, quarter.cycle.ends_on):
            by = f"{row['by']}@nordlys.example"
            rows.append(
                (
                    row["key_result"] + suffix,
                    on.isoformat(),
                    "",
                    row["confidence"],
                    row["note"],
                    by,
                )
            )
    rows.sort(key=lambda row: (row[1], row[0]))
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue()
