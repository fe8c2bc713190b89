"""A service of a Compose file as it is written, in the long and the short forms, and how one goes over another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.evidence.compose.interpolation import OPEN
from seloste.checker.evidence.compose.ports import Port, read_port
from seloste.checker.evidence.containers.marked_documents import (
    LIMITS,
    MarkedDocument,
    get_list,
    get_mapping,
    get_text,
    list_texts,
)
from seloste.checker.position import Location

#: Most entries of one key of a service that are looked at.
_MOST_ENTRIES = 1_000
#: Most variables of a service, and files of them: as many as a mapping may have entries.
_MOST_VARIABLES, _MOST_FILES = LIMITS.entries, 20

#: The value of a variable that is named without one: it is taken from where the project is started, if it is there.
NOT_GIVEN = f"{OPEN}\1"
#: A value with its place. A value that is not known is `OPEN`.
Placed = tuple[str, Location]


class Mount(Struct, frozen=True):
    """A volume of a service: its kind (`volume`, `bind`, `tmpfs`), its source, and the folder that it is mounted at."""

    kind: str
    source: str
    target: str


class Service(Struct, frozen=True):
    """A service.

    Attributes:
        location: Where it stands.
        image: The reference of its image; `OPEN` within what is not known, empty where it has none. And its place.
        variables: Its variables with their places.
        has_files: Whether more variables stand in other files.
        file_variables: Those of these files that are there, with the places where the files are named.
        commands: The texts of its command with their place.
        log_options: The options of its driver of logs.
        extends: The service that it extends, and the file of that where it is another.
        replaced: The keys whose content takes the place of what another file has, by a tag (`!override`).
    """

    name: str
    location: Location
    image: str = ""
    image_location: Location | None = None
    is_built: bool = False
    command: tuple[str, ...] = ()
    variables: Mapping[str, Placed] = field(default_factory=dict)
    has_files: bool = False
    file_variables: Mapping[str, Placed] = field(default_factory=dict)
    commands: tuple[Placed, ...] = ()
    log_options: Mapping[str, Placed] = field(default_factory=dict)
    ports: tuple[Port, ...] = ()
    mounts: tuple[Mount, ...] = ()
    labels: Mapping[str, Placed] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
    logging: Placed | None = None
    network_mode: str = ""
    is_optional: bool = False
    extends: tuple[str, str] | None = None
    replaced: frozenset[str] = frozenset()


def put_over(base: Service, own: Service) -> Service:
    """A service over another that it extends or overrides: what it has counts, and lists and mappings are joined."""

    def join(key: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> tuple[Any, ...]:
        return after if key in own.replaced else (*before, *after)

    def update(key: str, before: Mapping[str, Placed], after: Mapping[str, Placed]) -> Mapping[str, Placed]:
        return after if key in own.replaced else {**before, **after}

    targets = {mount.target for mount in own.mounts}
    return replace(
        own,
        image=own.image or base.image,
        image_location=own.image_location if own.image else base.image_location,
        is_built=own.is_built or base.is_built,
        command=own.command or base.command,
        variables=update("environment", base.variables, own.variables),
        has_files=own.has_files or base.has_files,
        file_variables=update("env_file", base.file_variables, own.file_variables),
        commands=own.commands or base.commands,
        log_options=own.log_options or base.log_options,
        ports=join("ports", base.ports, own.ports),
        mounts=join("volumes", tuple(each for each in base.mounts if each.target not in targets), own.mounts),
        labels=update("labels", base.labels, own.labels),
        depends_on=join("depends_on", base.depends_on, own.depends_on),
        logging=own.logging or base.logging,
        network_mode=own.network_mode or base.network_mode,
        is_optional=own.is_optional or base.is_optional,
    )


class ServiceReader:
    """Reads the services of one document.

    `fill_in` fills in the variables of a text. `hide` puts `OPEN` in their place, where the text may be shown.
    `read_file` reads a file of variables by its path.
    """

    def __init__(
        self,
        document: MarkedDocument,
        fill_in: Callable[[str], str],
        hide: Callable[[str], str],
        read_file: Callable[[str], Mapping[str, str]],
    ) -> None:
        self._document = document
        self._fill_in = fill_in
        self._hide = hide
        self._read_file = read_file

    def read_service(self, name: str, value: Mapping[str, Any]) -> Service:
        """The service of a name."""
        steps = ("services", name)
        return Service(
            name,
            self._locate_key(name),
            image=self._get_text(value, "image"),
            image_location=self._document.locate(*steps, "image"),
            is_built="build" in value,
            command=tuple(text for text, _ in self._list_commands(value, steps)),
            variables=self._read_pairs(value, (*steps, "environment")),
            has_files=bool(value.get("env_file")),
            file_variables=self._read_files(value, steps),
            commands=tuple(self._list_commands(value, steps)),
            log_options=self._read_pairs(get_mapping(value, "logging"), (*steps, "logging", "options")),
            ports=tuple(self._list_ports(value, (*steps, "ports"))),
            mounts=tuple(self._list_mounts(value)),
            labels={
                **self._read_pairs(get_mapping(value, "deploy"), (*steps, "deploy", "labels"), self._hide),
                **self._read_pairs(value, (*steps, "annotations"), self._hide),
                **self._read_pairs(value, (*steps, "labels"), self._hide),
            },
            depends_on=tuple(_list_names(value.get("depends_on"))),
            logging=self._read_logging(value, steps),
            network_mode=self._get_text(value, "network_mode"),
            is_optional=bool(value.get("profiles")),
            extends=_read_extends(value.get("extends")),
            replaced=frozenset(self._list_replaced(value)),
        )

    def _locate_key(self, name: str) -> Location:
        services = get_mapping(self._document.value, "services")
        marks = getattr(services, "marks", {})
        return Location.of(self._document.path, marks[name][0]) if name in marks else self._document.locate("services")

    def _get_text(self, value: Mapping[str, Any], key: str) -> str:
        return self._fill_in(get_text(value, key))

    def _read_pairs(
        self, value: Mapping[str, Any], steps: tuple[str | int, ...], fill_in: Callable[[str], str] | None = None
    ) -> dict[str, Placed]:
        """Names with values, as a mapping or as a list of `NAME=value`."""
        fill_in = fill_in or self._fill_in
        found = value.get(str(steps[-1]))
        pairs: dict[str, Placed] = {}
        if isinstance(found, Mapping):
            for name, item in list(found.items())[:_MOST_VARIABLES]:
                pairs[name] = (self._read_scalar(item, fill_in), self._document.locate(*steps, name))
        for number, item in enumerate(get_list(value, str(steps[-1]))[:_MOST_VARIABLES]):
            if isinstance(item, str):
                name, sign, text = fill_in(item).partition("=")
                pairs[name] = (text if sign else NOT_GIVEN, self._document.locate(*steps, number))
        return pairs

    def _read_files(self, value: Mapping[str, Any], steps: tuple[str | int, ...]) -> dict[str, Placed]:
        """The variables of the files of a service, the later over the earlier."""
        given = value.get("env_file")
        place, pairs = self._document.locate(*steps, "env_file"), dict[str, Placed]()
        for item in (given if isinstance(given, list) else [given])[:_MOST_FILES]:
            path = item if isinstance(item, str) else get_text(item, "path")
            if path and OPEN not in (filled := self._fill_in(path)):
                pairs |= {name: (text, place) for name, text in self._read_file(filled).items()}
        return pairs

    def _list_commands(self, value: Mapping[str, Any], steps: tuple[str | int, ...]) -> Iterator[Placed]:
        for key in ("entrypoint", "command"):
            place = self._document.locate(*steps, key)
            yield from ((self._fill_in(text), place) for text in list_texts(value.get(key))[:_MOST_ENTRIES])

    def _read_scalar(self, item: Any, fill_in: Callable[[str], str] | None = None) -> str:
        """The text of a value; what has none is taken from where the project is started."""
        if isinstance(item, bool):
            return "true" if item else "false"
        fill_in = fill_in or self._fill_in
        if item is None:
            return NOT_GIVEN
        return fill_in(item) if isinstance(item, str) else str(item) if isinstance(item, int | float) else OPEN

    def _list_ports(self, value: Mapping[str, Any], steps: tuple[str | int, ...]) -> Iterator[Port]:
        for number, item in enumerate(get_list(value, "ports")[:_MOST_ENTRIES]):
            filled = {key: self._read_scalar(each) for key, each in item.items()} if isinstance(item, Mapping) else None
            port = read_port(filled if filled is not None else self._read_scalar(item))
            if port is not None:
                yield replace(port, location=self._document.locate(*steps, number))

    def _list_mounts(self, value: Mapping[str, Any]) -> Iterator[Mount]:
        for item in get_list(value, "volumes")[:_MOST_ENTRIES]:
            if isinstance(item, Mapping):
                texts = (self._get_text(item, key) for key in ("type", "source", "target"))
                yield Mount(*texts)
            elif isinstance(item, str):
                yield _read_short_mount(self._fill_in(item))
        for target in list_texts(value.get("tmpfs"))[:_MOST_ENTRIES]:
            yield Mount("tmpfs", "", self._fill_in(target).partition(":")[0])

    def _read_logging(self, value: Mapping[str, Any], steps: tuple[str | int, ...]) -> Placed | None:
        driver = self._get_text(get_mapping(value, "logging"), "driver")
        return (driver, self._document.locate(*steps, "logging", "driver")) if driver else None

    def _list_replaced(self, value: Mapping[str, Any]) -> Iterator[str]:
        marks = getattr(value, "marks", {}) if self._document.tagged_lines else {}
        return (key for key, (mark, _) in marks.items() if mark[0] in self._document.tagged_lines)


def _read_short_mount(text: str) -> Mount:
    """A volume of the short form: `source:target:options`, or a target alone."""
    source, sign, rest = text.partition(":")
    if not sign:
        return Mount("volume", "", source)
    kind = "bind" if source[:1] in (".", "/", "~") else "volume"
    return Mount(kind, source, rest.partition(":")[0])


def _list_names(value: Any) -> list[str]:
    """The names in a list, or the keys of a mapping."""
    names = list(value) if isinstance(value, Mapping) else list_texts(value)
    return names[:_MOST_ENTRIES]


def _read_extends(value: Any) -> tuple[str, str] | None:
    if isinstance(value, str):
        return value, ""
    name = get_text(value, "service")
    return (name, get_text(value, "file")) if name else None
