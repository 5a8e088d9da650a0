"""Reviews of verdicts, each stored once with its author and the verdict at that time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from dashboard.domain.errors import InvalidInput, NotFound
from dashboard.domain.suggest import hint
from dashboard.domain.verdict_review import ReviewKind, VerdictReview
from dashboard.records import tables as t
from dashboard.records.audit import Entry, write_audit
from dashboard.records.check_ins import is_there, known_key_result
from dashboard.records.database import writing


def add_verdict_review(
    engine: Engine, review: VerdictReview, *, now: dt.datetime, source: str = "page"
) -> bool:
    """Store a review; False if its id is stored already, so that sending twice stores once.

    Raises:
        NotFound: no such key result, or the KPI is not attached to it; names the nearest.
        InvalidInput: the key result was removed from the files before the review's day, the KPI is
            the key result's own measure, or there is nothing to accept or to withdraw.
        Busy: others keep the records locked.
    """
    with writing(engine) as conn:
        if is_there(conn, t.verdict_reviews.c.id, review.id):
            return False
        fields = known_key_result(conn, review.key_result, review.on).document.fields
        if review.kind is ReviewKind.WITHDRAWN:
            _refuse_nothing_to_withdraw(conn, review)
        else:
            _refuse_own_measure(review, fields["kpi"])
            _refuse_not_attached(review, [one["kpi"] for one in fields["kpis"]])
            _refuse_nothing_to_accept(review)
        conn.execute(insert(t.verdict_reviews).values(**_cells(review), recorded_at=now))
        fields = review.model_dump(mode="json", exclude={"id"})
        entry = Entry("add", "verdict review", review.id, new=fields)
        write_audit(conn, [entry], by=review.by, at=now, source=source, reason=review.reason)
    return True


def _cells(review: VerdictReview) -> dict[str, Any]:
    """The fields as columns: enums as plain text, which every driver accepts."""
    role = None if review.role is None else review.role.value
    return {**review.model_dump(), "kind": review.kind.value, "role": role}


def _refuse_own_measure(review: VerdictReview, own: str | None) -> None:
    if review.kpi == own:
        raise InvalidInput(
            f"{review.kpi} is the measure of {review.key_result} itself: it shows the outcome and always lags, "
            "so there is nothing to accept or to override."
        )


def _refuse_not_attached(review: VerdictReview, attached: list[str]) -> None:
    if review.kpi not in attached:
        raise NotFound(
            f"The KPI {review.kpi!r} is not attached to the key result {review.key_result!r}. "
            f"{hint(review.kpi, attached)}"
        )


def _refuse_nothing_to_accept(review: VerdictReview) -> None:
    if review.kind is ReviewKind.ACCEPTED and review.evidence == "too_little":
        raise InvalidInput(
            f"There is too little data on {review.kpi} and {review.key_result} so far: "
            "there is nothing to accept yet."
        )


def _refuse_nothing_to_withdraw(conn: Connection, review: VerdictReview) -> None:
    """A review may be withdrawn after its KPI was detached, but not one that never existed."""
    c = t.verdict_reviews.c
    last = conn.execute(
        select(c.kind)
        .where(c.key_result == review.key_result, c.kpi == review.kpi, c.on <= review.on)
        .order_by(c.on.desc(), c.recorded_at.desc(), c.id.desc())
        .limit(1)
    ).scalar()
    if last in (None, ReviewKind.WITHDRAWN):
        raise InvalidInput(
            f"Nothing was accepted or overridden for the KPI {review.kpi!r} on {review.key_result!r}, "
            "so there is nothing to withdraw."
        )
