"""Words with their shape: status pills, changes and the keys of legends."""

from __future__ import annotations

from dashboard.charts.data import ThemeName
from dashboard.charts.marks import other_mark, status_mark
from dashboard.domain.okr import Status
from dashboard.i18n import Translator


def pill(status: Status, theme: ThemeName, t: Translator, *, is_so_far: bool = False) -> str:
    """The status as shape and word on its tint."""
    word = t(f"status-{status.value}")
    so_far = f' <span class="fd-small">{t("so-far")}</span>' if is_so_far else ""
    return f'<span class="fd-pill fd-pill-{status.value}">{status_mark(status, theme, 12)}{word}</span>{so_far}'


def word(status: Status, theme: ThemeName, t: Translator) -> str:
    """The status as shape and word, without a tint."""
    return f"{status_mark(status, theme, 12)} {t(f'status-{status.value}')}"


def chance_legend(theme: ThemeName, t: Translator, gap_points: int) -> str:
    """What the shapes of the chance strip mean."""
    now = "".join(
        status_mark(status, theme, 11)
        for status in (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
    )
    parts = (
        f"{now} {t('review-legend-now')}",
        f"{other_mark('last_week', theme, 11)} {t('review-legend-week')}",
        f"{other_mark('confidence', theme, 11)} {t('review-legend-team', points=gap_points)}",
    )
    return " · ".join(parts)
