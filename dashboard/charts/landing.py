"""Where the progress of an objective will end: the landing strip."""

from __future__ import annotations

import math

from dashboard.charts.data import LandingStrip, ThemeName
from dashboard.charts.kit.markup import Markup
from dashboard.charts.kit.svg import Svg
from dashboard.charts.kit.theme import Theme, theme_of
from dashboard.i18n import Translator
from dashboard.i18n.format import percent

HEIGHT = 22.0
_EDGE = 4.0


def landing_svg(data: LandingStrip, theme: ThemeName, t: Translator, width: float = 300) -> Markup:
    """The landing strip as SVG without text: 0 % at the left, all targets at the right.

    Progress below 0 or above 100 % stops at the edge; the text next to the strip and its label
    have the true number.
    """
    tokens = theme_of(theme)
    svg = Svg(width, HEIGHT, landing_alt(data, t))
    middle = HEIGHT / 2
    svg.rect((_EDGE, middle - 3, width - 2 * _EDGE, 6), tokens.none_ground, rx=3)
    _draw_landing(svg, data, tokens)
    if _known(data.progress):
        svg.rect((_EDGE, middle - 3, _x(data.progress, width) - _EDGE, 6), tokens.actual, rx=3)
    if data.has_landing:
        svg.line(
            [(_x(data.median, width), middle - 7), (_x(data.median, width), middle + 7)],
            tokens.forecast,
            2.4,
        )
    if _known(data.pace):
        svg.line(
            [(_x(data.pace, width), 0), (_x(data.pace, width), HEIGHT)],
            tokens.pace,
            1.6,
            stroke_dasharray="3,2",
        )
    svg.line([(_x(1, width), 1), (_x(1, width), HEIGHT - 1)], tokens.target, 2)
    return svg.to_text()


def landing_alt(data: LandingStrip, t: Translator) -> str:
    """The strip in one or two sentences, with its numbers."""
    progress = percent(data.progress, t.locale)
    if data.has_landing:
        sentence = t(
            "charts-alt-landing",
            progress=progress,
            median=percent(data.median, t.locale),
            low=percent(data.low80, t.locale),
            high=percent(data.high80, t.locale),
        )
    else:
        sentence = t("charts-alt-no-landing", progress=progress)
    if not _known(data.pace):
        return sentence
    return f"{sentence} {t('charts-alt-steady', pace=percent(data.pace, t.locale))}"


def _draw_landing(svg: Svg, data: LandingStrip, tokens: Theme) -> None:
    if not data.has_landing:
        return
    middle = HEIGHT / 2
    low80, high80 = _x(data.low80, svg.width), _x(data.high80, svg.width)
    low50, high50 = _x(data.low50, svg.width), _x(data.high50, svg.width)
    svg.rect(
        (low80, middle - 7, high80 - low80, 14),
        tokens.fan80,
        stroke=tokens.forecast,
        stroke_width=1,
    )
    svg.rect((low50, middle - 6.5, high50 - low50, 13), tokens.fan50)


def _x(share: float | None, width: float) -> float:
    clipped = min(1.0, max(0.0, share or 0.0))
    return _EDGE + clipped * (width - 2 * _EDGE)


def _known(share: float | None) -> bool:
    return share is not None and math.isfinite(share)
