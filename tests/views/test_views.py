from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.config import Paths, records_place
from dashboard.records import read
from dashboard.records.database import open_records
from tests.sample_forecasts import LED, MOVED, STEPS, write_sample_forecasts
from tests.views.conftest import NOW

OBJECTIVES = "views/objectives.py"
KEY_RESULT = "views/key_result.py"


def shown(app: AppTest) -> str:
    """All of the page's markup, with ordinary spaces."""
    return "\n".join(str(one.value) for one in app.markdown).replace("\N{NO-BREAK SPACE}", " ")


def h1(app: AppTest) -> str:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", shown(app))
    assert len(found) == 1, found
    return re.sub(r"<[^>]+>", "", found[0])


@pytest.mark.parametrize("view", ["", OBJECTIVES])
def test_an_empty_workspace_says_what_to_do(open_page: Any, empty_world: Path, view: str) -> None:
    app = open_page(empty_world, view)
    assert h1(app).startswith("Say early, and honestly")
    assert "fremdrift apply &amp;&amp; fremdrift sync" in shown(
        app
    ) or "fremdrift apply && fremdrift sync" in shown(app)
    assert not app.button


@pytest.mark.parametrize("view", ["", OBJECTIVES, KEY_RESULT])
def test_okrs_without_data_ask_for_the_sync(
    open_page: Any, waiting_world: Path, view: str
) -> None:
    app = open_page(waiting_world, view)
    assert h1(app) == "Your objectives are written. The data are next."
    assert "✓ 1 source is described" in shown(app)


def test_the_weekly_review_answers_in_one_sentence_and_says_whose_and_how_old(
    open_page: Any, demo_world: Path
) -> None:
    app = open_page(demo_world)
    page = shown(app)
    assert re.match(r"\d+ of \d+ key results (is|are) on track", h1(app))
    assert "<b>Nordlys</b>" in page
    assert "data as of Sun 15 Nov 2026" in page
    assert "Where must we act?" in page
    assert "What changed since last week?" in page
    assert len(app.get("plotly_chart")) == 1


def test_the_review_has_each_key_result_as_a_table_with_headings(
    open_page: Any, demo_world: Path
) -> None:
    tables = re.findall(r"<table.*?</table>", shown(open_page(demo_world)))
    assert len(tables) == 1
    assert tables[0].count('<th scope="col"') == 9
    assert tables[0].count("<tr>") >= 9


def test_the_demo_hint_stays_hidden_once_hidden(open_page: Any, demo_world: Path) -> None:
    app = open_page(demo_world)
    assert "This is a demo company" in shown(app)
    next(one for one in app.button if one.label == "Hide").click()
    app.run()
    assert "This is a demo company" not in shown(app)


def test_a_meeting_sees_no_filters_and_no_hint(open_page: Any, demo_world: Path) -> None:
    app = open_page(demo_world, meeting="1")
    assert not app.selectbox
    assert "This is a demo company" not in shown(app)


def test_an_earlier_week_opens_as_it_was(open_page: Any, demo_world: Path) -> None:
    page = shown(open_page(demo_world, week="2026-W45"))
    assert "data as of Sun 8 Nov 2026" in page
    assert "You are looking at an earlier week" in page


def test_a_week_that_was_not_kept_falls_back_to_the_newest(
    open_page: Any, demo_world: Path
) -> None:
    assert "data as of Sun 15 Nov 2026" in shown(open_page(demo_world, week="1999-W01"))


def test_after_the_deadline_the_review_asks_whether_we_made_it(
    open_page: Any, demo_world: Path
) -> None:
    app = open_page(demo_world, cycle="2026-Q3")
    assert "Did we make it?" in shown(app)
    assert "reached their target" in h1(app)


def test_stale_data_are_named_on_the_page(open_page: Any, demo_world: Path) -> None:
    page = shown(open_page(demo_world))
    assert re.search(r"(is|are) (stale|late)", page)
    assert "Not ready:" in page


def test_the_first_day_of_a_cycle_has_a_review(open_page: Any, first_day: Path) -> None:
    app = open_page(first_day)
    assert "91 days to the 31 Dec deadline" in shown(app)
    assert h1(app)


def test_a_decision_is_kept_and_stands_on_the_page(open_page: Any, own_demo: Path) -> None:
    app = open_page(own_demo)
    app.text_area[0].set_value("Stop the pricing test")
    names = [one.label for one in app.text_input]
    app.text_input[names.index("Owner")].set_value("Bo")
    app.text_input[names.index("Recorded by")].set_value("ana")
    next(one for one in app.button if one.label == "Save decision").click()
    app.run()
    assert not app.exception
    paths = Paths(own_demo)
    kept = read.decisions(
        open_records(records_place(paths)), NOW.date().replace(year=2100), NOW.replace(year=2100)
    )
    assert [(one.decision, one.owner, one.by) for one in kept if one.by == "ana"] == [
        ("Stop the pricing test", "Bo", "ana")
    ]
    assert "Stop the pricing test" in shown(app)


