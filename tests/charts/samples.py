"""One invented company, as the pictures of the specification show it."""

from __future__ import annotations

import datetime as dt
import math

from dashboard.analytics.key_results.pace import elapsed_share, steady_line, steady_value
from dashboard.charts.data import (
    BeliefChart,
    Fan,
    KeyResultChart,
    LagChart,
    LagStem,
    Landing,
    LandingStrip,
    LeadRow,
    PanelData,
    Point,
    Span,
    StripGroup,
    StripRow,
)
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Direction, Status

START, DUE, TODAY = dt.date(2026, 7, 1), dt.date(2026, 12, 31), dt.date(2026, 10, 18)
PAYLOAD = "<img src=x onerror=alert(1)>\"'&$x$ *b* [l](javascript:alert(1))"
ON, RISK, OFF, NONE = Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.NO_FORECAST


def row(name: str, now: str, *numbers: float | None, status: Status, reason: str = "") -> StripRow:
    chance, last_week, confidence = numbers
    return StripRow(
        name.lower().replace(" ", "-"), name, status, now, chance, last_week, confidence, reason
    )


def groups() -> tuple[StripGroup, ...]:
    return (
        StripGroup(
            "Turn trials into lasting customers",
            OFF,
            (
                row("Trial-to-paid rate", "12.2 % → 15.0 %", 0.31, 0.49, 0.7, status=OFF),
                row("New paying teams per week", "229 → 260", 0.58, 0.61, 0.6, status=RISK),
                row("90-day retention", "85.1 % → 86.0 %", 0.88, 0.84, 0.8, status=ON),
            ),
        ),
        StripGroup(
            "Make support fast enough to recommend",
            RISK,
            (
                row("Support satisfaction", "76 → 80", 0.46, 0.58, 0.5, status=RISK),
                row("First reply time (median)", "5.2 h → 4.0 h", 0.74, 0.70, 0.8, status=ON),
                row("Tickets reopened", "8.3 % → 8.0 %", 0.91, 0.90, None, status=ON),
            ),
        ),
        StripGroup(
            "Ship the new billing platform safely",
            OFF,
            (
                row("Failed payments", "2.35 % → 1.50 %", 0.12, 0.15, 0.3, status=OFF),
                row("Accounts on the new platform", "48 % → 90 %", 0.64, 0.55, 0.4, status=RISK),
            ),
        ),
        StripGroup(
            "Grow efficiently",
            ON,
            (
                row(
                    "Sales cycle",
                    "40 days → 35 days",
                    None,
                    None,
                    None,
                    status=NONE,
                    reason="CRM last loaded 9 days ago",
                ),
                row("Cost to win a customer", "€351 → €340", 0.83, 0.81, 0.9, status=ON),
                StripRow(
                    "reached",
                    "Security review passed",
                    Status.REACHED,
                    "3 → 3",
                    1.0,
                    1.0,
                    0.9,
                    is_fact=True,
                ),
            ),
            is_so_far=True,
        ),
    )


def weeks(values: list[float], last: dt.date = TODAY) -> tuple[Point, ...]:
    return tuple(
        Point(last - dt.timedelta(weeks=len(values) - 1 - i), v) for i, v in enumerate(values)
    )


def panel(name: str = "Qualified sign-ups", *, is_leading: bool = True) -> PanelData:
    recent = (505, 492, 520, 480, 462, 412) if is_leading else (6.4, 6.1, 5.9, 5.8, 5.5, 5.2)
    points = weeks(list(recent))
    months = tuple(
        Point((dt.date(2025, 11, 1) + dt.timedelta(days=31 * i)).replace(day=28), v)
        for i, v in enumerate((440, 480, 479, 430, 540, 520, 505, 530, 520, 500, 535, 512))
    )
    return PanelData(
        kpi_id="sign-ups",
        name=name,
        unit="" if is_leading else "h",
        grain=Grain.WEEK,
        recent=(*points[:-1], points[-1]._replace(is_outside=True)),
        months=months,
        year_before=(430, 410, 425, 380, 470, 440, 430, 425, 440, 400, 470, 460),
        usual=Span(455, 560) if is_leading else Span(5.4, 6.6),
        is_leading=is_leading,
        role_text="Leads trial-to-paid by 3 weeks" if is_leading else "Lagging · key result",
        message="Below usual range (455–560)"
        if is_leading
        else "Below usual range (5.4–6.6 h), lower is better",
    )


