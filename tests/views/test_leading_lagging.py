from __future__ import annotations

import json
import math
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.config import Paths, records_place
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind
from dashboard.records import read
from dashboard.records.database import open_records
from tests.sample_verdicts import verdict, write_verdicts
from tests.views.conftest import NOW

VIEW = "views/leading_lagging.py"
KEY_RESULT = "views/key_result.py"
VISITORS = {"kr": "paid-subscriptions", "kpi": "website-visitors"}


@pytest.fixture
def judged_demo(demo_world: Path, tmp_path: Path) -> Path:
    """A copy of the demo in which the data say what the tests want."""
    own = Path(shutil.copytree(demo_world, tmp_path / "judged"))
    write_verdicts(
        own,
        {
            ("paid-subscriptions", "website-visitors"): verdict("leading"),
            ("customer-retention", "customer-churn-rate"): verdict("leading", 2),
            ("customer-retention", "customer-satisfaction"): verdict("none"),
            ("first-contact", "repeat-contacts"): verdict(
                "too_little", points=14, certainty=math.nan, explanation=None
            ),
        },
    )
    return own


def shown(app: AppTest) -> str:
    """All of the page's markup, with ordinary spaces."""
    return "\n".join(str(one.value) for one in app.markdown).replace("\N{NO-BREAK SPACE}", " ")


def h1(app: AppTest) -> str:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", shown(app))
    assert len(found) == 1, found
    return re.sub(r"<[^>]+>", "", found[0]).strip()


