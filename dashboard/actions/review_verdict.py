"""What a person says of a verdict, written down with what the data said of it just then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.config import Paths
from dashboard.domain.check_in import new_id
from dashboard.domain.errors import FremdriftError, InvalidInput, NotFound, OtherVersion
from dashboard.domain.okr import Role
from dashboard.domain.periods import today_in
from dashboard.domain.verdict_review import ReviewKind, VerdictReview
from dashboard.pipeline.workspace_records import has_records, shared_records
from dashboard.read_model.load import load_state
from dashboard.records import read
from dashboard.records.verdict_reviews import add_verdict_review

_NAMES = {"by": "who says so", "key_result": "key result", "kpi": "KPI"}


@dataclass(frozen=True)
class ReviewGiven:
    """A review as it was typed; `role` is what an override says, `id` is made before it is sent."""

    key_result: str
    kpi: str
    kind: ReviewKind
    by: str
    role: Role | None = None
    reason: str = ""
    id: str = field(default_factory=new_id)


def record_review(
    paths: Paths,
    given: ReviewGiven,
    now: dt.datetime,
    *,
    seen: IndicatorHealth | None = None,
    source: str = "page",
) -> bool:
    """Keep a review of a verdict; False where it was kept already, so that sending twice is once.

    It is bound to what the person saw, else to what the data say now.

    Args:
        paths: the workspace.
        given: what was typed.
        now: when.
        seen: the KPI on the key result as the person saw it.
        source: through which door.

    Raises:
        NotFound: no such key result, or the KPI is not attached to it; names the nearest.
        InvalidInput: an override without a role or a reason, a KPI that is the key result's own
            measure, nothing to
            accept, or nothing to withdraw.
    """
    if not has_records(paths):
        raise InvalidInput(
            f"The workspace {paths.root} has no OKRs in its records yet. Run `fremdrift apply` first."
        )
    engine = shared_records(paths)
    seen = seen or _indicator(paths, given, now)
    today = today_in(read.settings(engine).get("timezone", "UTC"), now)
    return add_verdict_review(engine, _review(given, seen, today), now=now, source=source)


def _indicator(paths: Paths, given: ReviewGiven, now: dt.datetime) -> IndicatorHealth | None:
    """The KPI as the data say now; None where nothing was published yet by this version of the program."""
    try:
        state = load_state(paths, now)
    except OtherVersion:
        return None
    rows = state.indicators.get(given.key_result, ()) if state else ()
    return next((row for row in rows if row.kpi == given.kpi), None)


def _review(given: ReviewGiven, seen: IndicatorHealth | None, today: dt.date) -> VerdictReview:
    try:
        return VerdictReview(
            **vars(given),
            on=today,
            evidence=seen.verdict.evidence if seen else "too_little",
            lead_periods=seen.lead_periods if seen else None,
        )
    except ValidationError as error:
        raise _error_of(error) from None


def _error_of(error: ValidationError) -> FremdriftError:
    """The first thing wrong, in words that say what to do."""
    first = error.errors()[0]
    where = str(first["loc"][0]) if first["loc"] else ""
    if where in ("key_result", "kpi"):
        return NotFound(f"There is no {_NAMES[where]} {first['input']!r}.")
    if where:
        name = _NAMES.get(where, f"the {where}").capitalize()
        return InvalidInput(f"{name} {_wrong(first)}.")
    return InvalidInput(f"{first['msg'].removeprefix('Value error, ').capitalize()}.")


def _wrong(detail: ErrorDetails) -> str:
    match detail["type"]:
        case "string_too_short":
            return "is missing: give it"
        case "string_too_long":
            return f"is longer than {detail['ctx']['max_length']} characters: shorten it"
        case _:
            return "cannot be taken: give another one"
