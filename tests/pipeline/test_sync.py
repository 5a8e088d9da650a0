from __future__ import annotations

import datetime as dt
import json

import pandas as pd
import pytest
from pydantic import BaseModel

from dashboard.config import Paths, records_place
from dashboard.domain.errors import Busy, InvalidInput, NotFound
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.snapshot_for_day import snapshot_for_day
from dashboard.pipeline.sync import sync
from dashboard.pipeline.sync_lock import sync_lock
from dashboard.read_model.load import load_state, state_of
from dashboard.records import read, snapshot_files
from dashboard.records.database import open_records
from dashboard.reports.status.answer import status
from kpi_connectors.observations import Delivery
from tests.pipeline.conftest import NOW
from tests.worlds import csv_until


def run(paths: Paths, **options):
    return sync(paths, now=options.pop("now", NOW), progress=Silent(), **options)


def answer(paths: Paths) -> dict:
    state = load_state(paths, NOW)
    assert state is not None
    plain = json.loads(status(state).model_dump_json())
    plain.pop("snapshot")
    return plain


def test_a_sync_brings_the_values_of_the_last_complete_week_to_every_key_result(applied: Paths):
    result = run(applied)

    key_results = {kr["id"]: kr for kr in answer(applied)["objectives"][0]["key_results"]}
    assert result.status == "ok"
    assert key_results["subscriptions"]["value_on"] == "2026-10-12"
    assert key_results["subscriptions"]["value"] == float(
        csv_until(dt.date(2026, 10, 18)).splitlines()[-1].split(",")[2]
    )
    assert 0 < key_results["subscriptions"]["chance"] < 1
    assert key_results["regions"]["progress"] == 0.5
    assert key_results["satisfaction"]["value"] is None
    assert key_results["satisfaction"]["forecast"]["reason"]


def test_a_second_sync_gives_the_same_state_and_writes_no_observations(applied: Paths):
    run(applied)
    before, files = answer(applied), sorted(applied.observations.iterdir())

    result = run(applied)

    assert answer(applied) == before
    assert sorted(applied.observations.iterdir()) == files
    assert result.pulled[0].rows_new == 0


def test_bad_rows_are_set_aside_with_their_line_and_the_good_ones_kept(applied: Paths):
    text = csv_until(dt.date(2026, 10, 18)).splitlines()
    text[3] = "2025-09-15,many,190,3.0"
    (applied.root / "shop.csv").write_text("\n".join(text) + "\n", "utf-8")

    result = run(applied)

    engine = open_records(records_place(applied))
    bad = read.quarantined(engine, read.last_runs(engine)["shop"].id)
    assert result.status == "partial"
    assert [(row.line, row.column, row.value) for row in bad] == [(4, "visitors", "many")]
    assert answer(applied)["objectives"][0]["key_results"][0]["value"] is not None


def test_a_source_that_fails_leaves_what_was_kept_and_says_why(applied: Paths):
    run(applied)
    before = answer(applied)
    (applied.root / "shop.csv").unlink()

    result = run(applied)

    assert result.status == "failed"
    assert "shop.csv" in result.complaints[0]
    assert answer(applied) == before


def test_a_restated_value_counts_from_the_moment_it_was_recorded(applied: Paths):
    run(applied)
    before = answer(applied)
    text = csv_until(dt.date(2026, 10, 18)).splitlines()
    text[-1] = "2026-10-12,1500,300,3.00"
    (applied.root / "shop.csv").write_text("\n".join(text) + "\n", "utf-8")

    result = run(applied, now=NOW + dt.timedelta(minutes=5))

    assert result.pulled[0].rows_restated == 3
    assert answer(applied)["objectives"][0]["key_results"][0]["value"] == 300
    assert before["objectives"][0]["key_results"][0]["value"] != 300


def test_the_newest_day_is_current_whatever_was_published_last(applied: Paths):
    run(applied)
    run(applied, as_of=dt.date(2026, 10, 4))

    state = load_state(applied, NOW)
    assert state is not None
    assert state.as_of == dt.date(2026, 10, 18)


def test_last_weeks_chance_stands_beside_this_weeks(applied: Paths):
    run(applied, as_of=dt.date(2026, 10, 11))
    run(applied)

    state = load_state(applied, NOW)
    assert state is not None
    before = state.last_week("subscriptions")
    assert before is not None
    assert state.change("subscriptions") == pytest.approx(
        state.key_results["subscriptions"].projection.chance - before["chance"]
    )


