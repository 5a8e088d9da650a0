"""The parts of the key result page: facts, charts in two sizes, timeline, folded details."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.belief import belief_figure, belief_svg
from dashboard.charts.data import LeadRow
from dashboard.charts.key_result.figure import key_result_figure
from dashboard.charts.key_result.lead_small import lead_svg
from dashboard.charts.key_result.small import key_result_svg
from dashboard.charts.kit.figure import CONFIG, written
from dashboard.charts.kit.marks import other_mark
from dashboard.domain.okr import Direction, Role
from dashboard.i18n import Message
from dashboard.i18n.format import day, number
from dashboard.reports.key_result.facts import Fact
from dashboard.reports.key_result.leads import LinkedKpi
from dashboard.reports.key_result.report import KeyResultPage
from dashboard.reports.key_result.timeline import Entry
from dashboard.ui import page
from dashboard.ui.html import Markup, class_name, evidence_link, plain, rich, show, words
from dashboard.ui.session import Visit
from dashboard.ui.tables import Column, table

SHOWN_ENTRIES = 6


def facts(visit: Visit, report: KeyResultPage) -> None:
    """Current value, steady pace, chance and confidence, and below them the required pace."""
    needs = Markup(" ").join(rich(visit.t, line) for line in report.pace)
    foot = Markup('<div class="fd-facts-foot">{}</div>').format(needs) if needs else ""
    with page.card("facts"):
        four = Markup("").join(_fact(visit, one) for one in report.facts)
        show(Markup('<div class="fd-facts">{}</div>{}').format(four, foot))


def _fact(visit: Visit, one: Fact) -> Markup:
    t = visit.t
    remark = ", ".join(rich(t, line) for line in one.remark)
    compared = Markup(' <span class="fd-fact-remark">{}</span>').format(remark) if remark else ""
    mark = other_mark("confidence", visit.theme, 11) + Markup(" ") if one.tone == "gap" else ""
    kind = Markup(" fd-fact-gap") if one.tone == "gap" else ""
    below = Markup("").join(
        Markup("<div>{}{}</div>").format(mark, rich(t, line)) for line in one.below
    )
    return Markup(
        '<div><div class="fd-fact-label">{}</div><div class="fd-fact-number">{}{}</div>'
        '<div class="fd-fact-below{}">{}</div></div>'
    ).format(rich(t, one.label), one.number, compared, kind, below)


def chart(visit: Visit, report: KeyResultPage) -> None:
    """The key result chart: an interactive figure, and a compact version for narrow screens."""
    t, data = visit.t, report.chart
    with page.card("chart"):
        if data.direction is Direction.MILESTONE:
            _steps(visit, report)
            return
        with st.container(key="fd-wide-chart"):
            page.question(t, report.question, rich(t, report.explain))
            drawing = key_result_figure(data, visit.theme, t)
            st.plotly_chart(
                drawing.figure, theme=None, key="key-result", config=CONFIG, alt=drawing.alt
            )
        with st.container(key="fd-narrow-chart"):
            page.question(t, report.question, rich(t, report.compact_explain))
            show(key_result_svg(data, visit.theme, t))
            if data.leads:
                rows = Markup("").join(_lead(visit, report, row) for row in data.leads)
                show(
                    Markup('<div class="fd-rule"></div><div class="fd-say">{}</div>{}').format(
                        rich(t, report.leads_explain), rows
                    )
                )
        if report.contributions:
            _contributions(visit, report)


def _lead(visit: Visit, report: KeyResultPage, row: LeadRow) -> Markup:
    t = visit.t
    mark = other_mark("leading", visit.theme, 11)
    role = Markup('<div class="fd-panel-role fd-leading">{} {}</div>').format(
        mark, written(row.role_text, t)
    )
    picture = lead_svg(row, report.chart, visit.theme, t)
    return Markup('<div class="fd-lead-row"><b>{}</b>{}{}</div>').format(row.name, role, picture)


def _contributions(visit: Visit, report: KeyResultPage) -> None:
    t = visit.t
    mark = other_mark("leading", visit.theme, 11)
    lines = []
    for one in report.contributions:
        name = evidence_link(report.key_result_id, one.kpi_id, one.name)
        text = Markup(" ").join(rich(t, text) for text in one.texts)
        lines.append(Markup("<li>{}<span><b>{}</b>: {}</span></li>").format(mark, name, text))
    show(
        Markup(
            '<div class="fd-rule"></div><div class="fd-say">{}</div><ul class="fd-effects">{}</ul>'
        ).format(rich(t, Message("lead-title")), Markup("").join(lines))
    )


def _steps(visit: Visit, report: KeyResultPage) -> None:
    t = visit.t
    rate = rich(t, report.steps_text) if report.steps_text else Markup("")
    page.question(t, Message("kr-steps-title"), rate)
    items = []
    for step in report.steps:
        is_done = step.done_on is not None and step.done_on <= report.header.as_of
        when = (
            words(t, "kr-step-done", day=day(step.done_on, "weekday", t.locale))
            if is_done and step.done_on
            else words(t, "kr-step-open")
        )
        sign = "✓" if is_done else "○"
        items.append(
            Markup(
                '<li><span class="fd-line">{}</span><div class="fd-text">{} {}</div></li>'
            ).format(when, sign, step.title)
        )
    show(Markup('<ul class="fd-log">{}</ul>').format(Markup("").join(items)))


def belief(visit: Visit, report: KeyResultPage) -> None:
    """Forecast chance and team confidence over the cycle, in two sizes."""
    t, data = visit.t, report.belief
    with page.card("belief"):
        page.question(t, Message("kr-belief"), rich(t, report.belief_text))
        if not data.forecast and not data.confidence:
            show(Markup('<p class="fd-say">{}</p>').format(words(t, "kr-belief-empty")))
            return
        with st.container(key="fd-wide-belief"):
            drawing = belief_figure(data, visit.theme, t)
            st.plotly_chart(
                drawing.figure, theme=None, key="belief", config=CONFIG, alt=drawing.alt
            )
        with st.container(key="fd-narrow-belief"):
            show(belief_svg(data, visit.theme, t))


def log(visit: Visit, report: KeyResultPage) -> None:
    """Check-ins, decisions and changed targets, newest first."""
    t = visit.t
    with page.card("log"):
        page.question(
            t, Message("kr-log"), words(t, "kr-log-newest") if report.timeline else Markup("")
        )
        if not report.timeline:
            empty = rich(t, Message("kr-log-empty", {"id": report.key_result_id}))
            show(Markup('<p class="fd-say">{}</p>').format(empty))
            return
        show(_log(visit, report.timeline[:SHOWN_ENTRIES]))
        rest = report.timeline[SHOWN_ENTRIES:]
        if rest:
            show(
                Markup('<details><summary class="fd-note">{}</summary>{}</details>').format(
                    words(t, "kr-log-more", count=len(rest)), _log(visit, rest)
                )
            )


def _log(visit: Visit, entries: Sequence[Entry]) -> Markup:
    return Markup('<ul class="fd-log">{}</ul>').format(
        Markup("").join(_entry(visit, entry) for entry in entries)
    )


def _entry(visit: Visit, entry: Entry) -> Markup:
    text = Markup(" ").join(rich(visit.t, line) for line in entry.texts)
    body = Markup('<div class="fd-text">{}</div>').format(text) if text else ""
    return Markup('<li class="fd-{}"><div class="fd-line">{}</div>{}</li>').format(
        class_name(entry.kind), rich(visit.t, entry.line), body
    )


def below(visit: Visit, report: KeyResultPage) -> None:
    """The linked KPIs, how the forecast was made, and the data, folded."""
    t = visit.t
    with st.expander(plain(t, Message("kr-kpis", {"count": len(report.kpis)}))):
        linked = Markup('<div class="fd-linked">{}</div>').format(_kpis(visit, report))
        show(
            linked
            if report.kpis
            else Markup('<p class="fd-say">{}</p>').format(words(t, "kr-kpis-none"))
        )
    with st.expander(t("kr-how")):
        lines = Markup("").join(
            Markup('<p class="fd-say">{}</p>').format(rich(t, line)) for line in report.how
        )
        show(Markup('<div class="fd-how">{}</div>').format(lines))
    if not report.data.empty:
        with st.expander(t("kr-data", count=len(report.data))):
            _data(visit, report)


def _kpis(visit: Visit, report: KeyResultPage) -> Markup:
    t, kpis = visit.t, report.kpis
    names = ("name", "role", "basis", "part", "value", "usual", "threshold")
    columns = [
        Column(words(t, f"kr-kpi-{name}"), is_number=name in ("value", "usual")) for name in names
    ]
    return table(
        columns,
        [_kpi(visit, report.key_result_id, one) for one in kpis],
        plain(t, Message("kr-kpis", {"count": len(kpis)})),
        is_stacking=True,
    )


def _kpi(visit: Visit, key_result_id: str, one: LinkedKpi) -> tuple[str, ...]:
    t = visit.t
    mark = other_mark("leading" if one.role is Role.LEADING else "lagging", visit.theme, 12)
    link = evidence_link(key_result_id, one.kpi_id, words(t, "basis-conflict"))
    conflict = Markup(" ({})").format(link) if one.is_conflict else Markup("")
    outside = (
        other_mark("outside", visit.theme, 11, t("charts-outside")) + Markup(" ")
        if one.is_outside
        else Markup("")
    )
    threshold = rich(t, one.threshold) if one.threshold else "–"
    word = evidence_link(key_result_id, one.kpi_id, words(t, f"role-{one.role.value}"))
    return (
        one.name,
        Markup("{} {}").format(mark, word),
        rich(t, one.basis) + conflict,
        rich(t, one.part),
        outside + one.value,
        one.usual,
        threshold,
    )


def _data(visit: Visit, report: KeyResultPage) -> None:
    t = visit.t
    frame = report.data
    st.download_button(
        t("kr-data-csv"),
        frame.to_csv(index=False).encode(),
        file_name=f"{report.key_result_id}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    keys = {
        "value": "kr-data-value",
        "forecast_median": "kr-data-forecast",
        "low80": "kr-data-low80",
        "high80": "kr-data-high80",
    }
    shown = [name for name in keys if name in frame.columns]
    columns = [
        Column(words(t, "kr-data-period")),
        *(Column(words(t, keys[name]), is_number=True) for name in shown),
    ]
    rows = [
        (
            day(on, "long", t.locale),
            *(number(float(value), report.unit, t.locale) for value in values),
        )
        for on, *values in frame[["period_ends_on", *shown]].iloc[::-1].itertuples(index=False)
    ]
    show(table(columns, rows, t("kr-data", count=len(frame))))
