"""The chance strip in words: for screen readers and hover boxes."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.data import StripGroup, StripRow
from dashboard.charts.kit.figure import bold, safe, written
from dashboard.i18n import Translator
from dashboard.i18n.format import chance, percent


def strip_alt(groups: Sequence[StripGroup], t: Translator) -> str:
    """The whole strip in words, with every number on it."""
    parts = [t("charts-alt-strip")]
    for group in groups:
        rows = "; ".join(row_words(row, t) for row in group.rows)
        status = t(f"status-{group.status.value}")
        status = f"{status} {t('so-far')}" if group.is_so_far else status
        head = f"{t('charts-alt-group', title=group.title, status=status)} " if group.title else ""
        parts.append(f"{head}{rows}.")
    return " ".join(parts)


def row_words(row: StripRow, t: Translator) -> str:
    """One row in words: "Trial-to-paid rate 31 %, off track, last week 49 %, team says 70 %"."""
    if row.chance is None:
        reason = written(row.reason, t)
        status = t(f"status-{row.status.value}")
        known = [
            f"{row.name}: {t('charts-no-forecast-because', reason=reason) if reason else status}"
        ]
    else:
        text = chance(row.chance, t.locale, is_fact=row.is_fact)
        known = [f"{row.name} {text}", t(f"status-{row.status.value}").lower()]
    return ", ".join([*known, *_others(row, t)])


def strip_hover(row: StripRow, t: Translator) -> str:
    """The same for a hover box, one number per line, escaped for Plotly."""
    text = f"{t('charts-forecast')} {chance(row.chance, t.locale, is_fact=row.is_fact)}"
    return "<br>".join([bold(row.name), safe(text), *map(safe, _others(row, t))])


def _others(row: StripRow, t: Translator) -> list[str]:
    words = []
    if row.last_week is not None:
        words.append(t("charts-alt-last-week", chance=percent(row.last_week, t.locale)))
    if row.confidence is not None:
        words.append(t("charts-alt-team", chance=percent(row.confidence, t.locale)))
    return words
