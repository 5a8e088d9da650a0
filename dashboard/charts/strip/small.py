"""One row of the chance strip without text, for lists on narrow screens and for paper."""

from __future__ import annotations

from dashboard.charts.data import StripRow, ThemeName
from dashboard.charts.kit.marks import draw_status
from dashboard.charts.kit.markup import Markup
from dashboard.charts.kit.svg import Svg
from dashboard.charts.kit.theme import Theme, theme_of
from dashboard.charts.strip.rows import has_gap, is_close, points
from dashboard.charts.strip.words import row_words
from dashboard.domain.thresholds import AT_RISK_CHANCE, ON_TRACK_CHANCE
from dashboard.i18n import Translator

HEIGHT = 18.0
_EDGE = 8.0


def strip_svg(row: StripRow, theme: ThemeName, t: Translator, width: float = 120) -> Markup:
    """The row's marks on the three zones, as SVG without text; its label has the numbers.

    A key result without a forecast shows an empty scale and, if there is a confidence, its square.
    """
    tokens = theme_of(theme)
    svg = Svg(width, HEIGHT, row_words(row, t))
    middle = HEIGHT / 2
    cuts = (0.0, AT_RISK_CHANCE * 100, ON_TRACK_CHANCE * 100, 100.0)
    for low, high, ground in zip(
        cuts, cuts[1:], (tokens.off_ground, tokens.risk_ground, tokens.on_ground), strict=False
    ):
        svg.rect((_x(low, width), middle - 4, _x(high, width) - _x(low, width), 8), ground)
    svg.line([(_x(0, width), middle), (_x(100, width), middle)], tokens.grid, 1)
    _draw_marks(svg, row, tokens)
    return svg.to_text()


def _draw_marks(svg: Svg, row: StripRow, tokens: Theme) -> None:
    middle = HEIGHT / 2
    now, last, team = (
        _x(points(v), svg.width) for v in (row.chance, row.last_week, row.confidence)
    )
    if has_gap(row):
        svg.line([(now, middle), (team, middle)], tokens.accent, 1.4, stroke_dasharray="2,2.5")
    if row.chance is not None and row.last_week is not None:
        svg.line([(last, middle), (now, middle)], tokens.muted, 2.4)
        svg.circle((last, middle), 3, tokens.card, stroke=tokens.muted, stroke_width=1.6)
    if row.confidence is not None:
        side, fill = (13, "none") if is_close(row) else (7, tokens.card)
        svg.square((team, middle), side, fill=fill, stroke=tokens.accent, stroke_width=1.7)
    if row.chance is not None:
        draw_status(svg, row.status, (now, middle), 9 if is_close(row) else 11, tokens)


def _x(percent: float, width: float) -> float:
    return _EDGE + percent / 100 * (width - 2 * _EDGE)
