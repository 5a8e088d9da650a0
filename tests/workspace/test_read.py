from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, model_validator

from dashboard.domain.errors import InvalidFiles
from dashboard.domain.kpi import Freshness
from dashboard.domain.okr import Band, Direction, KeyResult, Milestone
from dashboard.workspace.read import Settings, read_workspace
from kpi_connectors.connector import configs
from tests.workspace.conftest import CONFIGS, FILES, OKRS, SOURCES, CsvConfig, write_workspace


def lines(root: Path, configs: dict[str, type[BaseModel]] = CONFIGS) -> list[str]:
    with pytest.raises(InvalidFiles) as caught:
        read_workspace(root, configs)
    return [str(finding) for finding in caught.value.findings]


def test_a_valid_workspace_is_read_whole(workspace: Path):
    files = read_workspace(workspace, CONFIGS)

    assert files.settings == Settings(name="Nordlys", timezone="Europe/Oslo", locale="nb")
    (okr_set,) = files.okrs
    assert okr_set.cycle.starts_on == dt.date(2026, 10, 1)
    first, second = okr_set.objectives
    assert (first.id, first.team, second.supports) == ("grow-mrr", "growth", "grow-mrr")
    subscriptions, churn, margin = first.key_results
    assert (subscriptions.baseline, subscriptions.target, subscriptions.weight) == (3500, 6000, 2)
    assert subscriptions.kpis[0].threshold == "> 1250"
    assert (churn.due_on, churn.direction) == (None, Direction.DECREASE)
    assert margin.target == Band(low=60, high=70)
    assert second.key_results[0].milestones[0].done_on == dt.date(2026, 11, 2)
    (source,) = files.sources
    assert source.freshness.stale_after == dt.timedelta(days=15)
    assert [kpi.id for kpi in source.kpis] == ["visitors", "subscriptions"]
    assert [check_in.confidence for check_in in files.check_ins] == [0.7, 0.8]
    assert files.check_ins[1].done == "Region one live"


def test_the_options_of_a_source_give_its_configuration_again(workspace: Path):
    (source,) = read_workspace(workspace, CONFIGS).sources

    assert source.options == {"path": "shop.csv", "date": "week"}
    assert CsvConfig.model_validate(source.options) == CsvConfig(path="shop.csv", date="week")


def test_an_empty_folder_is_an_empty_workspace_with_the_folders_name(tmp_path: Path):
    (tmp_path / "fresh").mkdir()

    files = read_workspace(tmp_path / "fresh", CONFIGS)

    assert files.settings == Settings(name="fresh", timezone="UTC", locale="en")
    assert (files.okrs, files.sources, files.check_ins) == ((), (), ())


def test_a_folder_that_is_not_there_is_a_finding(tmp_path: Path):
    assert lines(tmp_path / "nowhere") == [
        ".:1:1: there is no such folder; give the folder of a workspace"
    ]


def test_files_of_one_cycle_are_one_set_and_cycles_come_by_their_start(workspace: Path):
    later = "cycle: {id: 2027-Q1, starts_on: 2027-01-01, ends_on: 2027-03-31}\n"
    same = "cycle: {id: 2026-Q4, starts_on: 2026-10-01, ends_on: 2026-12-31}\nteam: support\n"
    write_workspace(
        workspace,
        {
            "okrs/a-later.yaml": later + "objectives: [{id: later, title: Later, team: x}]\n",
            "okrs/teams/support.YML": same + "objectives: [{id: kind, title: Be kind}]\n",
        },
    )

    okrs = read_workspace(workspace, CONFIGS).okrs

    assert [okr_set.cycle.id for okr_set in okrs] == ["2026-Q4", "2027-Q1"]
    assert [o.id for o in okrs[0].objectives] == ["grow-mrr", "two-regions", "kind"]
    assert [o.team for o in okrs[0].objectives] == ["growth", "growth", "support"]


def test_mistakes_of_all_files_come_at_once_in_the_order_of_the_files(workspace: Path):
    write_workspace(
        workspace,
        {
            "okrs/q4.yaml": OKRS.replace("target: 6000", "target: 3500").replace("8.5", "yes"),
            "sources/shop.yaml": SOURCES.replace("grain: week", "grain: weeks"),
            "check-ins/past.csv": FILES["check-ins/past.csv"].replace("80%", "8"),
            "workspace.yaml": "zone: UTC\n",
        },
    )

    found = [line.split(": ")[0] for line in lines(workspace)]

    assert found == [
        "check-ins/past.csv:3:21",
        "okrs/q4.yaml:14:17",
        "okrs/q4.yaml:24:19",
        "sources/shop.yaml:9:51",
        "sources/shop.yaml:10:58",
        "workspace.yaml:1:1",
    ]


