"""The first steps in a workspace that has nothing to show yet."""

from __future__ import annotations

import datetime as dt

from dashboard.charts.data import Fan, KeyResultChart, Point
from dashboard.charts.key_result.small import key_result_svg
from dashboard.domain.okr import Direction
from dashboard.ui.html import Markup, show, words
from dashboard.ui.session import Visit, stage

_VALUES = (
    10.2,
    10.3,
    10.8,
    10.7,
    10.9,
    11.3,
    11.0,
    10.9,
    11.0,
    11.6,
    12.0,
    11.6,
    11.7,
    11.9,
    11.9,
    12.2,
)
_SPREAD = (0.3, 0.6, 0.9, 1.2, 1.5, 1.7, 1.9, 2.0, 2.1, 2.2)


def first_steps(visit: Visit) -> None:
    """Three steps; finished ones are folded to a line, the next one shows its command."""
    t, now = visit.t, stage(visit.paths)
    has_sources, has_objectives = now.source_count > 0, now.objective_count > 0
    is_waiting = has_sources and has_objectives
    steps = [
        _done(words(t, "start-source-done", count=now.source_count)) if has_sources else "",
        _done(words(t, "start-objective-done", count=now.objective_count))
        if has_objectives
        else "",
    ]
    number = 1
    for name, is_there, command in (
        ("source", has_sources, "sources/shop.yaml"),
        ("objective", has_objectives, "okrs/growth.yaml"),
    ):
        if not is_there:
            steps.append(_step(visit, number, name, command, is_next=number == 1))
            number += 1
    last = "sync" if is_waiting else "apply"
    command = (
        Markup("fremdrift sync") if is_waiting else Markup("fremdrift apply && fremdrift sync")
    )
    steps.append(_step(visit, number, last, command, is_next=is_waiting))
    where = Markup("<code>{}</code>").format(str(visit.paths.root))
    title = words(t, "start-waiting-title" if is_waiting else "start-title")
    lead = words(t, "start-waiting-lead" if is_waiting else "start-lead")
    show(
        Markup(
            '<div class="fd-hero"><div class="fd-eyebrow">{} · {}</div><h1>{}</h1>'
            '<p class="fd-say" style="margin-top:8px">{}</p><div class="fd-steps">{}</div>'
            '<p class="fd-note">{} {}</p>{}</div>'
        ).format(
            words(t, "start-eyebrow-new"),
            where,
            title,
            lead,
            Markup("").join(steps),
            words(t, "start-reload"),
            words(t, "start-demo"),
            _preview(visit),
        )
    )


def _done(text: str) -> Markup:
    return Markup('<div class="fd-step fd-done"><span>✓ {}</span></div>').format(text)


def _step(visit: Visit, number: int, name: str, command: str, *, is_next: bool) -> Markup:
    t = visit.t
    heading = Markup('<h2 class="fd-question">{} · {}</h2>').format(
        number, words(t, f"start-{name}")
    )
    kind = Markup(" fd-next") if is_next else ""
    text = Markup('{}<div class="fd-note">{}</div>').format(
        heading, words(t, f"start-{name}-text")
    )
    return Markup(
        '<div class="fd-step{}"><div>{}</div><div class="fd-command">{}</div></div>'
    ).format(kind, text, command)


def _preview(visit: Visit) -> Markup:
    t = visit.t
    caption = Markup(
        '<div class="fd-note">{}</div><h2 class="fd-question">{}</h2><div class="fd-note">{}</div>'
    ).format(
        words(t, "start-preview"), words(t, "start-preview-number"), words(t, "start-preview-text")
    )
    return Markup('<div class="fd-preview"><div>{}</div>{}</div>').format(
        caption, key_result_svg(_example(), visit.theme, t, (460, 220))
    )


def _example() -> KeyResultChart:
    """An invented key result, the same on every day."""
    start, as_of, due = dt.date(2026, 7, 1), dt.date(2026, 10, 18), dt.date(2026, 12, 31)
    first = dt.date(2026, 7, 5)
    future = tuple(as_of + dt.timedelta(weeks=week) for week in range(1, len(_SPREAD) + 1))
    middle = tuple(12.2 + 0.2 * week for week in range(1, len(_SPREAD) + 1))

    def band(share: float) -> tuple[float, ...]:
        return tuple(value + share * spread for value, spread in zip(middle, _SPREAD, strict=True))

    return KeyResultChart(
        name="",
        direction=Direction.INCREASE,
        unit="%",
        starts_on=start,
        due_on=due,
        as_of=as_of,
        baseline=10.2,
        target=15.0,
        pace=(Point(start, 10.2), Point(due, 15.0)),
        points=tuple(
            Point(first + dt.timedelta(weeks=i), value) for i, value in enumerate(_VALUES)
        ),
        fan=Fan(future, middle, band(-0.5), band(0.5), band(-1.0), band(1.0)),
        chance=0.31,
    )
