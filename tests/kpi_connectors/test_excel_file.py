# ruff: noqa: DTZ001  # moments without a time zone are what these files hold
from __future__ import annotations

import datetime as dt
import zipfile

import openpyxl
import pytest

from kpi_connectors.errors import BadData, SourceRefused, SourceUnavailable
from kpi_connectors.observations import KpiSpec

VISITS = (KpiSpec("visits", "v", "day"),)
GOOD = [("visits", "2026-01-05", 1.0), ("visits", "2026-01-06", 2.5)]


@pytest.fixture
def save(tmp_path):
    def save(rows, sheets=()):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for name in sheets:
            book.create_sheet(name)
        book.save(tmp_path / "x.xlsx")
        return book

    return save


@pytest.fixture
def read_excel(read):
    return lambda *kpis, **config: read(
        "excel", kpis or VISITS, **({"path": "x.xlsx", "date": "d"} | config)
    )


def test_real_dates_and_numbers_are_read(save, read_excel, values):
    save([["d", "v"], [dt.date(2026, 1, 5), 1], [dt.datetime(2026, 1, 6, 13, 30), 2.5]])
    assert values(read_excel()) == GOOD


def test_text_is_read_as_declared(save, read_excel, values):
    save([["d", "v"], ["05.01.2026", "1"], [dt.date(2026, 1, 6), "2,5"]])
    assert values(read_excel(date_format="%d.%m.%Y", decimal=",")) == GOOD


def test_lines_are_those_of_the_sheet(save, read_excel, values, bad):
    save(
        [
            [],
            ["d", "v"],
            [],
            [dt.date(2026, 1, 5), 1],
            [46028, 2],
            [],
            [dt.date(2026, 1, 6), "x"],
            [dt.date(2026, 1, 7), True],
        ]
    )
    delivery = read_excel()
    assert values(delivery) == GOOD[:1]
    assert bad(delivery) == [(5, "d", "46028"), (7, "v", "x"), (8, "v", "True")]


def test_a_failed_formula_is_bad_and_an_empty_cell_is_missing(
    save, read_excel, values, bad, tmp_path
):
    book = save(
        [
            ["d", "v"],
            [dt.date(2026, 1, 5), 1],
            [dt.date(2026, 1, 6), "#REF!"],
            [dt.date(2026, 1, 7), None],
        ]
    )
    book.active["B3"].data_type = "e"
    book.save(tmp_path / "x.xlsx")
    delivery = read_excel()
    assert values(delivery) == GOOD[:1]
    assert bad(delivery) == [(3, "v", "#REF!")]


def test_a_long_sheet_is_read(save, read_excel, values, bad):
    save(
        [
            ["d", "kpi", "value"],
            [dt.date(2026, 1, 5), "v", 1],
            [dt.date(2026, 1, 6), "v", 2.5],
            [dt.date(2026, 1, 6), 7, 1],
        ]
    )
    delivery = read_excel(format="long")
    assert values(delivery) == GOOD
    assert bad(delivery) == [(4, "kpi", "7")]


def test_the_sheet_must_be_clear(save, read_excel):
    save([["d", "v"]], sheets=["Other"])
    with pytest.raises(BadData, match=r"has the sheets 'Sheet', 'Other'\. Declare `sheet`"):
        read_excel()
    with pytest.raises(
        BadData, match=r"no sheet 'Shet'; it has 'Sheet', 'Other'. Did you mean 'Sheet'\?"
    ):
        read_excel(sheet="Shet")
    with pytest.raises(BadData, match="the sheet 'Other' is empty"):
        read_excel(sheet="Other")
    with pytest.raises(SourceUnavailable, match=r"x\.xlsx delivered no rows"):
        read_excel(sheet="Sheet")


def test_a_name_with_marks_of_xml_is_found(tmp_path, save, read_excel, bad):
    book = save([["d", "v"], [dt.date(2026, 1, 5), "#N/A"]])
    book.active.title = "R&D <1>"
    book.active["B2"].data_type = "e"
    book.save(tmp_path / "x.xlsx")
    assert bad(read_excel(sheet="R&D <1>")) == [(2, "v", "#N/A")]


def test_one_cell_far_away_is_refused_before_it_takes_the_memory(tmp_path, save, read_excel):
    book = save([["d", "v"], [dt.date(2026, 1, 5), 1]])
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(SourceRefused, match=r"sheet 'Sheet' reaches over 17,179,869,184 cells"):
        read_excel()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, read_excel):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"\0" * 20_000_000)
    with pytest.raises(SourceRefused, match="unpacks to 20,000,000 bytes"):
        read_excel()


def test_a_package_that_lies_about_its_size_is_refused(tmp_path, save, read_excel):
    save([["d", "v"], [dt.date(2026, 1, 5), 1]] * 50)
    data = bytearray((tmp_path / "x.xlsx").read_bytes())
    with zipfile.ZipFile(tmp_path / "x.xlsx") as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    written = size.to_bytes(4, "little")
    assert written in data
    (tmp_path / "x.xlsx").write_bytes(data.replace(written, (10).to_bytes(4, "little")))
    with pytest.raises(BadData, match="it is broken"):
        read_excel()


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"d,v\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600]
)
def test_what_is_no_workbook_is_refused(content, tmp_path, read_excel):
    (tmp_path / "x.xlsx").write_bytes(content)
    with pytest.raises(BadData, match=r"x\.xlsx is not an \.xlsx or \.xlsm file") as caught:
        read_excel()
    assert caught.value.kind == "not_excel"


def test_a_limit_stops_early(save, read_excel):
    save([["d", "v"], [dt.date(2026, 1, 5), 1], [dt.date(2026, 1, 6), 2]])
    assert read_excel(limit=1).rows_read == 1