def test_a_decision_without_words_is_not_kept(open_page: Any, own_demo: Path) -> None:
    app = open_page(own_demo)
    next(one for one in app.button if one.label == "Save decision").click()
    app.run()
    assert [one.value for one in app.warning] == ["Write what was decided, and who records it."]


def test_objectives_are_rows_that_filters_narrow(open_page: Any, demo_world: Path) -> None:
    app = open_page(demo_world, OBJECTIVES)
    everything = shown(app).count('class="fd-objective"')
    assert everything >= 3
    app.selectbox(key="team").select("support").run()
    assert 0 < shown(app).count('class="fd-objective"') < everything
    assert app.query_params["team"] == "support"


def test_a_search_without_a_match_says_so(open_page: Any, demo_world: Path) -> None:
    assert "No objective matches “xyzzy”." in shown(open_page(demo_world, OBJECTIVES, q="xyzzy"))


@pytest.mark.parametrize(
    "asked", ["nope", "paid-subscription", "<img src=x onerror=alert(1)>", ""]
)
def test_an_unknown_key_result_is_answered_kindly(
    open_page: Any, demo_world: Path, asked: str
) -> None:
    app = open_page(demo_world, KEY_RESULT, kr=asked)
    assert h1(app).startswith(("We could not find key result", "Which key result?"))
    assert "See all objectives" in shown(app)
    assert "<img" not in shown(app)


@pytest.mark.parametrize(
    "asked",
    [
        "paid-subscriptions",
        "two-regions",
        "healthy-margin",
        "store-rating",
        "response-time",
        "paid-subscriptions-2026-q3",
    ],
)
def test_every_kind_of_key_result_has_its_page(
    open_page: Any, demo_world: Path, asked: str
) -> None:
    app = open_page(demo_world, KEY_RESULT, kr=asked)
    page = shown(app)
    assert h1(app)
    assert page.count("fd-fact-number") == 4
    assert "Check-ins and decisions" in page


def test_the_first_day_of_a_cycle_has_a_page_for_a_key_result(
    open_page: Any, first_day: Path
) -> None:
    assert "no check-in yet" in shown(open_page(first_day, KEY_RESULT, kr="paid-subscriptions"))


def test_the_start_page_leads_to_the_review_once_there_is_one(
    open_page: Any, demo_world: Path
) -> None:
    assert h1(open_page(demo_world, "views/start.py")) == "This workspace is ready."


def test_a_workspace_that_is_not_there_is_a_paragraph_not_a_traceback(
    open_page: Any, tmp_path: Path
) -> None:
    page = shown(open_page(tmp_path / "missing"))
    assert "The dashboard cannot show this page" in page
    assert "the folder does not exist" in page


def test_a_broken_snapshot_is_a_paragraph_not_a_traceback(open_page: Any, own_demo: Path) -> None:
    for file in (own_demo / "state" / "snapshots").glob("*.duckdb"):
        file.write_bytes(b"not a database")
    page = shown(open_page(own_demo))
    assert "cannot be read" in page
    assert "fremdrift sync" in page


@pytest.fixture(scope="module")
def told_world(demo_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company in which everything that can be said of a forecast occurs."""
    root = Path(shutil.copytree(demo_world, tmp_path_factory.mktemp("told") / "own"))
    today = dt.date(2026, 11, 15)
    write_sample_forecasts(root, today, dt.datetime.combine(today, dt.time(22), dt.UTC))
    return root


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            LED,
            [
                "Needs <b>+0.23 points</b> a week from now",
                "past stretches of 6 weeks reached that.",
                "pulls the middle outcome down by 0.53 points. For a 50 % chance it needs at least 74.3 %",
                "lifts the middle outcome by 0.31 points. For a 50 % chance it needs a level far outside its usual range.",
                "hardly moves the middle outcome now. Its changes from now on come too late for the deadline.",
                "in backtests over 98 weeks the errors were 19 % smaller with it.",
            ],
        ),
        (
            MOVED,
            [
                "The record of 34 resolved key results changes the chance from 62 % to 55 %.",
                "not used: its latest value has already had its effect",
                "those measured to lead it cannot be used",
            ],
        ),
        (
            STEPS,
            ["</b> a month from now; so far", "The steps so far came one every 1.5 months: <b>"],
        ),
        ("session-length", ["It may fall by <b>", "keep it until 31 Dec:"]),
        ("response-time", ["Needs <b>−0.33 hours</b> a week from now", "(lower is better)"]),
        ("healthy-margin", ["expected inside in nearly all of the 6 weeks to come"]),
    ],
)
def test_what_is_known_of_a_forecast_is_said_on_its_page(
    open_page: Any, told_world: Path, asked: str, said: list[str]
) -> None:
    page = shown(open_page(told_world, KEY_RESULT, kr=asked))
    assert [words for words in said if words not in page] == []


def test_an_objective_says_how_many_of_its_key_results_it_will_reach(
    open_page: Any, told_world: Path
) -> None:
    page = shown(open_page(told_world, OBJECTIVES))
    assert "probably 2 or 3 of 3" in page
    assert "of 2<" not in page  # both will be reached, as the chance beside it says
