from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.domain.errors import InvalidInput, StoreError
from dashboard.domain.kpi import Grain
from dashboard.observations.store import store

MORNING = dt.datetime(2027, 6, 1, 5, tzinfo=dt.UTC)

observations = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 20))),
    st.floats(-1e300, 1e300),
    min_size=1,
    max_size=20,
)
many = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=12
)


def rows_of(delivery):
    return [(kpi, day, value) for (kpi, day), value in delivery.items()]


def kept(path: Path) -> list[tuple[str, str, float, str]]:
    table = pq.read_table(path).to_pylist()
    return [
        (r["kpi_id"], str(r["observed_on"]), r["value"], f"{r['recorded_at']:%m-%d}")
        for r in table
    ]


def test_a_first_delivery_makes_a_sorted_file_in_the_agreed_types(shelf):
    stored = shelf.add([("b", "2026-01-05", 1), ("a", "2026-01-12", 2), ("a", "2026-01-05", 3)])
    assert (stored.rows, stored.new, stored.restated) == (3, 3, 0)
    assert stored.file_name.startswith("shop-20270601T050000Z-")
    file = pq.ParquetFile(shelf.current)
    types = {field.name: field.type for field in file.schema_arrow}
    assert types == {
        "kpi_id": pa.string(),
        "grain": pa.string(),
        "observed_on": pa.date32(),
        "value": pa.float64(),
        "recorded_at": pa.timestamp("us", "UTC"),
    }
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert kept(shelf.current) == [
        ("a", "2026-01-05", 3.0, "06-01"),
        ("a", "2026-01-12", 2.0, "06-01"),
        ("b", "2026-01-05", 1.0, "06-01"),
    ]


def test_a_restated_value_stands_beside_the_one_it_replaces(shelf):
    shelf.add([("a", "2026-01-05", 1), ("a", "2026-01-06", 2)])
    before = shelf.current
    stored = shelf.add(
        [("a", "2026-01-05", 1), ("a", "2026-01-06", 5), ("a", "2026-01-07", 3)], days_later=1
    )
    assert (stored.rows, stored.new, stored.restated) == (4, 1, 1)
    assert kept(shelf.current) == [
        ("a", "2026-01-05", 1.0, "06-01"),
        ("a", "2026-01-06", 2.0, "06-01"),
        ("a", "2026-01-06", 5.0, "06-02"),
        ("a", "2026-01-07", 3.0, "06-02"),
    ]
    assert len(kept(before)) == 2, "an earlier file is never changed"


def test_a_value_that_returns_is_a_restatement_of_its_own(shelf):
    for day, value in enumerate([1, 2, 1]):
        shelf.add([("a", "2026-01-05", value)], days_later=day)
    assert [value for _, _, value, _ in kept(shelf.current)] == [1.0, 2.0, 1.0]


