from __future__ import annotations

import os
from pathlib import Path

import pytest

from kpi_connectors import files
from kpi_connectors.errors import ConnectorError, SourceRefused, SourceUnavailable
from kpi_connectors.files import locate
from kpi_connectors.observations import KpiSpec

VISITS = (KpiSpec("visits", "v", "day"),)


def test_a_file_inside_is_found_through_links(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/x.csv").write_text("d,v\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "deep/x.csv")
    assert locate(tmp_path, "link.csv") == (tmp_path / "deep/x.csv").resolve()
    assert locate(tmp_path, "deep/../deep/x.csv") == (tmp_path / "deep/x.csv").resolve()


@pytest.mark.parametrize(
    "given",
    ["../outside.csv", "/etc/passwd", "deep/../../outside.csv", "leak.csv", "leak/outside.csv"],
)
def test_nothing_outside_is_read(given, tmp_path):
    root = tmp_path / "root"
    (root / "deep").mkdir(parents=True)
    (tmp_path / "outside.csv").write_text("d,v\n")
    (root / "leak.csv").symlink_to(tmp_path / "outside.csv")
    (root / "leak").symlink_to(tmp_path)
    with pytest.raises(SourceRefused, match="leaves the workspace") as caught:
        locate(root, given)
    assert caught.value.kind == "outside"


def test_even_an_absolute_path_inside_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("")
    with pytest.raises(SourceRefused, match="relative path"):
        locate(tmp_path, str(tmp_path / "x.csv"))


def test_a_missing_file_names_the_nearest(tmp_path):
    (tmp_path / "shop.csv").write_text("")
    with pytest.raises(
        SourceUnavailable, match=r"no file shpo\.csv .* Did you mean 'shop\.csv'\?"
    ) as caught:
        locate(tmp_path, "shpo.csv")
    assert caught.value.kind == "missing_file"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("zzz", "The folder has shop.csv."),
        ("no/x.csv", "no folder no"),
        ("empty/x", "has no files"),
    ],
)
def test_a_missing_file_says_what_there_is(given, said, tmp_path):
    (tmp_path / "shop.csv").write_text("")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceUnavailable, match=said):
        locate(tmp_path, given)


def test_folders_and_pipes_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for given in (".", "pipe"):
        with pytest.raises(SourceRefused, match="is not a file"):
            locate(tmp_path, given)


def test_a_file_that_is_too_large_is_not_opened(tmp_path):
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(files.MOST_BYTES + 1)
    with pytest.raises(SourceRefused, match="at most 536,870,912 are read"):
        locate(tmp_path, "big.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_says_so(tmp_path):
    (tmp_path / "x.csv").touch(mode=0o000)
    with pytest.raises(SourceRefused, match="cannot be read: Permission denied"):
        locate(tmp_path, "x.csv")


def test_a_check_goes_through_the_real_read_step_by_step(ask, tmp_path):
    (tmp_path / "x.csv").write_text("d,v\n2026-01-05,1\n2026-01-06,2\n")
    connector, request = ask("csv", VISITS, path="x.csv", date="d")
    steps = list(connector.check(request))
    assert [(step.name, step.ok) for step in steps] == [
        (name, True)
        for name in (
            "file found",
            "opened",
            "columns found",
            "rows read",
            "dates read",
            "values read",
            "good rows",
            "bad rows",
        )
    ]
    assert steps[4].detail == "2026-01-05 to 2026-01-06"
    assert steps[6].detail == "2 observations"


@pytest.mark.parametrize(
    ("content", "failed"),
    [
        (None, "file found"),
        (b"\xff\xff", "opened"),
        (b"", "opened"),
        (b"d,w\n", "columns found"),
        (b"d,v\n1,\xff\n", "rows read"),
        (b"d,v\n\n", "rows read"),
    ],
)
def test_a_check_ends_at_the_step_that_fails_and_says_why(content, failed, ask, tmp_path):
    if content is not None:
        # beyond the first block that the decoder reads, so that the header is still read
        padding = b"2026-01-05,1\n" * 2000 if b"1,\xff" in content else b""
        (tmp_path / "x.csv").write_bytes(content.replace(b"d,v\n", b"d,v\n" + padding))
    connector, request = ask("csv", VISITS, path="x.csv", date="d")
    *before, last = connector.check(request)
    assert (last.name, last.ok) == (failed, False)
    assert all(step.ok for step in before)
    with pytest.raises(ConnectorError) as caught:
        connector.read(request)
    assert last.detail == str(caught.value)


def test_a_check_tells_what_is_only_worth_a_look(ask, tmp_path):
    (tmp_path / "x.csv").write_text("d,v,w\n2026-01-05,1,\n2026-01-06,x,\n5.1.2026,1,\n")
    kpis = (*VISITS, KpiSpec("other", "w", "day"))
    connector, request = ask("csv", kpis, path="x.csv", date="d")
    steps = {step.name: step for step in connector.check(request)}
    assert (steps["values read"].ok, steps["values read"].detail) == (None, "no value for other")
    assert (steps["dates read"].ok, steps["bad rows"].ok) == (False, False)
    assert steps["bad rows"].detail.startswith("2; the first: x.csv:3: v: 'x' is not a number")


def test_a_preview_shows_the_first_rows_as_they_stand(ask, tmp_path):
    (tmp_path / "x.csv").write_text("d,v,note\n2026-01-05,1, å \n2026-01-06,x,\n2026-01-07,3,\n")
    connector, request = ask("csv", VISITS, path="x.csv", date="d")
    preview = connector.preview(request, 2)
    assert preview.columns == ("d", "v", "note")
    assert preview.rows == [["2026-01-05", "1", " å "], ["2026-01-06", "x", ""]]
    assert (len(preview.delivery.observations), preview.delivery.bad_count) == (1, 1)


def test_progress_is_told(ask, tmp_path):
    (tmp_path / "x.csv").write_text("d,v\n2026-01-05,1\n2026-01-06\n")
    connector, request = ask("csv", VISITS, path="x.csv", date="d")
    told: list[tuple[int, int | None]] = []
    connector.read(
        type(request)(
            **(vars(request) | {"progress": lambda done, total: told.append((done, total))})
        )
    )
    assert told == [(2, None)]


def test_real_series_are_read_whole(ask, read, tmp_path):
    given = os.environ.get("FREMDRIFT_SHARED") or Path(__file__).parents[2] / "../shared"
    real = Path(given) / "real/us-economy/series.csv"
    if not real.exists():
        pytest.skip(f"the real series are not at {real}")
    (tmp_path / "series.csv").write_bytes(real.read_bytes())
    delivery = read(
        "csv",
        [KpiSpec("payrolls", "payroll_employment", "month")],
        path="series.csv",
        date="month",
    )
    assert not delivery.bad_rows
    by_month = delivery.observations.set_index("observed_on")["value"]
    assert by_month["1990-01-01"] == 109189.0
    assert len(by_month) == delivery.rows_read
