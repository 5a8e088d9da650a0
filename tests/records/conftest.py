"""Small real records: one company with a source, two objectives and a milestone key result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.domain.kpi import Aggregation, Freshness, Grain, Kpi, Limits, Source
from dashboard.domain.okr import (
    Attachment,
    Band,
    Cycle,
    Direction,
    KeyResult,
    Milestone,
    Objective,
    OkrSet,
    Role,
)
from dashboard.records.database import open_records
from dashboard.records.plan import apply_files
from dashboard.records.plan_text import Plan


class World:
    """One workspace's files in short, and the records that they are applied to."""

    day = dt.date(2026, 10, 1)
    noon = dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC)

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def subscriptions(self, **changes: object) -> KeyResult:
        given = KeyResult(
            id="paid-subscriptions",
            title="More paid subscriptions",
            kpi="new-subscriptions",
            direction=Direction.INCREASE,
            baseline=3500,
            target=6000,
            unit="subscriptions",
            due_on=dt.date(2026, 12, 31),
            kpis=(Attachment(kpi="website-visitors", declared=Role.LEADING, threshold="> 1250"),),
        )
        return given.model_copy(update=changes)

    def regions(self, *steps: Milestone) -> KeyResult:
        given = steps or (Milestone(title="Region one"), Milestone(title="Region two"))
        return KeyResult(
            id="two-regions", title="Two regions", direction=Direction.MILESTONE, milestones=given
        )

    def rating(self, **changes: object) -> KeyResult:
        given = KeyResult(
            id="rating",
            title="Keep the rating",
            direction=Direction.MAINTAIN,
            target=Band(low=2, high=4),
            weight=2,
        )
        return given.model_copy(update=changes)

    def okrs(self, *growth: KeyResult, product: tuple[KeyResult, ...] | None = None) -> OkrSet:
        product = (self.rating(),) if product is None else product
        return OkrSet(
            cycle=Cycle(
                id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31)
            ),
            objectives=(
                Objective(
                    id="grow",
                    title="Grow",
                    why="to last",
                    owner="ana@example.com",
                    team="growth",
                    supports="usable",
                    key_results=growth or (self.subscriptions(), self.regions()),
                ),
                Objective(id="usable", title="Be usable", key_results=product),
            ),
        )

    def source(self, **changes: object) -> Source:
        given = Source(
            source="shop",
            type="csv",
            schedule="0 6 * * 1",
            freshness=Freshness(late_after=dt.timedelta(hours=36)),
            options={"path": "shop.csv", "since": dt.date(2026, 1, 1), "decimal": "."},
            kpis=(
                Kpi(
                    id="website-visitors",
                    name="Visitors",
                    grain=Grain.WEEK,
                    aggregation=Aggregation.SUM,
                ),
                Kpi(
                    id="new-subscriptions",
                    name="New subscriptions",
                    value="subs",
                    grain=Grain.DAY,
                    aggregation=Aggregation.LAST,
                    limits=Limits(low=0),
                    owner="bo",
                ),
            ),
        )
        return given.model_copy(update=changes)

    def apply(
        self,
        *okrs: OkrSet,
        sources: tuple[Source, ...] | None = None,
        days: int = 0,
        by: str = "ana",
    ) -> Plan:
        """Store these OKRs (left out: the usual ones), `days` after the first day, at noon."""
        return apply_files(
            self.engine,
            okrs or (self.okrs(),),
            (self.source(),) if sources is None else sources,
            {"name": "Nordlys"},
            by=by,
            on=self.on(days),
            now=self.at(days),
        )

    def on(self, days: int) -> dt.date:
        return self.day + dt.timedelta(days=days)

    def at(self, days: float) -> dt.datetime:
        return self.noon + dt.timedelta(days=days)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/state/records.sqlite"


@pytest.fixture
def world(url: str) -> Iterator[World]:
    engine = open_records(url)
    yield World(engine)
    engine.dispose()


@pytest.fixture
def applied(world: World) -> World:
    world.apply()
    return world