def test_a_kpi_whose_grain_has_changed_is_brought_anew_beside_its_former_rows(shelf):
    # Monday 2026-01-05 is the same date for the day and for the week, here even with the same value
    shelf.add([("a", "2026-01-05", 1), ("b", "2026-01-05", 1)])
    stored = shelf.add([("a", "2026-01-05", 1), ("a", "2026-01-12", 2)], 1, grain="week")
    assert (stored.rows, stored.new, stored.restated) == (4, 2, 0)
    rows = pq.read_table(shelf.current).select(["kpi_id", "grain", "value"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("a", "day", 1.0), ("a", "week", 1.0), ("a", "week", 2.0), ("b", "day", 1.0),
    ]  # fmt: skip
    assert shelf.add([("a", "2026-01-05", 1)], 2, grain="week") is None
    assert shelf.add([("a", "2026-01-05", 1)], 2, grain="day") is None, "its days were kept"
    assert shelf.add([("a", "2026-01-05", 3)], 2, grain="week").restated == 1


def test_the_fingerprint_knows_the_grain(new_shelf):
    rows = [("a", "2026-01-05", 1)]
    daily, weekly = (new_shelf().add(rows, grain=grain).fingerprint for grain in ("day", "week"))
    assert daily != weekly


def test_a_kpi_without_a_grain_is_not_stored(tmp_path):
    rows = pd.DataFrame(
        {"kpi_id": ["a"], "observed_on": [pd.Timestamp("2026-01-05")], "value": [1.0]}
    )
    with pytest.raises(InvalidInput, match="'a' was delivered, but its grain is not known"):
        store(tmp_path, "s", rows, None, MORNING, grains={"b": Grain.DAY})
    assert list(tmp_path.iterdir()) == []


def test_what_a_source_no_longer_delivers_stays(shelf):
    shelf.add([("a", "2026-01-05", 1)])
    stored = shelf.add([("b", "2026-01-05", 1)], days_later=1)
    assert (stored.rows, stored.new) == (2, 1)


def test_a_clock_that_was_set_back_buries_no_restatement(shelf, plain):
    shelf.add([("a", "2026-01-05", 1)], grain="week")
    shelf.add([("a", "2026-01-05", 2)], days_later=-1, grain="week")
    assert plain(shelf.ask("2026-02-01", "week"), "week")[0][2] == 2.0


def test_an_empty_delivery_writes_nothing(shelf):
    assert shelf.add([]) is None
    assert list(shelf.folder.iterdir()) == []


@many
@given(observations)
def test_storing_twice_is_storing_once(new_shelf, delivery):
    shelf = new_shelf()
    first = shelf.add(rows_of(delivery))
    assert (first.new, first.restated) == (len(delivery), 0)
    assert shelf.add(rows_of(delivery), days_later=1) is None
    assert [path.name for path in shelf.folder.iterdir()] == [first.file_name]


@many
@given(observations, observations)
def test_counts_say_what_changed(new_shelf, first, second):
    shelf = new_shelf()
    shelf.add(rows_of(first))
    stored = shelf.add(rows_of(second), days_later=1)
    new = sum(key not in first for key in second)
    restated = sum(key in first and first[key] != value for key, value in second.items())
    assert (stored is None) == (new + restated == 0)
    if stored is not None:
        assert (stored.new, stored.restated, stored.rows) == (
            new,
            restated,
            len(first) + new + restated,
        )


@many
@given(observations)
def test_the_fingerprint_is_of_the_rows_and_not_of_their_order(new_shelf, delivery):
    one, other = new_shelf(), new_shelf("elsewhere")
    assert one.add(rows_of(delivery)).fingerprint == other.add(rows_of(delivery)[::-1]).fingerprint
    changed = {key: value / 2 + 1 for key, value in delivery.items()}
    if any(changed[key] != delivery[key] for key in delivery):
        assert (
            new_shelf().add(rows_of(changed)).fingerprint
            != one.add(rows_of(delivery | changed), 1).fingerprint
        )


def test_a_name_is_never_used_twice(new_shelf):
    shelf = new_shelf()
    names = set()
    for value in range(5):
        shelf.current = None
        names.add(shelf.add([("a", "2026-01-05", value)]).file_name)
    assert len(names) == 5


def test_odd_folders_and_ids_are_only_names(tmp_path, new_shelf):
    shelf = new_shelf("it-s.a_source")
    shelf.folder = tmp_path / "it's; a 'folder' % {x} *[a]"
    shelf.add([("a", "2026-01-05", 1)])
    assert shelf.add([("a", "2026-01-05", 2)], days_later=1).rows == 2
    assert len(shelf.ask("2026-02-01")) == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("a", "2026-01-05", np.nan)], "missing or not finite"),
        ([("a", "2026-01-05", -np.inf)], "missing or not finite"),
        ([(None, "2026-01-05", 1)], "no KPI or no date"),
        ([("a", None, 1)], "no KPI or no date"),
        ([("a", "2026-01-05", 1), ("a", "2026-01-05", 1)], "two values for one date"),
    ],
)
def test_what_breaks_the_contract_is_not_stored(rows, said, shelf):
    with pytest.raises(InvalidInput, match=said):
        shelf.add(rows)
    assert not shelf.folder.exists()


def test_a_moment_needs_a_time_zone(tmp_path, shelf):
    shelf.add([("a", "2026-01-05", 1)])
    frame = pd.DataFrame(
        {"kpi_id": ["a"], "observed_on": [pd.Timestamp("2026-01-05")], "value": [1.0]}
    )
    with pytest.raises(InvalidInput, match="no time zone"):
        store(tmp_path, "s", frame, None, dt.datetime(2026, 1, 1), grains={"a": Grain.DAY})  # noqa: DTZ001  # what is tested


