"""Rules across all files: ids are unique, and every reference exists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.domain.errors import Finding
from dashboard.domain.quoting import quote
from dashboard.domain.suggest import did_you_mean
from dashboard.workspace.checked_mapping import CheckedMapping


def check_unique(
    okrs: Sequence[CheckedMapping], sources: Sequence[CheckedMapping]
) -> Iterator[Finding]:
    """Ids used twice, and cycles with two different dates.

    Objectives and key results share their ids; KPIs and sources have their own.
    """
    yield from _check_distinct((owner, "id", "id") for owner in objectives_and_key_results(okrs))
    yield from _check_distinct((source, "source", "source") for source in sources)
    yield from _check_distinct((kpi, "id", "KPI") for kpi in _kpis(sources))
    yield from _check_cycles(okrs)


def check_known_kpis(
    okrs: Sequence[CheckedMapping], sources: Sequence[CheckedMapping]
) -> Iterator[Finding]:
    """KPIs that an OKR refers to and no source delivers.

    Empty if a source does not say for sure what it delivers: a KPI without an id or with a
    duplicate id, or a list of KPIs that cannot be read, has a finding of its own, and which KPI
    the OKRs refer to is not known yet.
    """
    known = kpi_ids(sources)
    if not all(map(_has_kpi_list, sources)) or len(known) < len(list(_kpis(sources))):
        return
    for key_result in _key_results(okrs):
        for owner in (key_result, *key_result.each("kpis")):
            word = owner.word("kpi")
            if word is not None and word not in known:
                next_step = (
                    did_you_mean(word, known) or " Add it to a file in sources/, under kpis."
                )
                yield owner.finding("kpi", f"no source delivers the KPI {quote(word)}.{next_step}")


def check_supports(okrs: Sequence[CheckedMapping], *, is_complete: bool) -> Iterator[Finding]:
    """Supported objectives that do not exist, and circles of support, each once with its path.

    `is_complete` is false if a file could not be read, so that unread ids may exist.
    """
    graph = _graph(okrs)
    for link in graph.links.values():
        if link.supported not in graph.objective_of and is_complete:
            hint = did_you_mean(link.supported, graph.objective_of) or (
                " Write the id of an objective or a key result."
            )
            yield link.objective.finding(
                "supports", f"there is no objective or key result {quote(link.supported)}.{hint}"
            )
    yield from _check_circles(graph)


def kpi_ids(sources: Iterable[CheckedMapping]) -> tuple[str, ...]:
    """The ids of all KPIs that the sources deliver, including those with another mistake."""
    return tuple(dict.fromkeys(word for kpi in _kpis(sources) if (word := kpi.node.word("id"))))


def key_result_ids(okrs: Iterable[CheckedMapping]) -> tuple[str, ...]:
    """The ids of all key results, including those with a mistake."""
    words = (key_result.node.word("id") for key_result in _key_results(okrs))
    return tuple(dict.fromkeys(word for word in words if word))


def objectives_and_key_results(okrs: Iterable[CheckedMapping]) -> Iterator[CheckedMapping]:
    """Every objective, followed by its key results."""
    for file in okrs:
        for objective in file.each("objectives"):
            yield objective
            yield from objective.each("key_results")


def _key_results(okrs: Iterable[CheckedMapping]) -> Iterator[CheckedMapping]:
    for file in okrs:
        for objective in file.each("objectives"):
            yield from objective.each("key_results")


def _kpis(sources: Iterable[CheckedMapping]) -> Iterator[CheckedMapping]:
    for source in sources:
        yield from source.each("kpis")


def _has_kpi_list(source: CheckedMapping) -> bool:
    """Whether the source has a list of KPIs, or omits it and has no mistake."""
    if not source.has("kpis"):
        return not source.wrong
    items = source.node.items("kpis")
    return source.is_list("kpis") and all(isinstance(item.value, dict) for item in items)


def _where(draft: CheckedMapping, key: str) -> str:
    node = draft.node.child(key) or draft.node
    return f"{draft.path}:{node.place.line}:{node.place.column}"


def _check_distinct(named: Iterable[tuple[CheckedMapping, str, str]]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for draft, key, what in named:
        word = draft.word(key)
        if word is None:
            continue
        if word in first:
            yield draft.finding(
                key, f"the {what} {quote(word)} is taken ({first[word]}); choose another"
            )
        else:
            first[word] = _where(draft, key)


def _check_cycles(okrs: Iterable[CheckedMapping]) -> Iterator[Finding]:
    first: dict[str, CheckedMapping] = {}
    for file in okrs:
        cycle = file.inner("cycle")
        word = cycle.word("id") if cycle is not None else None
        if cycle is None or word is None:
            continue
        before = first.setdefault(word, cycle)
        for key in ("starts_on", "ends_on"):
            day, known = cycle.day(key), before.day(key)
            if day is not None and known is not None and day != known:
                yield cycle.finding(
                    key,
                    f"the cycle {quote(word)} has another date in {_where(before, key)}: {known}; "
                    "give both files the same, or the cycle another id",
                )


@dataclass(frozen=True)
class _Link:
    """The ids that one objective supports."""

    objective: CheckedMapping
    supported: str


@dataclass(frozen=True)
class _Graph:
    """The supported objectives by objective.

    `objective_of` maps the id of an objective or key result to its objective.
    """

    links: dict[str, _Link]
    objective_of: dict[str, str]


def _graph(okrs: Sequence[CheckedMapping]) -> _Graph:
    links: dict[str, _Link] = {}
    objective_of: dict[str, str] = {}
    for file in okrs:
        for objective in file.each("objectives"):
            # An objective without an id can support others, but nothing can support it.
            name = objective.node.word("id") or f" {objective.path}:{objective.node.place.line}"
            supported = objective.word("supports")
            if supported is not None:
                links.setdefault(name, _Link(objective, supported))
            objective_of.setdefault(name, name)
            for key_result in objective.each("key_results"):
                word = key_result.node.word("id")
                if word is not None:
                    objective_of.setdefault(word, name)
    return _Graph(links, objective_of)


def _check_circles(graph: _Graph) -> Iterator[Finding]:
    done: set[str] = set()
    for start in graph.links:
        trail: list[str] = []
        seen: set[str] = set()
        name: str | None = start
        while name is not None and name not in done and name not in seen:
            trail.append(name)
            seen.add(name)
            link = graph.links.get(name)
            name = graph.objective_of.get(link.supported) if link is not None else None
        if name is not None and name in seen:
            yield _circle(graph, trail[trail.index(name) :])
        done |= seen


def _circle(graph: _Graph, names: Collection[str]) -> Finding:
    first = next(iter(names))
    steps = [first]
    for name in names:
        supported = graph.links[name].supported
        owner = graph.objective_of[supported]
        steps.append(supported if supported == owner else f"{supported} (of {owner})")
    return graph.links[first].objective.finding(
        "supports", f"the supports form a circle: {' → '.join(steps)}; remove one of the links"
    )