def fan(now: float, end: float, spread: float, last: dt.date = TODAY) -> Fan:
    dates = tuple(
        last + dt.timedelta(weeks=i) for i in range(1, 12) if last + dt.timedelta(weeks=i) <= DUE
    )
    n = len(dates)
    median = [now + (end - now) * (i + 1) / n for i in range(n)]
    width = [spread * math.sqrt((i + 1) / n) for i in range(n)]
    return Fan(
        dates,
        tuple(median),
        tuple(m - w * 0.526 for m, w in zip(median, width, strict=True)),
        tuple(m + w * 0.526 for m, w in zip(median, width, strict=True)),
        tuple(m - w for m, w in zip(median, width, strict=True)),
        tuple(m + w for m, w in zip(median, width, strict=True)),
    )


def landing(end: float, spread: float) -> Landing:
    from scipy.stats import norm

    levels = tuple(i / 100 for i in range(1, 100))
    return Landing(levels, tuple(float(end + spread / 1.2816 * norm.ppf(p)) for p in levels))


def lead(name: str = "Qualified sign-ups per week", periods: float = 3) -> LeadRow:
    values = [505, 520, 498, 535, 548, 533, 525, 512, 540, 531, 505, 512, 498, 530, 487, 468, 412]
    points = weeks(values)
    return LeadRow(
        kpi_id="sign-ups",
        name=name,
        role_text=f"leads by {periods:g} weeks · strong, seen in 8 of 9 quarters",
        unit="",
        grain=Grain.WEEK,
        points=(*points[:-1], points[-1]._replace(is_outside=True)),
        usual=Span(455, 560),
        lead_periods=periods,
        lead_text=f"{periods:g} weeks",
    )


RISING = [
    10.2,
    10.3,
    10.8,
    10.65,
    10.8,
    11.25,
    10.95,
    10.8,
    10.9,
    11.5,
    12.0,
    11.55,
    11.65,
    11.9,
    11.9,
    12.2,
]
FALLING = [9.4, 9.2, 8.7, 8.5, 8.35, 7.8, 7.45, 7.15, 6.8, 6.65, 6.45, 6.15, 6.05, 5.4, 5.35, 5.2]


def rising(**changed: object) -> KeyResultChart:
    given = {
        "name": "Trial-to-paid rate",
        "direction": Direction.INCREASE,
        "unit": "%",
        "starts_on": START,
        "due_on": DUE,
        "as_of": TODAY,
        "baseline": 10.2,
        "target": 15.0,
        "points": weeks(RISING),
        "fan": fan(12.2, 14.2, 2.2),
        "landing": landing(14.2, 2.2),
        "chance": 0.31,
        "leads": (lead(), lead("Trials that invite a teammate, %", 2)),
        **changed,
    }
    return KeyResultChart(**(pace_of(given) | given))


def pace_of(given: dict[str, object]) -> dict[str, object]:
    """The line of the steady pace and its value on the day of the last point, as the report gives them."""
    baseline, target = given["baseline"], given["target"]
    if baseline is None or target is None or isinstance(target, Band):
        return {}
    first, last = steady_line(baseline, target, given["starts_on"], given["due_on"])
    known = [p for p in given["points"] if math.isfinite(p.value) and p.on >= given["starts_on"]]
    share = elapsed_share(given["starts_on"], given["due_on"], known[-1].on) if known else None
    now = None if share is None else steady_value(baseline, target, share)
    return {
        "pace": (Point(given["starts_on"], first), Point(given["due_on"], last)),
        "steady_now": now,
    }


