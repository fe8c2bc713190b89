"""A resource, and the facts that it shows: the same whatever source they come from."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from seloste.checker.position import Location
from seloste.policy.period import Period

if TYPE_CHECKING:  # few resources have columns
    from seloste.policy.personal_data.columns import Holding


class EvidenceKind(StrEnum):
    """How strong evidence is, from the weakest to the strongest.

    An inventory declares something; it names a document that is on file; infrastructure code or a plan configures it,
    so that it is to be; or a running system's own word shows it: a state, a live catalogue, a scanner.
    """

    DECLARED = "declared"
    DOCUMENTED = "documented"
    CONFIGURED = "configured"
    OBSERVED = "observed"

    @property
    def rank(self) -> int:
        """Its place among them; the strongest is the highest."""
        return _RANKS[self]


_RANKS = {kind: rank for rank, kind in enumerate(EvidenceKind)}


class Basis(StrEnum):
    """What a fact rests on."""

    #: An attribute of the resource, or its absence where the provider documents the default.
    ATTRIBUTE = "attribute"
    #: The provider does it for every resource of the type, whatever its attributes.
    PROVIDER = "provider"
    #: A scanner's check.
    SCANNER = "scanner"
    #: A general region, a placement hint: it proves nothing.
    HINT = "hint"


class ControlShown(StrEnum):
    """What a resource shows of a control."""

    ON = "on"
    OFF = "off"
    #: On, and weaker than it can be: an old version of TLS, say.
    WEAKER = "weaker"
    UNKNOWN = "unknown"


class Kept(StrEnum):
    """What a period of a resource is for."""

    #: The data themselves: they are deleted at its end, and not kept any longer.
    DATA = "data"
    #: Data that must not be deleted earlier.
    LOCKED = "locked"
    #: Copies that outlive the data: backups, old versions, what was deleted and can be restored.
    BACKUPS = "backups"
    VERSIONS = "versions"
    DELETED = "deleted"
    LOG = "log"
    #: The messages of a queue or a topic.
    MESSAGES = "messages"


class Fact(Struct, frozen=True, kw_only=True):
    """Where a fact stands, and what it rests on.

    Attributes:
        attribute: The attribute that shows it, as its source names it: `storage_encrypted`. Never a value.
        location: Where that is.
    """

    attribute: str
    location: Location
    strength: EvidenceKind
    basis: Basis = Basis.ATTRIBUTE


class ControlFact(Fact, frozen=True, kw_only=True):
    """What a resource shows of a control, by its id; for backups, how often."""

    control: str
    shown: ControlShown
    interval: Period | None = None


class PlaceFact(Fact, frozen=True, kw_only=True):
    """Where a resource lies, or a copy of it: a replica, a paired region, a backup, a log sink.

    Attributes:
        region: The provider's region or zone as it is written; never a sensitive value.
        country: The country in which it lies; None where that is not known.
    """

    region: str
    country: str | None
    is_copy: bool = False


class KeepingFact(Fact, frozen=True, kw_only=True):
    """How long something is kept. Without a period it is kept without an end."""

    kept: Kept
    period: Period | None


class ColumnFact(Fact, frozen=True, kw_only=True):
    """A column of a table (its `attribute`) that holds personal data, or may.

    Attributes:
        table: The name of its table, without schema and database.
        kind: The kind of the data, an id of `policy/personal_data/kinds.yaml`; empty where it may be any.
    """

    table: str
    holding: Holding
    kind: str = ""

    @property
    def holds_personal_data(self) -> bool:
        """Whether it is known to hold some."""
        from seloste.policy.personal_data.columns import Holding

        return self.holding is Holding.YES


class ServiceSign(StrEnum):
    """What names a service that infrastructure uses."""

    PROVIDER = "provider"
    IMAGE = "image"
    VARIABLE = "variable"
    HOST = "host"
    #: A driver of the logs of a container.
    DRIVER = "driver"


class ServiceFact(Fact, frozen=True, kw_only=True):
    """A service of another company that a resource uses.

    Attributes:
        service: Its id in the table of services: `sentry`.
        sign: What names it.
        value: What that is: the provider, the name of the variable, the image or the host as the table has it. Never
            the value of a variable.
        country: Where data are that are sent to this host; None where that is not known.
        is_certain: Whether it is in use. A variable that is named and has no value shows that it may be.
    """

    service: str
    sign: ServiceSign
    value: str
    country: str | None = None
    is_certain: bool = True


class Origin(StrEnum):
    """What a resource was read from: a source may describe the same one in several ways."""

    CODE = "code"
    #: What a tool is about to do.
    PLAN = "plan"
    #: What a tool found.
    STATE = "state"
    #: What a scanner tells of it.
    SCAN = "scan"


class Target(Struct, frozen=True):
    """Another resource of the same source that one belongs to or configures: by its address, or by type and name."""

    address: str = ""
    type: str = ""
    name: str = ""


class Resource(Struct, frozen=True):
    """One resource of a source.

    Attributes:
        source: The kind of the source: `terraform`, `kubernetes`, `compose`, `sql`.
        address: Its address there: `module.db.aws_db_instance.crm[0]`, `Deployment/default/crm`, `db`,
            `crm.public.customers`.
        type: Its type there: `aws_db_instance`, `StatefulSet`, `service`, `table`.
        location: Where it stands. A plan is one line, so that it has a path alone there.
        systems: The systems that its tags or labels name.
        stores_data: Whether records of people lie in resources of its type as a rule.
        is_known: Whether anything is known of its type. What an unknown one shows is unknown.
        facts: Everything that it shows.
        targets: The resources that it belongs to or configures: their systems are its own.
        names: What others may name it by, such as the name of a bucket.
        number: Its number among all resources of a run, given when all are read.
        origin: What it was read from.
        read_from: The file that it was read from, where its places are those of another one.
        part_of: The application or project that it is part of by its own word: a label, the name of a project.
        last_line: The last line of what declares it, where that is known.
        dated: The day of the files that show it, where a past day is asked about and they have one.
    """

    source: str
    address: str
    type: str
    location: Location
    systems: tuple[str, ...] = ()
    stores_data: bool = False
    is_known: bool = True
    facts: tuple[Fact, ...] = ()
    targets: tuple[Target, ...] = ()
    names: frozenset[str] = frozenset()
    number: int = 0
    origin: Origin = Origin.CODE
    read_from: str = ""
    part_of: str = ""
    last_line: int = 0
    dated: date | None = None

    @property
    def id(self) -> str:
        """The address with its source, as inventories and messages name it: `terraform:aws_db_instance.crm`."""
        return f"{self.source}:{self.address}"
