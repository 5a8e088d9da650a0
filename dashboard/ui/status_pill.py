"""Words with shapes: status pills, changes and legend keys."""

from __future__ import annotations

from dashboard.charts.data import ThemeName
from dashboard.charts.kit.marks import other_mark, status_mark
from dashboard.domain.okr import Status
from dashboard.i18n import Translator
from dashboard.ui.html import Markup, class_name, words


def pill(status: Status, theme: ThemeName, t: Translator, *, is_so_far: bool = False) -> Markup:
    """The status as shape and word on its tint."""
    word = words(t, f"status-{status.value}")
    so_far = (
        Markup(' <span class="fd-small">{}</span>').format(words(t, "so-far")) if is_so_far else ""
    )
    return Markup('<span class="fd-pill fd-pill-{}">{}{}</span>{}').format(
        class_name(status.value), status_mark(status, theme, 12), word, so_far
    )


def word(status: Status, theme: ThemeName, t: Translator) -> Markup:
    """The status as shape and word, without a tint."""
    return Markup("{} {}").format(
        status_mark(status, theme, 12), words(t, f"status-{status.value}")
    )


def chance_legend(theme: ThemeName, t: Translator, gap_points: int) -> Markup:
    """The legend of the chance strip."""
    now = Markup("").join(
        status_mark(status, theme, 11)
        for status in (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
    )
    parts = (
        Markup("{} {}").format(now, words(t, "review-legend-now")),
        Markup("{} {}").format(other_mark("last_week", theme, 11), words(t, "review-legend-week")),
        Markup("{} {}").format(
            other_mark("confidence", theme, 11), words(t, "review-legend-team", points=gap_points)
        ),
    )
    return Markup(" · ").join(parts)