def falling(**changed: object) -> KeyResultChart:
    return rising(
        **{
            "name": "First reply time (median)",
            "direction": Direction.DECREASE,
            "unit": "h",
            "baseline": 9.4,
            "target": 4.0,
            "points": weeks(FALLING),
            "fan": fan(5.2, 3.0, 2.0),
            "landing": landing(3.0, 2.0),
            "chance": 0.74,
            **changed,
        }
    )


def steady(**changed: object) -> KeyResultChart:
    values = [
        3.1,
        3.0,
        3.3,
        2.9,
        2.6,
        3.2,
        3.4,
        3.6,
        math.nan,
        math.nan,
        3.5,
        3.1,
        2.9,
        3.0,
        3.3,
        3.4,
    ]
    return rising(
        **{
            "name": "Inflation",
            "direction": Direction.MAINTAIN,
            "baseline": None,
            "target": Band(low=2, high=4),
            "points": weeks(values),
            "fan": fan(3.4, 3.5, 1.2),
            "landing": landing(3.5, 1.2),
            "chance": 0.66,
            "leads": (),
            **changed,
        }
    )


def first_day(**changed: object) -> KeyResultChart:
    last = START - dt.timedelta(days=3)
    dates = tuple(last + dt.timedelta(weeks=i) for i in range(1, 27))
    n = len(dates)
    median = tuple(10.2 + 0.15 * (i + 1) for i in range(n))
    wide = [2.5 * math.sqrt((i + 1) / n) for i in range(n)]
    full = Fan(
        dates,
        median,
        tuple(m - w / 2 for m, w in zip(median, wide, strict=True)),
        tuple(m + w / 2 for m, w in zip(median, wide, strict=True)),
        tuple(m - w for m, w in zip(median, wide, strict=True)),
        tuple(m + w for m, w in zip(median, wide, strict=True)),
    )
    return rising(
        **{
            "as_of": START,
            "points": weeks([9.9, 10.0, 10.2], last),
            "fan": full,
            "landing": landing(median[-1], 2.5),
            "chance": 0.4,
            "leads": (),
            **changed,
        }
    )


def belief(**changed: object) -> BeliefChart:
    forecast = [
        0.53,
        0.54,
        0.53,
        0.57,
        0.47,
        0.56,
        0.51,
        0.6,
        0.59,
        0.6,
        0.56,
        0.52,
        0.55,
        0.57,
        0.49,
        0.31,
    ]
    team = [0.8, 0.8, 0.8, 0.7, 0.8, 0.8, 0.8, 0.7, 0.8, 0.7, 0.7, 0.7, 0.7, 0.6, 0.8, 0.7]
    return BeliefChart(
        **{
            "starts_on": START,
            "due_on": DUE,
            "as_of": TODAY,
            "forecast": weeks(forecast),
            "confidence": weeks(team, TODAY - dt.timedelta(days=2)),
            **changed,
        }
    )


def landing_strip() -> LandingStrip:
    return LandingStrip(0.62, 0.6, 0.92, 0.81, 1.02, 0.7, 1.15)


LINKS = [
    *(0.03, -0.07, -0.04, -0.04, 0.05, 0.045, 0.04, 0.01),
    *(0.09, 0.33, 0.63, 0.75, 0.64, 0.37, 0.07, 0.02, -0.01),
]


def lags(**changed: object) -> LagChart:
    """The lag profile of the specification's picture: 8 weeks to either side, a link 3 weeks before."""
    return LagChart(
        **{
            "kpi": "Qualified sign-ups",
            "outcome": "Trial-to-paid rate",
            "grain": Grain.WEEK,
            "stems": tuple(LagStem(i - 8, link, 0.19) for i, link in enumerate(LINKS)),
            "is_leading": True,
            "peak": 3.0,
            "span": Span(2, 4),
            "claim": "Leads by 3 weeks",
            "span_text": "8 in 10 of the effect: 2 to 4 weeks before",
            **changed,
        }
    )
