"""What a service of a project shows, and whether records of people lie in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.evidence.attributes.tags import find_systems
from seloste.checker.evidence.compose.interpolation import OPEN
from seloste.checker.evidence.compose.ports import Reach
from seloste.checker.evidence.compose.projects import Project, load_service_data
from seloste.checker.evidence.compose.service import NOT_GIVEN, Placed, Service
from seloste.checker.evidence.containers.container_backups import Container, find_hosts, read_image_interval, read_kept
from seloste.checker.evidence.containers.container_settings import list_shown_settings
from seloste.checker.evidence.containers.images import Store, find_store, is_within, load_data_paths
from seloste.checker.evidence.resource import (
    ControlFact,
    ControlShown,
    EvidenceKind,
    Fact,
    KeepingFact,
    Kept,
    Resource,
    ServiceFact,
    Target,
)
from seloste.checker.evidence.services.service_signs import (
    HIDDEN,
    OPEN_VALUE,
    Command,
    Unseen,
    Variable,
    names_service,
    show_driver,
    show_program,
)
from seloste.checker.position import Location
from seloste.policy.period import Period

_TYPE = "service"
#: Most services that share a volume with one.
_MOST_SHARING = 100
_STRENGTH = EvidenceKind.CONFIGURED
_ON, _OFF, _UNKNOWN = ControlShown.ON, ControlShown.OFF, ControlShown.UNKNOWN


class ProjectContext(Struct, frozen=True):
    """What is known of the services of a project together.

    Attributes:
        path: The file of the project, which tells its services from those of the same names in another.
        names: Their names.
        stores: The names of those that store data.
        by_volume: The names of those that store data and mount a volume, by its name.
        brings_certificates: Whether one of them is given certificates for nginx-proxy.
    """

    path: str
    names: frozenset[str]
    stores: frozenset[str]
    by_volume: Mapping[str, list[str]]
    brings_certificates: bool


def make_context(project: Project) -> ProjectContext:
    """What the services of a project need to know of each other."""
    services = project.services.values()
    folder = load_service_data()["nginx_proxy"]["folder"]
    stores = [each for each in services if stores_data(each, make_container(each))]
    by_volume: dict[str, list[str]] = defaultdict(list)
    for each in stores:
        for source in dict.fromkeys(mount.source for mount in each.mounts):
            by_volume[source].append(each.name)
    return ProjectContext(
        project.path,
        frozenset(project.services),
        frozenset(each.name for each in stores),
        by_volume,
        any(is_within(mount.target, (folder,)) for each in services for mount in each.mounts),
    )


def describe_service(service: Service, context: ProjectContext) -> Resource:
    """The resource that a service is."""
    container = make_container(service)
    store = None if container.takes_backups else find_store(service.image)
    facts = [
        *_list_port_facts(service, store),
        *_list_settings(service, container, store),
        *_list_router_facts(service),
        *_list_proxy_facts(service, context),
        *_list_logging_facts(service),
        *_list_backups(service, container),
    ]
    used = _list_services(service)
    return Resource(
        "compose",
        service.name,
        _TYPE,
        service.location,
        systems=find_systems([{name: value for name, (value, _) in service.labels.items() if OPEN not in value}]),
        stores_data=stores_data(service, container),
        facts=(
            *(_soften(service, fact) for fact in facts),
            *(replace(fact, is_certain=fact.is_certain and not service.is_optional) for fact in used),
        ),
        targets=tuple(
            Target(type=_TYPE, name=f"{context.path}#{name}") for name in _find_targets(service, container, context)
        ),
        names=frozenset({f"{context.path}#{service.name}"}),
    )


def _list_services(service: Service) -> Iterator[ServiceFact]:
    """The services of other companies that a service uses."""
    place = service.image_location or service.location
    commands = [Command(text, "command", at) for text, at in service.commands]
    yield from show_program(service.image, place, list_variables(service), _STRENGTH, commands)
    if service.logging is not None:
        yield from show_driver(service.logging[0], "logging.driver", service.logging[1], _STRENGTH)


def make_container(service: Service) -> Container:
    """The container of a service."""
    variables = {name: None if OPEN in value else value for name, (value, _) in service.variables.items()}
    return Container(service.image, service.command, variables, service.has_files)


def list_variables(service: Service) -> list[Variable]:
    """The variables of a service, as signs of services of other companies."""
    found = []
    given = [("env_file", name, placed) for name, placed in service.file_variables.items()]
    given = [each for each in given if each[1] not in service.variables]
    given += [("environment", name, placed) for name, placed in service.variables.items()]
    given += [("logging.options", name, placed) for name, placed in service.log_options.items()]
    for attribute, name, (value, location) in given:
        seen: str | Unseen = value
        if value.startswith(NOT_GIVEN):
            seen = OPEN_VALUE
        elif OPEN in value and not names_service(value):
            seen = HIDDEN
        shown = name.replace(OPEN, "…")
        found.append(Variable(shown, seen, f"{attribute}[{shown[:200]}]", location))
    return found


def stores_data(service: Service, container: Container) -> bool:
    """Whether records of people lie in a service as a rule.

    A store that keeps its data in memory has them only with a volume for them, and any other one unless it keeps them
    in memory. A program that is not known is a store where a named volume lies on the folder of one.
    """
    if container.takes_backups:
        return False
    store = find_store(service.image)
    mounts = service.mounts
    if store is None:
        named = [mount.target for mount in mounts if mount.kind == "volume" and mount.source]
        return any(is_within(target, load_data_paths()) for target in named)
    own = [mount for mount in mounts if is_within(mount.target, store.paths)]
    if any(mount.kind == "tmpfs" for mount in own):
        return False
    return bool(own) or not store.is_cache


def _soften(service: Service, fact: ControlFact | KeepingFact) -> Fact:
    """A fact of a service that is started only when asked for: that a control is off there proves nothing."""
    if service.is_optional and isinstance(fact, ControlFact) and fact.shown is not _ON:
        return _show(fact.control, _UNKNOWN, fact.attribute, fact.location)
    return fact


def _show(
    control: str, shown: ControlShown, attribute: str, location: Location, interval: Period | None = None
) -> ControlFact:
    return ControlFact(
        attribute=attribute,
        location=location,
        strength=EvidenceKind.CONFIGURED,
        control=control,
        shown=shown,
        interval=interval,
    )


def _list_port_facts(service: Service, store: Store | None) -> Iterator[ControlFact]:
    """Whether the port of a store is published to everybody. A port that is not says nothing of a firewall."""
    if store is None:
        return
    if service.network_mode == "host":
        yield _show("firewall", _UNKNOWN, "network_mode", service.location)
        return
    ports = [port for port in service.ports if port.contains(store.ports)]
    for reach, shown in ((Reach.EVERYBODY, _OFF), (Reach.UNKNOWN, _UNKNOWN)):
        port = next((port for port in ports if port.reach is reach), None)
        if port is not None:
            yield _show("firewall", shown, "ports", port.location or service.location)
            return


def _list_settings(service: Service, container: Container, store: Store | None) -> Iterator[ControlFact]:
    for name, control, shown in list_shown_settings(container, store) if store else ():
        yield _show(control, shown, f"environment[{name}]", service.variables[name][1])


def _list_router_facts(service: Service) -> Iterator[ControlFact]:
    """Routers of Traefik with TLS. One without may lead to one that has it, so it shows nothing."""
    data = load_service_data()["traefik"]
    secure = set(data["secure_entrypoints"])
    for name, (value, location) in service.labels.items():
        if not name.startswith(data["beginning"]):
            continue
        _, _, key = name.removeprefix(data["beginning"]).partition(".")
        is_secure = key == "entrypoints" and OPEN not in value and {each.strip() for each in value.split(",")} <= secure
        if is_secure or (key == "tls" and value.lower() == "true") or (key == "tls.certresolver" and value):
            yield _show("encryption-in-transit", _ON, f"labels[{name[:200].replace(OPEN, '…')}]", location)
            return


def _list_proxy_facts(service: Service, context: ProjectContext) -> Iterator[ControlFact]:
    """A host that nginx-proxy serves: encrypted, where its companion obtains a certificate for it."""
    data = load_service_data()["nginx_proxy"]
    host, certificate = service.variables.get(data["host"]), service.variables.get(data["certificate"])
    if host is None or host[0] == "":
        return
    if certificate is not None and certificate[0] != "":
        shown = _UNKNOWN if OPEN in certificate[0] else _ON
        yield _show("encryption-in-transit", shown, f"environment[{data['certificate']}]", certificate[1])
        return
    is_elsewhere = (
        service.has_files
        or OPEN in host[0]
        or any(name in service.variables for name in data["otherwise"])
        or context.brings_certificates
    )
    yield _show("encryption-in-transit", _UNKNOWN if is_elsewhere else _OFF, f"environment[{data['host']}]", host[1])


def _list_logging_facts(service: Service) -> Iterator[ControlFact]:
    driver: Placed | None = service.logging
    if driver is not None and driver[0] == "none":
        yield _show("audit-logging", _OFF, "logging.driver", driver[1])


def _list_backups(service: Service, container: Container) -> Iterator[ControlFact | KeepingFact]:
    """How often a service takes backups and how long it keeps them, where its image is one that says so."""
    name, interval = read_image_interval(container)
    if name:
        location = service.variables[name][1] if name in service.variables else service.location
        yield _show("backup", _ON, f"environment[{name}]", location, interval)
    name, period = read_kept(container)
    if period is not None:
        yield KeepingFact(
            attribute=f"environment[{name}]",
            location=service.variables[name][1],
            strength=EvidenceKind.CONFIGURED,
            kept=Kept.BACKUPS,
            period=period,
        )


def _find_targets(service: Service, container: Container, context: ProjectContext) -> list[str]:
    """The services that one takes backups of: by the host that it names, its volumes, or what it awaits."""
    if not container.takes_backups:
        return []
    hosts = [host for host in sorted(find_hosts(container)) if host in context.names and host != service.name]
    if hosts:
        return hosts if len(hosts) == 1 else []
    volumes = dict.fromkeys(mount.source for mount in service.mounts if mount.kind == "volume" and mount.source)
    found = dict.fromkeys(name for volume in volumes for name in context.by_volume.get(volume, ())[:_MOST_SHARING])
    sharing = [name for name in found if name != service.name]
    if sharing:
        return sharing[:_MOST_SHARING]
    awaited = [name for name in dict.fromkeys(service.depends_on) if name in context.stores and name != service.name]
    return awaited if len(awaited) == 1 else []
