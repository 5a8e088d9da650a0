"""DuckDB settings for snapshots, and quoting of names and texts for SQL."""

from __future__ import annotations

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
"""Nothing is downloaded, no extension is loaded, and a query cannot read variables of the program.
"""


def quoted_name(name: str) -> str:
    """`name`, quoted as the name of a table or column."""
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: str) -> str:
    """`text`, quoted as a literal; for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