def test_what_an_unread_file_may_hold_is_not_called_unknown(workspace: Path):
    write_workspace(
        workspace, {"sources/shop.yaml": "kpis: [", "okrs/other.yaml": "objectives: ["}
    )
    okrs = OKRS.replace("supports: grow-mrr", "supports: from-the-other-file")
    check_ins = FILES["check-ins/past.csv"] + "from-the-other-file,2026-10-16,1,,,ana,\n"
    write_workspace(workspace, {"okrs/q4.yaml": okrs, "check-ins/past.csv": check_ins})

    found = [line.split(":")[0] for line in lines(workspace)]

    assert found == ["okrs/other.yaml", "sources/shop.yaml"]


def test_check_ins_of_an_archived_key_result_are_read_and_of_an_unknown_one_are_not(
    workspace: Path,
):
    archived = {
        "left": KeyResult(
            id="left",
            title="Gone",
            direction=Direction.MILESTONE,
            milestones=(Milestone(title="Gone"),),
        )
    }
    check_ins = FILES["check-ins/past.csv"] + "left,2026-10-16,,,,ana,Gone\n"
    write_workspace(workspace, {"check-ins/past.csv": check_ins})

    assert read_workspace(workspace, CONFIGS, archived).check_ins[2].key_result == "left"
    assert [line.split(".")[1] for line in lines(workspace)] == [
        'csv:4:1: key_result: there is no key result "left"'
    ]

    write_workspace(workspace, {"check-ins/past.csv": check_ins.replace(",Gone", ",Went")})
    with pytest.raises(InvalidFiles, match='"left" has no milestone "Went"'):
        read_workspace(workspace, CONFIGS, archived)


def test_the_files_say_what_a_key_result_is_before_what_was_archived_does(workspace: Path):
    archived = {"regions": KeyResult(id="regions", title="Regions", direction=Direction.INCREASE)}

    assert read_workspace(workspace, CONFIGS, archived).check_ins[1].done == "Region one live"


def test_check_ins_after_today_are_refused(workspace: Path):
    with pytest.raises(InvalidFiles, match=r"past\.csv:3:9: on: 2026-11-02 is in the future"):
        read_workspace(workspace, CONFIGS, today=dt.date(2026, 11, 1))
    assert len(read_workspace(workspace, CONFIGS, today=dt.date(2026, 11, 2)).check_ins) == 2


def test_a_folder_of_blanks_still_gives_a_name(tmp_path: Path):
    (tmp_path / "  ").mkdir()

    assert read_workspace(tmp_path / "  ", CONFIGS).settings.name == "Workspace"


def test_freshness_that_is_left_out_follows_the_coarsest_grain(workspace: Path):
    text = SOURCES.replace(
        "freshness: {late_after: 8d, stale_after: 15d}", "freshness: {late_after: 40d}"
    )
    write_workspace(
        workspace,
        {
            "sources/shop.yaml": text.replace(
                "subscriptions, grain: week", "subscriptions, grain: month"
            )
        },
    )

    (source,) = read_workspace(workspace, CONFIGS).sources

    assert source.freshness == Freshness(
        late_after=dt.timedelta(days=40), stale_after=dt.timedelta(days=70)
    )


def test_what_the_csv_kind_of_today_refuses_is_told_at_its_own_line(workspace: Path):
    def told(*options: str) -> list[str]:
        text = SOURCES.replace("date: week\n", "date: week\n" + "".join(f"{o}\n" for o in options))
        write_workspace(workspace, {"sources/shop.yaml": text})
        return [line.split(", ")[0] for line in lines(workspace, configs())]

    assert told("decimal: ','") == [
        "sources/shop.yaml:5:10: decimal: decimal and delimiter are both ','"
    ]
    assert told("delimiter: ';'", "thousands: '.'") == [
        "sources/shop.yaml:6:12: thousands: decimal and thousands are both '.'; one of them must be another mark"
    ]
    assert told("sheet: Sales") == ['sources/shop.yaml:5:1: the key "sheet" is not known here']
    assert "it belongs to excel; possible are source, type, date" in lines(workspace, configs())[0]


def test_a_byte_order_mark_is_tolerated(workspace: Path):
    for name, text in FILES.items():
        (workspace / name).write_text(text, encoding="utf-8-sig")

    assert len(read_workspace(workspace, CONFIGS).check_ins) == 2


def test_windows_line_ends_are_read_with_the_same_places(workspace: Path):
    spoiled = OKRS.replace("target: 6000", "target: 3500").replace("\n", "\r\n")
    (workspace / "okrs/q4.yaml").write_text(spoiled, encoding="utf-8", newline="")

    assert [line[:18] for line in lines(workspace)] == ["okrs/q4.yaml:14:17"]