def test_a_week_gone_by_is_shown_as_it_was(applied: Paths):
    run(applied, as_of=dt.date(2026, 10, 11))
    run(applied)

    state = load_state(applied, NOW, week="2026-W41")
    assert state is not None
    assert state.as_of == dt.date(2026, 10, 11)
    with pytest.raises(NotFound, match="2026-W41"):
        load_state(applied, NOW, week="2026-W30")


def test_two_syncs_at_once_are_one_and_a_clear_word(applied: Paths):
    with sync_lock(applied.state, NOW), pytest.raises(Busy, match="running already"):
        run(applied)


def test_a_day_in_the_future_is_refused(applied: Paths):
    with pytest.raises(InvalidInput, match="has not been yet"):
        run(applied, as_of=dt.date(2026, 11, 1))


def test_before_the_first_apply_a_sync_says_what_to_do(world: Paths):
    with pytest.raises(InvalidInput, match="fremdrift apply"):
        run(world)


def test_a_source_that_nobody_knows_is_named_with_the_nearest(applied: Paths):
    with pytest.raises(NotFound, match="'shop'"):
        run(applied, names=["shp"])


def test_only_what_is_due_is_read(applied: Paths):
    run(applied)

    soon = run(applied, only_due=True, now=NOW + dt.timedelta(minutes=1))
    later = run(applied, only_due=True, now=NOW + dt.timedelta(days=1))

    assert not soon.pulled
    assert [pulled.source for pulled in later.pulled] == ["shop"]


def test_a_publish_leaves_the_snapshot_before_it_untouched(applied: Paths):
    run(applied)
    first = snapshot_files.current_snapshot(open_records(records_place(applied)))
    assert first is not None
    bytes_before = (applied.snapshots / first.file_name).read_bytes()

    run(applied)

    assert (applied.snapshots / first.file_name).read_bytes() == bytes_before


def test_a_status_for_a_published_day_knows_what_was_restated_since(applied: Paths):
    run(applied, as_of=dt.date(2026, 10, 11))
    text = csv_until(dt.date(2026, 10, 18)).splitlines()
    text[-2] = "2026-10-05,1500,300,3.00"
    (applied.root / "shop.csv").write_text("\n".join(text) + "\n", "utf-8")
    run(applied, now=NOW + dt.timedelta(minutes=5))

    with snapshot_for_day(applied, dt.date(2026, 10, 11), NOW + dt.timedelta(minutes=6)) as (
        path,
        is_published,
    ):
        assert state_of(path).key_results["subscriptions"].attainment.value == 300
    assert not is_published


def test_a_failed_source_is_due_again_after_a_pause(applied: Paths):
    data = applied.root / "shop.csv"
    text = data.read_text("utf-8")
    data.unlink()
    run(applied)
    data.write_text(text, "utf-8")

    soon = run(applied, only_due=True, now=NOW + dt.timedelta(minutes=5))
    later = run(applied, only_due=True, now=NOW + dt.timedelta(minutes=11))

    assert not soon.pulled
    assert [pulled.status for pulled in later.pulled] == ["ok"]


def test_a_lost_observations_file_is_read_anew(applied: Paths):
    run(applied)
    before = answer(applied)
    for path in applied.observations.iterdir():
        path.write_bytes(b"broken")

    result = run(applied, now=NOW + dt.timedelta(minutes=5))

    assert result.status == "ok"
    assert answer(applied) == before


def test_a_damaged_snapshot_of_an_earlier_week_stops_nothing(applied: Paths):
    run(applied, now=NOW - dt.timedelta(weeks=1))
    kept = snapshot_files.snapshots(open_records(records_place(applied)))[0]
    (applied.snapshots / kept.file_name).write_bytes(b"broken" * 1000)

    result = run(applied)

    assert result.status == "ok"
    assert any("2026-W41" in line for line in result.complaints)


class Careless:
    """A plug-in that delivers what it was not asked for."""

    type = "careless"
    Config = BaseModel

    def check(self, request):
        yield from ()

    def preview(self, request, rows):
        raise NotImplementedError

    def read(self, request):
        frame = pd.DataFrame(
            {
                "kpi_id": ["foreign"],
                "observed_on": pd.to_datetime(["2026-10-12"]).as_unit("s"),
                "value": [1.0],
            }
        )
        return Delivery(frame.astype({"kpi_id": "str"}), (), 1)


def test_a_plug_in_that_delivers_what_it_was_not_asked_for_is_refused(
    applied: Paths, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("dashboard.pipeline.pull.load_connector", lambda _: Careless())

    result = run(applied)

    assert result.status == "failed"
    assert "foreign" in (result.pulled[0].error or "")
