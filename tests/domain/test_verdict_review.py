from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from pydantic import ValidationError

from dashboard.analytics.lead_lag.verdict import Evidence
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind, VerdictReview, current_reviews


def review(kind: ReviewKind, **more: object) -> VerdictReview:
    filled = {
        "key_result": "k",
        "kpi": "visitors",
        "kind": kind,
        "on": dt.date(2026, 10, 18),
        "by": "ana",
        "evidence": "leading",
    }
    return VerdictReview(**{**filled, **more})


def override(**more: object) -> VerdictReview:
    return review(ReviewKind.OVERRIDDEN, **{"role": Role.LEADING, "reason": "A strike", **more})


def test_it_knows_the_words_in_which_the_data_answer():
    field = VerdictReview.model_fields["evidence"].annotation
    assert get_args(field) == get_args(Evidence)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_override_needs_a_reason(reason):
    with pytest.raises(ValidationError, match="needs a reason"):
        review(ReviewKind.OVERRIDDEN, role=Role.LEADING, reason=reason)


def test_hidden_signs_are_taken_off_the_reason_and_the_author():
    hidden = "\x00\x1b\x7f\x9b\r\ud800" + "".join(
        map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
    )
    said = override(reason=f" {hidden}A\tstrike{hidden}\nof 🏠{hidden} ", by=f"{hidden}ana ")
    assert (said.reason, said.by) == ("A\tstrike\nof 🏠", "ana")


@pytest.mark.parametrize("field", ["reason", "by"])
@pytest.mark.parametrize("text", ["\u202e \x00", 5, None])
def test_hidden_signs_alone_and_what_is_no_text_are_refused(field, text):
    with pytest.raises(ValidationError):
        override(**{field: text})


def test_an_override_and_nothing_else_names_a_role():
    with pytest.raises(ValidationError, match="needs a role"):
        review(ReviewKind.OVERRIDDEN, reason="we know")
    with pytest.raises(ValidationError, match="needs a role"):
        review(ReviewKind.ACCEPTED, role=Role.LEADING)


def test_the_last_word_stands_for_each_kpi():
    accepted = review(ReviewKind.ACCEPTED)
    overridden = review(ReviewKind.OVERRIDDEN, role=Role.LAGGING, reason="we know")
    other = review(ReviewKind.ACCEPTED, kpi="orders")

    assert current_reviews([accepted, overridden, other]) == {
        ("k", "visitors"): overridden,
        ("k", "orders"): other,
    }


def test_what_was_taken_back_stands_no_more_and_may_be_said_again():
    accepted, again = review(ReviewKind.ACCEPTED), review(ReviewKind.ACCEPTED)
    taken_back = review(ReviewKind.WITHDRAWN)

    assert current_reviews([accepted, taken_back]) == {}
    assert current_reviews([accepted, taken_back, again]) == {("k", "visitors"): again}