@pytest.mark.parametrize(
    ("encoding", "place", "said"),
    [
        ("latin-1", "okrs/q4.yaml:5:18", "the byte 0xF8 is not UTF-8"),
        ("utf-16", "okrs/q4.yaml:1:1", "the file looks like UTF-16"),
        ("utf-16-le", "okrs/q4.yaml:1:1", "the file looks like UTF-16"),
    ],
)
def test_another_encoding_is_named(workspace: Path, encoding: str, place: str, said: str):
    text = OKRS.replace("Grow Monthly", "Grow bø Monthly")
    (workspace / "okrs/q4.yaml").write_bytes(text.encode(encoding))

    (line,) = lines(workspace)

    assert line.startswith(f"{place}: {said}")
    assert "save it as UTF-8" in line


def test_a_file_that_is_too_large_is_refused_unread(workspace: Path):
    (workspace / "okrs/q4.yaml").write_text(OKRS + "# much\n" * 40_000)

    assert lines(workspace) == ["okrs/q4.yaml:1:1: the file is larger than 256 KB; split it"]


def test_a_flood_of_mistakes_is_cut(workspace: Path):
    (workspace / "okrs/q4.yaml").write_text(OKRS + "".join(f"k{i}: 1\n" for i in range(500)))

    found = lines(workspace)

    assert len(found) == 201
    assert "and more mistakes in this file from here on" in found[-1]


def test_a_link_that_leaves_the_workspace_is_refused(workspace: Path, tmp_path: Path):
    outside = tmp_path / "outside.yaml"
    outside.write_text(OKRS)
    (workspace / "okrs/link.yaml").symlink_to(outside)
    (workspace / "okrs/nowhere.yaml").symlink_to(tmp_path / "nowhere")
    (workspace / "sources/folder").symlink_to(tmp_path)
    (workspace / "data.csv").symlink_to("/etc/hostname")
    write_workspace(workspace, {"sources/shop.yaml": SOURCES.replace("shop.csv", "data.csv")})

    assert [line.split("; ")[0] for line in lines(workspace)] == [
        "okrs/link.yaml:1:1: this is a link that leaves the workspace",
        "okrs/nowhere.yaml:1:1: this link leads nowhere",
        "sources/folder:1:1: a link to a folder is not followed",
        'sources/shop.yaml:3:7: path: "data.csv" is a link that leaves the workspace',
    ]


def test_a_link_inside_the_workspace_is_read(workspace: Path):
    (workspace / "okrs/q4.yaml").rename(workspace / "kept.yaml")
    (workspace / "okrs/q4.yaml").symlink_to(workspace / "kept.yaml")

    assert len(read_workspace(workspace, CONFIGS).okrs) == 1


def test_hidden_files_and_other_kinds_are_left_alone(workspace: Path):
    write_workspace(
        workspace,
        {
            "okrs/.#q4.yaml": "[",
            "okrs/.git/a.yaml": "[",
            "okrs/notes.txt": "[",
            "sources/a.csv": "",
        },
    )

    assert len(read_workspace(workspace, CONFIGS).okrs) == 1


def test_a_pipe_in_place_of_a_file_does_not_keep_the_reader_waiting(workspace: Path):
    os.mkfifo(workspace / "okrs/pipe.yaml")

    assert "is not an ordinary file" in lines(workspace)[0]


def test_a_file_in_place_of_a_folder_is_told(tmp_path: Path):
    write_workspace(tmp_path, {"okrs": "", "workspace.yaml/x": ""})

    assert [line.split(":")[0] for line in lines(tmp_path)] == ["okrs", "workspace.yaml"]


def test_a_connector_whose_own_check_breaks_is_told_and_the_rest_goes_on(workspace: Path):
    class Broken(BaseModel):
        """A configuration that fails in its own way."""

        model_config = ConfigDict(extra="allow")

        @model_validator(mode="after")
        def _check(self) -> Broken:
            raise ZeroDivisionError

    spoiled = SOURCES.replace("schedule: weekly", "schedule: never")
    write_workspace(workspace, {"sources/shop.yaml": spoiled})

    assert [line.split(": ", 1)[1] for line in lines(workspace, {"csv": Broken})] == [
        "the connector could not check this source (ZeroDivisionError)",
        "schedule: 'never' is not a schedule; write hourly, daily, weekly or a cron line of five fields",
    ]


def test_a_secret_that_is_written_out_is_repeated_nowhere(workspace: Path):
    secret = "hunter2-hunter2"  # the canary
    rest = (
        f"source: api\ntype: rest\nurl: 'https://a:{secret}@x'\nheaders: {{password: {secret}}}\n"
    )
    write_workspace(workspace, {"sources/api.yaml": rest + f"auth: {{value: [{secret}]}}\n"})

    found = lines(workspace)

    assert len(found) == 3
    assert secret not in "\n".join(found)
