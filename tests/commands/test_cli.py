from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import jsonschema
import pytest

from dashboard.reports.status.answer import SCHEMA
from tests.commands.conftest import Commands
from tests.worlds import OKRS

SHARED = Path(os.environ.get("FREMDRIFT_SHARED", Path(__file__).parents[2].parent / "shared"))


def test_apply_prints_the_plan_and_a_second_one_changes_nothing(fremdrift: Commands):
    first, second = fremdrift("apply").stdout, fremdrift("apply").stdout

    assert "+ key result subscriptions: More new subscriptions a week" in first
    assert "nothing to do" in second


def test_a_changed_target_is_told_with_its_old_and_new_value(fremdrift: Commands):
    fremdrift("apply")
    (fremdrift.root / "okrs" / "growth.yaml").write_text(
        OKRS.replace("target: 260", "target: 280"), "utf-8"
    )

    dry, real = fremdrift("apply", "--dry-run").stdout, fremdrift("apply").stdout

    assert "target: 260 → 280" in dry
    assert "nothing was stored" in dry
    assert "target: 260 → 280" in real


def test_a_dry_run_of_the_first_apply_makes_no_file(fremdrift: Commands):
    fremdrift("apply", "--dry-run")

    assert not (fremdrift.root / "state").exists()


def test_a_mistake_in_a_file_is_told_with_its_place_and_nothing_is_stored(fremdrift: Commands):
    (fremdrift.root / "okrs" / "growth.yaml").write_text(
        OKRS.replace("kpi: churn-rate", "kpi: churn-rat"), "utf-8"
    )

    done = fremdrift("apply", code=2)

    assert "okrs/growth.yaml:21:" in done.stderr
    assert "churn-rate" in done.stderr
    assert not (fremdrift.root / "state").exists()


def test_the_last_line_of_a_sync_is_one_json_object(fremdrift: Commands):
    fremdrift("apply")

    done = fremdrift("sync", "--as-of", "2026-10-18")

    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["status"] == "ok"
    assert answer["sources"][0]["source"] == "shop"
    assert "Reading sources (1)" in done.stderr


def test_a_sync_with_a_bad_row_exits_with_three_and_one_that_fails_with_one(fremdrift: Commands):
    fremdrift("apply")
    data = fremdrift.root / "shop.csv"
    data.write_text(data.read_text("utf-8").replace("2025-09-15,", "2025-09-15,x"), "utf-8")

    fremdrift("sync", "--as-of", "2026-10-18", code=3)
    data.unlink()
    fremdrift("sync", "--as-of", "2026-10-18", code=1)


def test_in_a_process_of_its_own_standard_output_holds_nothing_but_the_answer(fremdrift: Commands):
    fremdrift("apply")

    synced = fremdrift.in_own_process("sync", "--as-of", "2026-10-18")
    told = fremdrift.in_own_process("status", "--json", "--as-of", "2026-10-18")

    assert [json.loads(line)["status"] for line in synced.stdout.splitlines()] == ["ok"]
    assert json.loads(told.stdout)["as_of"] == "2026-10-18"


def test_status_as_json_keeps_its_schema(fremdrift: Commands):
    fremdrift("apply")
    fremdrift("sync", "--as-of", "2026-10-18")

    for arguments in (["--as-of", "2026-10-18"], ["--as-of", "2026-10-11"], ["--all"]):
        answer = json.loads(fremdrift("status", "--json", *arguments).stdout)
        jsonschema.validate(answer, json.loads(SCHEMA.read_text("utf-8")))
    assert answer["objectives"][0]["key_results"][0]["id"] == "subscriptions"


def test_status_for_a_person_names_every_key_result(fremdrift: Commands):
    fremdrift("apply")

    out = fremdrift("status", "--as-of", "2026-10-18").stdout

    assert "More new subscriptions a week" in out
    assert "no forecast" in out


def test_a_check_in_is_kept_and_seen(fremdrift: Commands):
    fremdrift("apply")

    said = fremdrift(
        "check-in", "subscriptions", "--confidence", "70%", "--note", "Going well", "--as", "ana"
    )

    assert "Checked in on subscriptions" in said.stdout
    out = fremdrift.root / "out.csv"
    fremdrift("export", "check-ins", "--out", str(out))
    assert "Going well" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["subscriptons", "--confidence", "0.5"], "subscriptions"),
        (["subscriptions", "--confidence", "7"], "0.7"),
        (
            ["subscriptions", "--confidence", "0.5", "--on", "2099-01-01"],
            "cannot be made before that day",
        ),
        (["subscriptions", "--confidence", "0.5", "--on", "2026-02-30"], "2026-02-30"),
        (["subscriptions", "--confidence", "0.5", "--done", "Region two"], "has no steps"),
        (["regions", "--confidence", "0.5", "--value", "3"], "--done"),
        (["satisfaction", "--confidence", "0.5", "--value", "nan"], "--value"),
        (["satisfaction", "--confidence", "nan"], "nan"),
        (["regions", "--confidence", "0.5", "--done", "Region too"], "Region two"),
    ],
)
def test_a_check_in_that_cannot_be_is_refused_with_the_way_out(
    fremdrift: Commands, arguments: list[str], words: str
):
    fremdrift("apply")

    done = fremdrift("check-in", *arguments, "--note", "", "--as", "ana", code=2)

    assert words in done.stderr


