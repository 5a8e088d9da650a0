"""Tables that can be read aloud: real headings, one cell a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A heading; numbers stand on the right."""

    title: str
    is_number: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], caption: str = "") -> str:
    """The table as markup; titles and cells are markup already, with what people wrote escaped."""
    heads = "".join(f'<th scope="col"{_kind(column)}>{column.title}</th>' for column in columns)
    body = "".join(f"<tr>{_cells(columns, row)}</tr>" for row in rows)
    told = f'<caption class="fd-visually-hidden">{caption}</caption>' if caption else ""
    return (
        f'<div class="fd-table-scroll" tabindex="0" role="region" aria-label="{caption}"><table class="fd-table">{told}'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(columns: Sequence[Column], row: Sequence[str]) -> str:
    return "".join(
        f"<td{_kind(column)}>{cell}</td>" for column, cell in zip(columns, row, strict=True)
    )


def _kind(column: Column) -> str:
    return ' class="fd-number"' if column.is_number else ""
