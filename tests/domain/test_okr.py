"""Objectives, key results and their status."""

from __future__ import annotations

from dashboard.domain.okr import Status


def test_every_status_has_a_severity_of_its_own_and_a_missed_deadline_is_the_worst():
    ranks = {status: status.severity for status in Status}
    assert sorted(ranks.values()) == list(range(len(Status)))
    assert min(Status, key=ranks.__getitem__) is Status.MISSED
    assert ranks[Status.OFF_TRACK] < ranks[Status.AT_RISK] < ranks[Status.ON_TRACK]
    assert max(Status, key=ranks.__getitem__) is Status.NO_FORECAST