def test_an_import_repeated_is_an_import_once(fremdrift: Commands):
    fremdrift("apply")
    file = fremdrift.root / "past.csv"
    file.write_text(
        "key_result,on,value,confidence,note,by\nsubscriptions,2026-10-09,,0.6,Slow,ana\n", "utf-8"
    )

    first, second = (fremdrift("import", "check-ins", str(file)).stdout for _ in range(2))

    assert first.startswith("1 check-ins imported, 0 were")
    assert second.startswith("0 check-ins imported, 1 were")


def test_exported_okrs_applied_again_change_nothing(fremdrift: Commands):
    fremdrift("apply")
    out = fremdrift.root / "out"
    fremdrift("export", "okrs", "--out", str(out))

    shutil.rmtree(fremdrift.root / "okrs")
    out.rename(fremdrift.root / "okrs")

    assert "nothing to do" in fremdrift("apply").stdout


def test_snapshots_can_be_listed_and_gone_back_to(fremdrift: Commands):
    fremdrift("apply")
    fremdrift("sync", "--as-of", "2026-10-11")
    fremdrift("sync", "--as-of", "2026-10-18")
    first = next(
        line.split()[0]
        for line in fremdrift("snapshots", "list").stdout.splitlines()
        if "2026-10-11" in line
    )

    fremdrift("snapshots", "use", first)

    current = [
        line for line in fremdrift("snapshots", "list").stdout.splitlines() if "current" in line
    ]
    assert current[-1].startswith(first)
    assert "There is no snapshot" in fremdrift("snapshots", "use", "2026-01-01-x", code=2).stderr


def test_a_source_can_be_listed_tested_and_looked_at(fremdrift: Commands):
    fremdrift("apply")

    assert "shop" in fremdrift("sources", "list").stdout
    assert "failed" not in fremdrift("sources", "test", "shop").stdout
    assert "2025-09-01" in fremdrift("sources", "preview", "shop", "--rows", "3").stdout
    assert "Did you mean 'shop'" in fremdrift("sources", "test", "shp", code=2).stderr


def test_a_check_in_needs_to_say_whose_it_is(fremdrift: Commands):
    fremdrift("apply")

    done = fremdrift(
        "check-in", "subscriptions", "--confidence", "0.5", "--note", "", "--as", " ", code=2
    )

    assert "--as" in done.stderr


def test_what_left_the_files_is_archived_and_its_check_ins_can_be_read_back(fremdrift: Commands):
    past = fremdrift.root / "check-ins" / "past.csv"
    past.parent.mkdir()
    past.write_text(
        "key_result,on,value,confidence,note,by\nchurn,2026-10-09,,0.6,Slow,ana\n", "utf-8"
    )
    fremdrift("apply")
    without = re.sub(r"      - id: churn\n(        .*\n)*?(?=      - id)", "", OKRS)
    (fremdrift.root / "okrs" / "growth.yaml").write_text(without, "utf-8")

    plan = fremdrift("apply").stdout
    out = fremdrift.root / "out.csv"
    fremdrift("export", "check-ins", "--out", str(out))

    assert "- key result churn" in plan
    assert "Slow" in out.read_text("utf-8")
    assert fremdrift("import", "check-ins", str(out)).stdout.startswith(
        "0 check-ins imported, 1 were"
    )


def test_files_that_are_gone_archive_nothing_unless_that_is_meant(fremdrift: Commands):
    fremdrift("apply")
    shutil.rmtree(fremdrift.root / "okrs")

    refused = fremdrift("apply", code=2)
    meant = fremdrift("apply", "--remove-all").stdout

    assert "--remove-all" in refused.stderr
    assert "- objective grow" in meant


def test_rows_that_were_set_aside_can_be_seen_after_the_file_was_mended(fremdrift: Commands):
    fremdrift("apply")
    data = fremdrift.root / "shop.csv"
    text = data.read_text("utf-8")
    data.write_text(text.replace("2025-09-15,", "2025-09-15,x"), "utf-8")
    said = fremdrift("sync", "--as-of", "2026-10-18", code=3).stderr
    data.write_text(text, "utf-8")

    lines = fremdrift("sources", "rejected", "shop").stdout.splitlines()

    assert "fremdrift sources rejected shop" in said
    assert lines[0].startswith("shop.csv:4: visitors:")
    assert "1 set aside" in fremdrift("sources", "list").stdout