def broken(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def other(path: Path) -> None:
    pq.write_table(pa.table({"x": [1]}), path)


@pytest.mark.parametrize(
    ("harm", "said"), [(Path.unlink, "is missing"), (broken, "is broken"), (other, "is broken")]
)
def test_a_current_file_that_was_harmed_is_named_with_the_next_step(harm, said, shelf):
    shelf.add([("a", "2026-01-05", 1)])
    harm(shelf.current)
    before = sorted(shelf.folder.iterdir())
    with pytest.raises(StoreError, match=said) as caught:
        shelf.add([("a", "2026-01-05", 2)], days_later=1)
    assert shelf.current.name in str(caught.value)
    assert "fremdrift sync" in str(caught.value)
    assert sorted(shelf.folder.iterdir()) == before


def test_a_folder_that_cannot_be_written_is_named(tmp_path, new_shelf):
    shelf = new_shelf()
    shelf.folder.write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="cannot be written"):
        shelf.add([("a", "2026-01-05", 1)])


CRASH = """
import datetime as dt, os, signal, sys
from pathlib import Path
import pandas as pd
from dashboard.domain.kpi import Grain
from dashboard.observations import store as module

point, folder, current = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
real = {name: getattr(os, name) for name in ("fsync", "replace")}

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def replace_and_die(*args):
    real["replace"](*args)
    die()

if point == "before fsync":
    os.fsync = die
elif point == "before replace":
    os.replace = die
else:
    os.replace = replace_and_die
rows = pd.DataFrame({"kpi_id": ["a"], "observed_on": [pd.Timestamp("2026-01-05")], "value": [2.0]})
moment = dt.datetime(2027, 6, 2, tzinfo=dt.UTC)
module.store(folder, "shop", rows, current, moment, grains={"a": Grain.WEEK})
"""


@pytest.mark.parametrize("point", ["before fsync", "before replace", "after replace"])
def test_a_crash_leaves_what_was_kept_and_nothing_half(point, shelf, plain):
    shelf.add([("a", "2026-01-05", 1)], grain="week")
    arguments = [sys.executable, "-c", CRASH, point, str(shelf.folder), str(shelf.current)]
    done = subprocess.run(arguments, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == -9
    assert plain(shelf.ask("2026-02-01", "week"), "week") == [("a", "2026-01-05", 1.0, 1, True)]
    visible = sorted(shelf.folder.glob("*.parquet"))
    assert [pq.read_metadata(path).num_rows for path in visible] == (
        [1, 2] if point == "after replace" else [1]
    )
    assert shelf.add([("a", "2026-01-05", 2)], days_later=1, grain="week").restated == 1


FULL = """
import datetime as dt, resource, signal, sys
from pathlib import Path
import pandas as pd
from dashboard.domain.errors import StoreError
from dashboard.domain.kpi import Grain
from dashboard.observations.store import store

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
days = pd.date_range("2020-01-01", periods=1000, unit="s")
rows = pd.DataFrame({"kpi_id": "a", "observed_on": days, "value": range(1000)}).astype({"value": "float64"})
try:
    moment = dt.datetime(2027, 6, 2, tzinfo=dt.UTC)
    store(Path(sys.argv[1]), "shop", rows, Path(sys.argv[2]), moment, grains={"a": Grain.DAY})
except StoreError as error:
    print(error)
"""


def test_a_full_disk_leaves_what_was_kept_and_says_so(shelf):
    shelf.add([("a", "2026-01-05", 1)])
    arguments = [sys.executable, "-c", FULL, str(shelf.folder), str(shelf.current)]
    done = subprocess.run(
        arguments, check=True, cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert "cannot be written" in done.stdout
    assert "stored values are unchanged" in done.stdout
    assert list(shelf.folder.iterdir()) == [shelf.current]


def test_a_source_that_is_read_while_it_is_stored_answers_as_before(shelf):
    shelf.add([("a", "2026-01-05", 1)])
    with duckdb.connect() as reader:
        answer = reader.execute(
            "SELECT value FROM read_parquet($path)", {"path": str(shelf.current)}
        )
        shelf.add([("a", "2026-01-05", 2)], days_later=1)
        assert answer.fetchall() == [(1.0,)]
