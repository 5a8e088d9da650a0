"""The texts of the chance strip, in columns next to the marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.charts.data import StripGroup, StripRow
from dashboard.charts.kit.figure import bold, coloured, note, safe, written
from dashboard.charts.kit.marks import GLYPHS
from dashboard.charts.kit.text_width import fitted, text_width
from dashboard.charts.kit.theme import Theme
from dashboard.charts.strip.rows import PlacedRow, points
from dashboard.domain.thresholds import AT_RISK_CHANCE, NOTABLE_CHANGE_POINTS, ON_TRACK_CHANCE
from dashboard.i18n import Translator
from dashboard.i18n.format import chance, percent, signed

LEFT, RIGHT, TOP, BOTTOM = 384, 114, 26, 22

_NAME_X, _NUMBERS_X = -LEFT + 6, -14
_CHANCE_X, _CHANGE_X = 44, RIGHT - 6
_AIR = 10


def cuts() -> tuple[float, float]:
    """Both cuts of the status, in percent."""
    return round(AT_RISK_CHANCE * 100), round(ON_TRACK_CHANCE * 100)


def heads(tokens: Theme, t: Translator) -> Iterator[dict[str, Any]]:
    """The headings of the columns and the zones."""
    risk, on = cuts()
    cut = {v: percent(v / 100, t.locale) for v in (risk, on)}
    grounds = (
        (risk / 2, "off_track", t("charts-under", cut=cut[risk]), tokens.off),
        (
            (risk + on) / 2,
            "at_risk",
            t("charts-between", low=str(risk), high=percent((on - 1) / 100, t.locale)),
            tokens.risk,
        ),
        ((on + 100) / 2, "on_track", t("charts-from", cut=cut[on]), tokens.on),
    )
    above = {"yref": "paper", "yanchor": "bottom", "size": 12, "yshift": 3}
    for x, key, words, colour in grounds:
        yield note(
            f"{bold(t(f'status-{key}'))} {safe(words)}",
            (x, 1),
            colour,
            xanchor="center",
            **above,
        )
    yield _left(t("charts-now-to-target"), 1, tokens.muted, **above)
    yield _right(safe(t("charts-chance")), 1, _CHANCE_X, tokens.muted, **above)
    yield _right(safe(t("charts-change")), 1, _CHANGE_X, tokens.muted, **above)


def group_notes(
    group: StripGroup, y: float, tokens: Theme, t: Translator
) -> Iterator[dict[str, Any]]:
    """The title of an objective, and its status with shape and word."""
    word = t(f"status-{group.status.value}")
    mark = coloured(GLYPHS[group.status], tokens.status(group.status))
    tail = f" {coloured(t('so-far'), tokens.ink2)}" if group.is_so_far else ""
    title = fitted(group.title, LEFT - 12, 13.5, is_bold=True)
    yield note(bold(title), (0, y), tokens.ink, xref="paper", xshift=_NAME_X, size=13.5)
    yield _right(f"{mark} {bold(word)}{tail}", y, _CHANGE_X, tokens.ink)


def row_notes(placed: PlacedRow, tokens: Theme, t: Translator) -> Iterator[dict[str, Any]]:
    """The name of a key result and its numbers in columns, or why there is no forecast."""
    row, y = placed.row, placed.y
    numbers = fitted(written(row.now_to_target, t), LEFT * 0.5, 12.5)
    room = LEFT + _NUMBERS_X - 6 - _AIR - text_width(numbers, 12.5)
    yield note(safe(fitted(row.name, room, 13)), (0, y), tokens.ink, xref="paper", xshift=_NAME_X)
    if numbers:
        yield _left(numbers, y, tokens.ink2, size=12.5)
    if row.chance is None:
        yield from _reason_notes(row, y, tokens, t)
        return
    yield _right(
        bold(chance(row.chance, t.locale, is_fact=row.is_fact)), y, _CHANCE_X, tokens.ink, size=14
    )
    if row.last_week is not None:
        yield _change_note(points(row.chance) - points(row.last_week), y, tokens, t)


def _reason_notes(
    row: StripRow, y: float, tokens: Theme, t: Translator
) -> Iterator[dict[str, Any]]:
    reason = written(row.reason, t)
    words = (
        t("charts-no-forecast-because", reason=reason)
        if reason
        else t(f"status-{row.status.value}")
    )
    glyph = coloured(GLYPHS[row.status], tokens.none)
    ground = {"bgcolor": tokens.card, "opacity": 0.92, "borderpad": 1}
    yield note(
        f"{glyph} {safe(fitted(words, 330, 12.5))}",
        (0, y),
        tokens.ink2,
        xshift=6,
        size=12.5,
        **ground,
    )
    yield _right("–", y, _CHANCE_X, tokens.muted)


def _change_note(change: float, y: float, tokens: Theme, t: Translator) -> dict[str, Any]:
    size = round(change)
    arrow = "▲ " if size > 0 else "▼ " if size < 0 else ""
    words = arrow + signed(size, t.locale)
    if abs(size) >= NOTABLE_CHANGE_POINTS:
        return _right(bold(words), y, _CHANGE_X, tokens.ink, size=12.5)
    return _right(safe(words), y, _CHANGE_X, tokens.muted, size=12.5)


def _left(words: str, y: float, colour: str, **more: object) -> dict[str, Any]:
    return note(
        safe(words),
        (0, y),
        colour,
        xref="paper",
        xshift=_NUMBERS_X,
        **{"xanchor": "right", **more},
    )


def _right(text: str, y: float, shift: int, colour: str, **more: object) -> dict[str, Any]:
    return note(text, (1, y), colour, xref="paper", xshift=shift, **{"xanchor": "right", **more})