def press(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click()
    app.run()
    assert not app.exception, app.exception


def kept(root: Path) -> list[tuple[ReviewKind, str, str]]:
    later = NOW.replace(year=2100)
    rows = read.verdict_reviews(open_records(records_place(Paths(root))), later.date(), later)
    return [(one.kind, one.by, one.reason) for one in rows]


def test_the_page_says_the_verdict_draws_it_and_tells_why(
    open_page: Any, judged_demo: Path
) -> None:
    app = open_page(judged_demo, VIEW, **VISITORS)
    assert h1(app) == (
        "Website visitors is a leading KPI for New paid subscriptions: "
        "it moves about 3 weeks (2 to 4) earlier."
    )
    page = shown(app)
    assert "tested on 117 weeks to" in page
    assert page.count("<li><svg") == 4
    assert "A link is not proof of cause." in page
    assert len(app.get("plotly_chart")) == 1
    assert 'aria-label="How strongly Website visitors goes together' in page


def test_every_kpi_of_the_key_result_is_a_row_that_links_to_its_evidence(
    open_page: Any, judged_demo: Path
) -> None:
    page = shown(open_page(judged_demo, VIEW, kr="customer-retention"))
    for name in ("customer-churn-rate", "customer-satisfaction"):
        assert f'href="leading-lagging?kr=customer-retention&amp;kpi={name}"' in page
    assert page.index("Customer churn rate</a>") < page.index("Customer satisfaction score</a>")
    assert "declared lagging" in page


@pytest.mark.parametrize("address", [{}, {"cycle": "2026-Q3"}, {"team": "support"}])
def test_without_a_key_result_all_kpis_are_listed(
    open_page: Any, judged_demo: Path, address: dict[str, str]
) -> None:
    app = open_page(judged_demo, VIEW, **address)
    assert re.search(r"linked KPIs? (leads? their|leads its|is measured)", h1(app))
    assert shown(app).count('role="row"') >= 3


@pytest.mark.parametrize(
    "address",
    [
        {"kr": "nope"},
        {"kr": "<img src=x onerror=alert(1)>"},
        {"kr": "two-regions"},
        {"kr": "paid-subscriptions", "kpi": "nope"},
        {"kr": "paid-subscriptions", "kpi": "<script>alert(1)</script>"},
        {"kr": "paid-subscriptions", "kpi": "new-paid-subscriptions"},
        {"kr": "first-contact", "kpi": "repeat-contacts"},
    ],
)
def test_every_address_gets_an_answer(
    open_page: Any, judged_demo: Path, address: dict[str, str]
) -> None:
    app = open_page(judged_demo, VIEW, **address)
    assert h1(app)
    assert "<img" not in shown(app)
    assert "<script" not in shown(app)


@pytest.mark.parametrize("world", ["empty_world", "waiting_world"])
def test_a_workspace_without_data_says_what_to_do(
    open_page: Any, world: str, request: pytest.FixtureRequest
) -> None:
    app = open_page(request.getfixturevalue(world), VIEW)
    assert h1(app).startswith(("Say early", "Your objectives are written"))


def test_an_override_is_kept_stands_with_its_reason_and_can_be_withdrawn(
    open_page: Any, judged_demo: Path
) -> None:
    app = open_page(judged_demo, VIEW, **VISITORS)
    app.radio(key="override-role").set_value(Role.LAGGING)
    app.text_area(key="override-reason").set_value("Campaigns follow the sales")
    app.text_input(key="override-by").set_value("ana.lind@nordlys.example")
    press(app, "Save override")
    assert kept(judged_demo) == [
        (ReviewKind.OVERRIDDEN, "ana.lind@nordlys.example", "Campaigns follow the sales")
    ]
    page = shown(app)
    assert (
        "Website visitors counts as lagging for New paid subscriptions: Ana Lind overrode"
        in h1(app)
    )
    assert "“Campaigns follow the sales”" in page
    assert "The data say that it leads by 3 weeks (2 to 4)." in page
    assert "Accept" not in [one.label for one in app.button]

    press(app, "Withdraw")
    assert len(kept(judged_demo)) == 2
    assert kept(judged_demo)[1][:2] == (ReviewKind.WITHDRAWN, "ana.lind@nordlys.example")
    assert h1(app).startswith("Website visitors is a leading KPI")


def test_an_accepted_verdict_says_who_and_when(open_page: Any, judged_demo: Path) -> None:
    app = open_page(judged_demo, VIEW, **VISITORS)
    app.text_input(key="accept-by").set_value("ana")
    press(app, "Accept the verdict")
    assert kept(judged_demo) == [(ReviewKind.ACCEPTED, "ana", "")]
    assert "Accepted by ana on" in shown(app)
    assert "Accept the verdict" not in [one.label for one in app.button]


@pytest.mark.parametrize(
    ("button", "warning"),
    [
        ("Save override", "Choose a role, and write the reason and who says so."),
        ("Accept the verdict", "Write who accepts it."),
    ],
)
def test_what_is_not_whole_is_not_kept(
    open_page: Any, judged_demo: Path, button: str, warning: str
) -> None:
    app = open_page(judged_demo, VIEW, **VISITORS)
    press(app, button)
    assert [one.value for one in app.warning] == [warning]
    assert kept(judged_demo) == []


def test_a_week_gone_by_is_only_looked_at(open_page: Any, demo_world: Path) -> None:
    app = open_page(demo_world, VIEW, week="2026-W45", **VISITORS)
    assert "Save override" not in [one.label for one in app.button]
    assert "You are looking at an earlier week" in shown(app)


def test_hostile_reasons_and_names_stay_text(open_page: Any, judged_demo: Path) -> None:
    app = open_page(judged_demo, VIEW, **VISITORS)
    for payload in _payloads():
        app.radio(key="override-role").set_value(Role.LAGGING)
        app.text_area(key="override-reason").set_value(payload)
        app.text_input(key="override-by").set_value(payload[:100])
        press(app, "Save override")
        assert kept(judged_demo)[-1][2] == payload.strip()
        assert not re.search(r"<(script|img|iframe|object|embed)|on\w+=\"", shown(app))
        app.text_input(key="withdraw-by").set_value("ana")
        press(app, "Withdraw")


def test_the_key_result_links_each_of_its_kpis_to_its_evidence(
    open_page: Any, judged_demo: Path
) -> None:
    page = shown(open_page(judged_demo, KEY_RESULT, kr="customer-retention"))
    link = 'href="leading-lagging?kr=customer-retention&amp;kpi=customer-churn-rate"'
    assert page.count(link) == 2  # the role, and the conflict
    assert "measured: 2 weeks (1 to 3) before" in page
    assert "leads by 2 weeks (1 to 3) · strong" in page


def _payloads() -> list[str]:
    own = [
        "<script>window.x = 1</script>",
        "<img src=x onerror='x'>",
        "[a](javascript:x) **b** $c$",
    ]
    shared = Path(os.environ.get("FREMDRIFT_SHARED") or Path(__file__).parents[2] / "../shared")
    file = shared / "payloads" / "xss.json"
    if not file.exists():
        return own
    found = json.loads(file.read_text("utf-8"))
    texts = found if isinstance(found, list) else [v for values in found.values() for v in values]
    whole = [one for one in texts if isinstance(one, str) and one.strip() and one.isprintable()]
    return own + [one for one in whole if len(one) <= 100][:5]
