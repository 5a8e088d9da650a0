"""The difference between the stored records and the files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from dashboard.domain.okr import DONE_FIELD
from dashboard.records.document_store import Stored
from dashboard.records.documents import Document, Fields, Key
from dashboard.records.history import ORDER_OF
from dashboard.records.plan_text import Kind, Step

WORKSPACE: Key = ("workspace", "workspace")


def steps_to(stored: Mapping[Key, Stored], given: Mapping[Key, Document]) -> list[Step]:
    """The changes that make the records equal to the files, in the order of execution."""
    orders = _changed_orders(stored, given)
    steps = [
        _step(stored.get(key), document, orders.pop(key, ({}, {})))
        for key, document in given.items()
    ]
    for key, (
        old,
        new,
    ) in orders.items():  # only the workspace can have an order without having settings
        steps.insert(0, Step("changed", Document(*key, {}), old, new))
    for key, was in stored.items():
        if key not in given and was.archived_on is None:
            kind: Kind = "changed" if key == WORKSPACE else "removed"
            steps.append(
                Step(kind, was.document, was.document.fields if key == WORKSPACE else {}, {})
            )
    return [step for step in steps if step.kind != "changed" or step.old or step.new]


def _step(was: Stored | None, document: Document, order: tuple[Fields, Fields]) -> Step:
    if was is None:
        return Step("added", document, {}, document.fields)
    before, after = was.document.fields, _with_reports(was, document)
    names = [name for name in after | before if before.get(name) != after.get(name)]
    old = {name: before[name] for name in names if name in before} | order[0]
    new = {name: after[name] for name in names if name in after} | order[1]
    is_return = was.archived_on is not None
    return Step("added" if is_return else "changed", document, old, new, is_return)


def _with_reports(was: Stored, document: Document) -> Fields:
    reported = carried_reports(was, document)
    return document.fields | {
        DONE_FIELD + title: document.fields[DONE_FIELD + title] or day
        for title, day in reported.items()
    }


def carried_reports(was: Stored | None, document: Document) -> dict[str, str]:
    """The days on which check-ins reported the remaining milestones done, by title.

    A milestone with only its title changed, at the same position, keeps its day.
    """
    if was is None or not was.reported:
        return {}
    before, after = was.document.fields["milestones"], document.fields["milestones"]
    renamed = {
        new: old
        for old, new in zip(before, after, strict=False)
        if old not in after and new not in before
    }
    changed = {title: was.reported.get(renamed.get(title, title)) for title in after}
    return {title: day for title, day in changed.items() if day is not None}


def _changed_orders(
    stored: Mapping[Key, Stored], given: Mapping[Key, Document]
) -> dict[Key, tuple[Fields, Fields]]:
    """Reordered parts that stay with their owner: the old and the new order, by owner."""
    before = {key: was.document for key, was in stored.items() if was.archived_on is None}
    staying = {key for key in given if key in before and _whole(before[key]) == _whole(given[key])}
    old, new = _orders(before, staying), _orders(given, staying)
    changed: defaultdict[Key, tuple[Fields, Fields]] = defaultdict(lambda: ({}, {}))
    for (whole, what), ids in new.items():
        if ids != old[whole, what]:
            changed[whole][0][f"{ORDER_OF}{what}s"] = old[whole, what]
            changed[whole][1][f"{ORDER_OF}{what}s"] = ids
    return dict(changed)


def _orders(
    documents: Mapping[Key, Document], staying: set[Key]
) -> dict[tuple[Key, str], list[str]]:
    orders: defaultdict[tuple[Key, str], list[str]] = defaultdict(list)
    for document in sorted(
        (documents[key] for key in staying), key=lambda document: (document.position, document.id)
    ):
        orders[_whole(document), document.what].append(document.id)
    return orders


def _whole(document: Document) -> Key:
    match document.what:
        case "KPI":
            return "source", document.fields["source"]
        case "objective":
            return "cycle", document.fields["cycle"]
        case "key result":
            return "objective", document.fields["objective"]
        case _:
            return WORKSPACE
