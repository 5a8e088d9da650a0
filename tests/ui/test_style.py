from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import dashboard
from dashboard.charts.data import ThemeName
from dashboard.charts.kit.theme import theme_of
from dashboard.ui.style import SHEET, style_of

HOME = Path(dashboard.__file__).parent
CONFIG = tomllib.loads((HOME / ".streamlit" / "config.toml").read_text("utf-8"))
TOKENS = {
    "primaryColor": "primary",
    "backgroundColor": "page",
    "secondaryBackgroundColor": "card",
    "textColor": "ink",
    "linkColor": "accent",
    "borderColor": "border",
    "greenColor": "on",
    "orangeColor": "risk",
    "redColor": "off",
    "blueColor": "forecast",
    "violetColor": "lead",
    "grayColor": "none",
    "yellowTextColor": "ink",
    "yellowBackgroundColor": "risk_ground",
    "redBackgroundColor": "off_ground",
    "greenBackgroundColor": "on_ground",
    "blueBackgroundColor": "reached_ground",
    "codeBackgroundColor": "none_ground",
}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_pages_settings_are_the_tokens_of_the_charts(name: ThemeName) -> None:
    for option, token in TOKENS.items():
        assert CONFIG["theme"][name][option] == getattr(theme_of(name), token), option


def test_the_settings_keep_readers_private_and_errors_out_of_sight() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["server"]["enableXsrfProtection"] is True


def test_the_style_sheet_names_no_colour_and_no_address_of_its_own() -> None:
    sheet = SHEET.read_text("utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", sheet)
    assert "url(" not in sheet
    assert "@import" not in sheet


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_variable_of_the_style_sheet_is_defined(name: ThemeName) -> None:
    style = style_of(name)
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", style))
    defined = set(re.findall(r"(--[a-z0-9-]+):", style))
    assert used <= defined


def test_a_meeting_reads_larger() -> None:
    assert "--body:17px" in style_of("light", is_meeting=True)
    assert "font-size: 27px" in style_of("light", is_meeting=True)
    assert "--body:15px" in style_of("light")


def test_one_function_alone_lets_markup_out() -> None:
    using = [
        file.name for file in HOME.rglob("*.py") if "unsafe_allow_html" in file.read_text("utf-8")
    ]
    assert using == ["html.py"]


def test_one_file_alone_touches_the_session_and_the_address() -> None:
    using = [
        file.name
        for file in HOME.rglob("*.py")
        if re.search(r"st\.(session_state|query_params|context)", file.read_text("utf-8"))
    ]
    assert using == ["session.py"]