def test_a_sync_that_cannot_be_ends_with_one_json_object_too(fremdrift: Commands):
    done = fremdrift("sync", code=2)

    assert json.loads(done.stdout.splitlines()[-1])["status"] == "failed"
    assert "fremdrift apply" in done.stderr


def test_where_no_cycle_runs_the_status_says_so(fremdrift: Commands):
    fremdrift("apply")

    out = fremdrift("status", "--as-of", "2026-05-01").stdout

    assert "no cycle contains the day" in out
    assert "2026-Q4" in out


def test_a_status_makes_no_database(fremdrift: Commands):
    fremdrift("status", code=2)

    assert not (fremdrift.root / "state").exists()


def test_a_workspace_that_is_not_there_is_named(commands_on, tmp_path: Path):
    done = commands_on(tmp_path / "nowhere")("status", code=2)

    assert "nowhere" in done.stderr
    assert "fremdrift demo" in done.stderr


@pytest.mark.skipif(
    not (SHARED / "real").is_dir(), reason=f"the real workspace is not at {SHARED}"
)
def test_the_real_workspace_gives_the_known_figures(commands_on, tmp_path: Path):
    fremdrift = commands_on(Path(shutil.copytree(SHARED / "real" / "us-economy", tmp_path / "us")))
    fremdrift("apply")
    fremdrift("sync", "--as-of", "2019-06-30")

    answer = json.loads(fremdrift("status", "--json", "--as-of", "2019-06-30").stdout)

    found = {kr["id"]: kr for objective in answer["objectives"] for kr in objective["key_results"]}
    assert found["payrolls-2019"]["value"] == 150844
    assert found["payrolls-2019"]["progress"] == pytest.approx(0.521, abs=0.0005)
    assert found["completions-2019"]["progress"] == pytest.approx(0.635, abs=0.0005)
    assert found["long-term-unemployed-2019"]["progress"] < 0
    assert found["zoning-2019"]["progress"] == pytest.approx(1 / 3)
    measured = [kr for kr in found.values() if kr["direction"] != "milestone"]
    assert len(measured) == 6
    for kr in measured:
        ranges = [
            kr["forecast"][name] for name in ("low80", "low50", "median", "high50", "high80")
        ]
        assert 0 <= kr["chance"] <= 1
        assert ranges == sorted(ranges)


def test_an_export_overwrites_no_okr_file_and_names_the_kinds_it_can_write(fremdrift: Commands):
    fremdrift("apply")
    out = fremdrift.root / "out"
    fremdrift("export", "okrs", "--out", str(out))

    again = fremdrift("export", "okrs", "--out", str(out), code=2)
    other = fremdrift("export", "observations", "--out", str(fremdrift.root / "x.xlsx"), code=2)

    assert "overwrites no OKR file" in again.stderr
    assert ".parquet" in other.stderr


def indicators(fremdrift: Commands) -> dict[str, dict]:
    answer = json.loads(fremdrift("status", "--json", "--all").stdout)
    jsonschema.validate(answer, json.loads(SCHEMA.read_text("utf-8")))
    key_results = {kr["id"]: kr for o in answer["objectives"] for kr in o["key_results"]}
    return {one["kpi"]: one for one in key_results["subscriptions"]["indicators"]}


def test_a_verdict_is_overridden_with_a_reason_and_left_to_the_data_again(fremdrift: Commands):
    fremdrift("apply")
    fremdrift("sync")
    before = indicators(fremdrift)["visitors"]
    named = ("override", "subscriptions", "visitors", "--as", "ana")

    done = fremdrift(*named, "--role", "lagging", "--reason", "A strike")

    after = indicators(fremdrift)["visitors"]
    assert done.stdout.strip() == "visitors on subscriptions counts as lagging from now on."
    assert after == before | {"role": "lagging", "basis": "overridden"}
    fremdrift(*named, "--withdraw")
    assert indicators(fremdrift)["visitors"] == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--role", "lagging"), "An override needs a reason."),
        (("--reason", "So"), "Set the role with --role leading"),
        (("--role", "both", "--reason", "So"), "--role both is not a role"),
        (("--role", "leading", "--withdraw"), "not both"),
        (("--withdraw",), "nothing to withdraw"),
    ],
)
def test_an_override_that_cannot_be_is_told_what_is_missing(
    fremdrift: Commands, arguments: tuple[str, ...], told: str
):
    fremdrift("apply")
    done = fremdrift("override", "subscriptions", "visitors", "--as", "ana", *arguments, code=2)
    assert told in " ".join(done.stderr.split())


def test_what_was_never_said_by_the_data_cannot_be_accepted(fremdrift: Commands):
    fremdrift("apply")
    done = fremdrift("accept", "subscriptions", "visitors", "--as", "ana", code=2)
    assert "nothing to accept yet" in " ".join(done.stderr.split())
