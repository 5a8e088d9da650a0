"""Accessible tables: real headings, one number per cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.kit.markup import Markup
from dashboard.i18n.format import MISSING


@dataclass(frozen=True)
class Column:
    """A heading; numbers are right-aligned, and wide-screen columns are omitted in stacked rows."""

    title: str
    is_number: bool = False
    is_wide: bool = False


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    caption: str = "",
    *,
    is_stacking: bool = False,
) -> Markup:
    """The table as markup; titles, cells and caption are markup, or texts that are then escaped.

    A stacking table shows each row as a block on narrow screens, every cell next to its heading.
    """
    if is_stacking:
        return _stacking(columns, rows, caption)
    heads = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(_kind(column), column.title)
        for column in columns
    )
    body = Markup("").join(Markup("<tr>{}</tr>").format(_cells(columns, row)) for row in rows)
    hidden_caption = (
        Markup('<caption class="fd-visually-hidden">{}</caption>').format(caption)
        if caption
        else ""
    )
    return Markup(
        '<div class="fd-table-scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="fd-table">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(caption, hidden_caption, heads, body)


def _stacking(columns: Sequence[Column], rows: Sequence[Sequence[str]], caption: str) -> Markup:
    # Explicit roles: with CSS blocks for its parts, a table loses its role for screen readers.
    heads = Markup("").join(
        Markup('<th scope="col" role="columnheader"{}>{}</th>').format(_kind(one), one.title)
        for one in columns
    )
    body = Markup("").join(
        Markup('<tr role="row">{}</tr>').format(
            Markup("").join(_stacked(c, cell) for c, cell in zip(columns, row, strict=True))
        )
        for row in rows
    )
    return Markup(
        '<table class="fd-table fd-stacking" role="table">'
        '<caption class="fd-visually-hidden">{}</caption><thead role="rowgroup">'
        '<tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table>'
    ).format(caption, heads, body)


def _stacked(column: Column, cell: str) -> Markup:
    label = Markup('<span class="fd-only-stacked" aria-hidden="true">{}</span>').format(
        column.title
    )
    is_hidden = column.is_wide or cell == MISSING
    names = [
        *(["fd-number"] if column.is_number else []),
        *(["fd-not-stacked"] if is_hidden else []),
    ]
    kind = Markup(' class="{}"').format(" ".join(names)) if names else Markup("")
    return Markup('<td role="cell"{}>{}<div>{}</div></td>').format(kind, label, cell)


def _cells(columns: Sequence[Column], row: Sequence[str]) -> Markup:
    return Markup("").join(
        Markup("<td{}>{}</td>").format(_kind(column), cell)
        for column, cell in zip(columns, row, strict=True)
    )


def _kind(column: Column) -> Markup:
    return Markup(' class="fd-number"') if column.is_number else Markup("")
