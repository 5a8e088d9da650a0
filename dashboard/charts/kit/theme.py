"""The colours and sizes of all charts, named once (contrast and colour blindness are tested)."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts.data import ThemeName
from dashboard.domain.okr import Status

FONT = '"Source Sans 3", "Source Sans Pro", "Source Sans", Inter, system-ui, sans-serif'
"""Source Sans comes with the page; inline SVG inherits it, Plotly needs it by name."""

BODY_PX = 13
TICK_PX = 12
SMALL_PX = 11.5


@dataclass(frozen=True)
class Theme:
    """The colours of one theme, as #RRGGBB."""

    name: ThemeName
    page: str
    card: str
    ink: str
    ink2: str
    muted: str
    accent: str
    primary: str
    actual: str
    forecast: str
    fan80: str
    landing: str
    fan50: str
    pace: str
    lead: str
    on: str
    risk: str
    off: str
    none: str
    on_ground: str
    risk_ground: str
    off_ground: str
    reached_ground: str
    none_ground: str
    control: str
    border: str
    grid: str

    @property
    def target(self) -> str:
        """The colour of targets: ink."""
        return self.ink

    @property
    def veil(self) -> str:
        """The card's colour, slightly transparent, for the background of text over lines."""
        red, green, blue = (int(self.card[i : i + 2], 16) for i in (1, 3, 5))
        return f"rgba({red},{green},{blue},0.78)"

    def status(self, status: Status) -> str:
        """The colour of a status mark."""
        return {
            Status.ON_TRACK: self.on,
            Status.REACHED: self.accent,
            Status.AT_RISK: self.risk,
            Status.OFF_TRACK: self.off,
            Status.MISSED: self.off,
        }.get(status, self.none)

    def ground(self, status: Status) -> str:
        """The tint behind a status word."""
        return {
            Status.ON_TRACK: self.on_ground,
            Status.REACHED: self.reached_ground,
            Status.AT_RISK: self.risk_ground,
            Status.OFF_TRACK: self.off_ground,
            Status.MISSED: self.off_ground,
        }.get(status, self.none_ground)


LIGHT = Theme(
    name="light",
    page="#F6F7F9",
    card="#FFFFFF",
    ink="#161D2B",
    ink2="#465064",
    muted="#5F6B80",
    accent="#2748B0",
    primary="#2748B0",
    actual="#14315F",
    forecast="#2F6BD8",
    fan80="#E2EAFA",
    landing="#D1DEF6",
    fan50="#B8CDF2",
    pace="#68748A",
    lead="#93308F",
    on="#007A87",
    risk="#A65200",
    off="#A3172B",
    none="#6B7280",
    on_ground="#E0F3F4",
    risk_ground="#FDF0DC",
    off_ground="#FBE7E8",
    reached_ground="#E6EBFA",
    none_ground="#ECEFF3",
    control="#808B9E",
    border="#D8DDE6",
    grid="#E6E9EF",
)

DARK = Theme(
    name="dark",
    page="#0F141D",
    card="#171E2A",
    ink="#EDF1F7",
    ink2="#B9C3D3",
    muted="#95A1B5",
    accent="#8FB0FF",
    primary="#4668D9",
    actual="#E3ECFA",
    forecast="#6EA0FF",
    fan80="#233048",
    landing="#2A3B59",
    fan50="#354A72",
    pace="#8E9BB1",
    lead="#E08FD8",
    on="#5FD3CE",
    risk="#F2A63B",
    off="#FF7A7A",
    none="#95A1B5",
    on_ground="#12302F",
    risk_ground="#38270F",
    off_ground="#3B1820",
    reached_ground="#1B2746",
    none_ground="#222B39",
    control="#71809A",
    border="#303B4F",
    grid="#273042",
)


def theme_of(name: ThemeName) -> Theme:
    """The colours of the named theme."""
    return {"light": LIGHT, "dark": DARK}[name]
