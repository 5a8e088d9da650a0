"""OKRs, sources and settings as flat documents: the unit of comparison, revision and audit.

The fields of a document are JSON values, so that documents from files and from tables compare
equal. The `done_on` of each milestone is a field of its own, because its date is that day and not
the day it was recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic_core import to_jsonable_python

from dashboard.domain.errors import InvalidInput
from dashboard.domain.kpi import Freshness, Kpi, Limits, Source
from dashboard.domain.okr import DONE_FIELD, Cycle, KeyResult, Milestone, Objective, OkrSet
from dashboard.domain.suggest import hint

What = Literal["workspace", "source", "KPI", "cycle", "objective", "key result"]
ORDER: tuple[What, ...] = ("workspace", "source", "KPI", "cycle", "objective", "key result")
"""Referenced kinds before those that refer to them."""

Json = Any
"""A JSON value of a field."""

Fields = dict[str, Json]
Key = tuple[What, str]


@dataclass(frozen=True)
class Document:
    """One item of the files: its fields, and its position within its kind."""

    what: What
    id: str
    fields: Fields
    position: int = 0

    @property
    def key(self) -> Key:
        """The unique key of the document."""
        return self.what, self.id

    @property
    def title(self) -> str:
        """The name shown to people."""
        return str(self.fields.get("title") or self.fields.get("name") or self.id)


def documents(
    okrs: Sequence[OkrSet], sources: Sequence[Source], settings: Mapping[str, str]
) -> dict[Key, Document]:
    """Everything in the files, in the order in which it is stored.

    Raises:
        InvalidInput: two items of a kind have the same id, a cycle has two different dates, or a
            key result has two milestones with the same title.
    """
    documents: dict[Key, Document] = {}
    if settings:
        documents["workspace", "workspace"] = Document("workspace", "workspace", dict(settings))
    for document in [*_of_sources(sources), *_of_okrs(okrs)]:
        twin = documents.setdefault(document.key, document)
        if twin is document:
            continue
        if document.what != "cycle":
            raise InvalidInput(
                f"The {document.what} id {document.id!r} is written twice. Ids are unique; rename one."
            )
        if twin.fields != document.fields:
            raise InvalidInput(
                f"The cycle {document.id!r} is written twice with different dates: "
                f"{' to '.join(twin.fields.values())} and {' to '.join(document.fields.values())}. Write the same dates."
            )
    return dict(sorted(documents.items(), key=lambda item: ORDER.index(item[0][0])))


def refuse_unknown_kpis(given: Mapping[Key, Document]) -> None:
    """Checks that every KPI of a key result is delivered by a source.

    Raises:
        InvalidInput: one is not; names the nearest.
    """
    known = [id for what, id in given if what == "KPI"]
    for document in given.values():
        if document.what != "key result":
            continue
        for kpi in [
            document.fields["kpi"],
            *(attached["kpi"] for attached in document.fields["kpis"]),
        ]:
            if kpi is not None and ("KPI", kpi) not in given:
                raise InvalidInput(
                    f"The key result {document.id!r} refers to the KPI {kpi!r}, which no source delivers. {hint(kpi, known)}"
                )


def source_fields(source: Source) -> Fields:
    """A source without its KPIs; durations in seconds."""
    plain: Fields = to_jsonable_python(
        source.model_dump(exclude={"source", "kpis", "freshness", "lookback"}),
        timedelta_mode="float",
    )
    return plain | {
        "late_after_seconds": source.freshness.late_after.total_seconds(),
        "stale_after_seconds": source.freshness.stale_after.total_seconds(),
        "lookback_seconds": source.lookback.total_seconds(),
    }


def source_from(id: str, fields: Fields, kpis: Sequence[Kpi]) -> Source:
    """The source described by `fields`."""
    return Source(
        source=id,
        type=fields["type"],
        schedule=fields["schedule"],
        freshness=Freshness(
            late_after=dt.timedelta(seconds=fields["late_after_seconds"]),
            stale_after=dt.timedelta(seconds=fields["stale_after_seconds"]),
        ),
        lookback=dt.timedelta(seconds=fields["lookback_seconds"]),
        kpis=tuple(kpis),
        options=fields["options"],
    )


def kpi_from(id: str, fields: Fields) -> Kpi:
    """The KPI described by `fields`."""
    plain = {
        name: value for name, value in fields.items() if name not in ("source", "low", "high")
    }
    return Kpi(id=id, limits=Limits(low=fields["low"], high=fields["high"]), **plain)


def objective_from(id: str, fields: Fields, key_results: Sequence[KeyResult]) -> Objective:
    """The objective described by `fields`."""
    plain = {name: value for name, value in fields.items() if name != "cycle"}
    return Objective(id=id, key_results=tuple(key_results), **plain)


def key_result_from(id: str, fields: Fields, as_of: dt.date) -> KeyResult:
    """The key result described by `fields`; steps done after `as_of` are not done."""
    plain = {
        name: value
        for name, value in fields.items()
        if name != "objective" and not name.startswith(DONE_FIELD)
    }
    plain["milestones"] = [
        Milestone(title=title, done_on=_until(fields.get(DONE_FIELD + title), as_of))
        for title in fields["milestones"]
    ]
    return KeyResult(id=id, **plain)


def cycle_from(id: str, fields: Fields) -> Cycle:
    """The cycle described by `fields`."""
    return Cycle(id=id, **fields)


def _until(day: str | None, as_of: dt.date) -> dt.date | None:
    on = None if day is None else dt.date.fromisoformat(day)
    return on if on is not None and on <= as_of else None


def _of_sources(sources: Sequence[Source]) -> Iterator[Document]:
    number = 0
    for position, source in enumerate(sources):
        yield Document("source", source.source, source_fields(source), position)
        for kpi in source.kpis:
            fields = kpi.model_dump(mode="json", exclude={"id", "limits"})
            limits = {"low": kpi.limits.low, "high": kpi.limits.high}
            yield Document("KPI", kpi.id, {"source": source.source, **fields, **limits}, number)
            number += 1


def _of_okrs(okrs: Sequence[OkrSet]) -> Iterator[Document]:
    objectives = key_results = 0
    for position, okr_set in enumerate(okrs):
        cycle = okr_set.cycle
        yield Document("cycle", cycle.id, cycle.model_dump(mode="json", exclude={"id"}), position)
        for objective in okr_set.objectives:
            fields = objective.model_dump(mode="json", exclude={"id", "key_results"})
            yield Document("objective", objective.id, {"cycle": cycle.id, **fields}, objectives)
            objectives += 1
            for key_result in objective.key_results:
                yield _of_key_result(objective, key_result, key_results)
                key_results += 1


def _of_key_result(objective: Objective, key_result: KeyResult, position: int) -> Document:
    fields = key_result.model_dump(mode="json", exclude={"id"})
    titles = [milestone.title for milestone in key_result.milestones]
    if len(set(titles)) < len(titles):
        raise InvalidInput(
            f"The key result {key_result.id!r} has two milestones with one title. Give each its own."
        )
    done = {
        DONE_FIELD + step.title: step.done_on and step.done_on.isoformat()
        for step in key_result.milestones
    }
    return Document(
        "key result",
        key_result.id,
        {"objective": objective.id, **fields, "milestones": titles, **done},
        position,
    )
