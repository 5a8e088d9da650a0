"""The interface of connectors, and the installed kinds."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import ClassVar, Protocol, cast, runtime_checkable

from pydantic import BaseModel

from kpi_connectors.errors import SourceRefused
from kpi_connectors.observations import Delivery, KpiSpec
from kpi_connectors.suggest import nearest

GROUP = "kpi_connectors"

ConfigType = type[BaseModel]
"""The pydantic model of the options of one kind of source."""

DISTRIBUTION = "fremdrift"
"""The package whose own kinds no plug-in can replace."""


def no_secrets(name: str) -> str:
    """Refuses every secret: for requests of sources that need none.

    Raises:
        SourceRefused: always.
    """
    raise SourceRefused(f"The secret {name} is not available here.", "secret")


@dataclass(frozen=True)
class Request:
    """The input of one read.

    `root` is the folder that contains the files and may not be left. `config` is the connector's
    own `Config`. `since` omits periods that end before it; None reads everything. Dates after
    `today` are bad data. `row_limit` stops early, for a test or a preview. `progress` receives the
    rows done and the total, if known. `secrets` returns a secret by name.
    """

    root: Path
    config: BaseModel
    kpis: tuple[KpiSpec, ...]
    since: dt.date | None
    today: dt.date
    row_limit: int | None = None
    progress: Callable[[int, int | None], None] | None = None
    secrets: Callable[[str], str] = no_secrets


@dataclass(frozen=True)
class Step:
    """One step of a test; `ok` is None if it was not reached or is only a warning."""

    name: str
    ok: bool | None
    detail: str


@dataclass(frozen=True)
class Preview:
    """The first rows as text, as in the source, and the result of reading them."""

    columns: tuple[str, ...]
    rows: list[list[str]]
    delivery: Delivery


@runtime_checkable
class Connector(Protocol):
    """One kind of source. A connector keeps no state: its input is the request."""

    type: ClassVar[str]
    Config: ClassVar[ConfigType]

    def check(self, request: Request) -> Iterator[Step]:
        """The steps of a real read, limited by `row_limit`, up to the first that fails."""
        ...

    def preview(self, request: Request, rows: int) -> Preview:
        """The first `rows` rows.

        Raises:
            ConnectorError: the source cannot be read.
        """
        ...

    def read(self, request: Request) -> Delivery:
        """Every observation of the source for the KPIs of the request.

        Raises:
            ConnectorError: the source cannot be read.
        """
        ...


@dataclass(frozen=True)
class ConnectorType:
    """One installed kind of source: its name, its location, and the error text if it is broken."""

    type: str
    target: str
    error: str | None = None


def connector_types(*, load: bool = False) -> Mapping[str, ConnectorType]:
    """Every kind of source by name, in alphabetical order; `load` imports and checks each.

    Kinds register in the entry point group `kpi_connectors`, so that another distribution can add
    its own. The name of a built-in kind cannot be replaced by another distribution.
    """
    kinds = {name: ConnectorType(name, point.value) for name, point in sorted(_points().items())}
    return {name: _tried(kind) for name, kind in kinds.items()} if load else kinds


def load_connector(type: str) -> Connector:
    """The connector of that kind.

    Raises:
        SourceRefused: there is no such kind (the message names the nearest), or it is broken (the
            message says how).
    """
    point = _points().get(type)
    if point is None:
        raise _unknown(type)
    try:
        connector = point.load()()
    except Exception as error:  # a plug-in may fail in any way, and must not stop us
        raise SourceRefused(
            f"The connector {type!r} ({point.value}) cannot be loaded: {error.__class__.__name__}: {error}. "
            "Reinstall the package that brings it, or remove it.",
            "broken_connector",
        ) from error
    if not _is_connector(connector):
        raise SourceRefused(
            f"The connector {type!r} ({point.value}) is not a connector: it needs type, Config, check, preview and "
            "read. Report it to its author.",
            "broken_connector",
        )
    return cast("Connector", connector)


def configs() -> dict[str, type[BaseModel]]:
    """The options model of each kind of source, by name; broken kinds are omitted."""
    models: dict[str, type[BaseModel]] = {}
    for name in connector_types():
        try:
            models[name] = load_connector(name).Config
        except SourceRefused:
            continue
    return models


def _points() -> dict[str, EntryPoint]:
    installed = entry_points(group=GROUP)
    own = {point.name: point for point in installed if _is_own(point)}
    return {point.name: point for point in installed} | own


def _is_own(point: EntryPoint) -> bool:
    return point.dist is not None and point.dist.name == DISTRIBUTION


def _is_connector(given: object) -> bool:
    config = getattr(given, "Config", None)
    return (
        isinstance(given, Connector) and inspect.isclass(config) and issubclass(config, BaseModel)
    )


def _tried(kind: ConnectorType) -> ConnectorType:
    try:
        load_connector(kind.type)
    except SourceRefused as error:
        return ConnectorType(kind.type, kind.target, str(error))
    return kind


def _unknown(type: str) -> SourceRefused:
    known = sorted(_points())
    hint = nearest(type, known)
    return SourceRefused(
        f"There is no connector of the type {type!r}; there are {', '.join(known)}.{hint} "
        "Correct `type`, or install the package that brings it.",
        "unknown_type",
    )
