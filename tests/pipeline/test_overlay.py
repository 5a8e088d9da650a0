"""What people write after a publish lies over the snapshot at once, and equals what the next publish says."""

from __future__ import annotations

import datetime as dt
import json

from dashboard.config import Paths
from dashboard.pipeline.apply import apply_workspace
from dashboard.pipeline.checking_in import Given, check_in
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.sync import sync
from dashboard.reports.load import load_state
from dashboard.reports.state import State
from dashboard.reports.status import status
from tests.pipeline.conftest import NOW
from tests.worlds import OKRS

LATER = NOW + dt.timedelta(minutes=1)


def state(paths: Paths) -> State:
    found = load_state(paths, LATER + dt.timedelta(minutes=1))
    assert found is not None
    return found


def plain(paths: Paths) -> dict:
    said = json.loads(status(state(paths)).model_dump_json())
    said.pop("snapshot")
    return said


def test_a_check_in_is_there_at_once(applied: Paths):
    sync(applied, now=NOW, progress=Silent())

    check_in(applied, Given("subscriptions", "70%", "It goes well", "ana"), now=LATER)

    assert state(applied).key_results["subscriptions"].confidence == 0.7
    assert state(applied).check_ins[0].note == "It goes well"


def test_a_step_that_was_reported_done_counts_at_once(applied: Paths):
    sync(applied, now=NOW, progress=Silent())

    check_in(applied, Given("regions", "0.9", "", "ana", done="Region two"), now=LATER)

    assert state(applied).key_results["regions"].progress == 1
    assert state(applied).key_results["regions"].status.value == "reached"


def test_a_changed_target_is_judged_anew_and_so_is_its_objective(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    before = state(applied)

    (applied.okrs / "growth.yaml").write_text(OKRS.replace("target: 260", "target: 230"), "utf-8")
    apply_workspace(applied, by="ana", now=LATER)

    after = state(applied)
    assert (after.key_results["subscriptions"].chance or 0) > (
        before.key_results["subscriptions"].chance or 0
    )
    assert (after.objectives["grow"].progress or 0) > (before.objectives["grow"].progress or 0)


def test_what_lies_over_a_snapshot_equals_the_next_publish(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    (applied.okrs / "growth.yaml").write_text(OKRS.replace("target: 260", "target: 230"), "utf-8")
    apply_workspace(applied, by="ana", now=LATER)
    check_in(applied, Given("satisfaction", "0.4", "", "ana", value=6.5), now=LATER)
    laid_over = plain(applied)

    sync(applied, now=LATER, progress=Silent())

    assert plain(applied) == laid_over
