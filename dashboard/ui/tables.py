"""Tables that can be read aloud: real headings, one cell a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.i18n.format import MISSING


@dataclass(frozen=True)
class Column:
    """A heading; numbers stand on the right, and what is only for wide screens is left out of stacked rows."""

    title: str
    is_number: bool = False
    is_wide: bool = False


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    caption: str = "",
    *,
    is_stacking: bool = False,
) -> str:
    """The table as markup; titles and cells are markup already, with what people wrote escaped.

    One that is stacking shows each row as a block on narrow screens, every cell beside its heading.
    """
    if is_stacking:
        return _stacking(columns, rows, caption)
    heads = "".join(f'<th scope="col"{_kind(column)}>{column.title}</th>' for column in columns)
    body = "".join(f"<tr>{_cells(columns, row)}</tr>" for row in rows)
    told = f'<caption class="fd-visually-hidden">{caption}</caption>' if caption else ""
    return (
        f'<div class="fd-table-scroll" tabindex="0" role="region" aria-label="{caption}"><table class="fd-table">{told}'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _stacking(columns: Sequence[Column], rows: Sequence[Sequence[str]], caption: str) -> str:
    # Told roles: a table whose parts are laid out as blocks is no table any more to a screen reader.
    heads = "".join(
        f'<th scope="col" role="columnheader"{_kind(one)}>{one.title}</th>' for one in columns
    )
    body = "".join(
        f'<tr role="row">{"".join(_stacked(c, cell) for c, cell in zip(columns, row, strict=True))}</tr>'
        for row in rows
    )
    return (
        f'<table class="fd-table fd-stacking" role="table"><caption class="fd-visually-hidden">{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _stacked(column: Column, cell: str) -> str:
    label = f'<span class="fd-only-stacked" aria-hidden="true">{column.title}</span>'
    is_hidden = column.is_wide or cell == MISSING
    names = [
        *(["fd-number"] if column.is_number else []),
        *(["fd-not-stacked"] if is_hidden else []),
    ]
    kind = f' class="{" ".join(names)}"' if names else ""
    return f'<td role="cell"{kind}>{label}<div>{cell}</div></td>'


def _cells(columns: Sequence[Column], row: Sequence[str]) -> str:
    return "".join(
        f"<td{_kind(column)}>{cell}</td>" for column, cell in zip(columns, row, strict=True)
    )


def _kind(column: Column) -> str:
    return ' class="fd-number"' if column.is_number else ""
