"""The table of the services of other companies (`services.yaml`), and what of it is looked up by a sign.

It is read when a sign is first looked up: a check without evidence never reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from seloste.policy.data import load_yaml
from seloste.policy.regions import find_region_country

#: The longest name of a host, by the standard of domain names, and of a provider and an image that is looked up.
LONGEST_HOST, _LONGEST = 253, 300
#: What stands in a host for what is not seen: the value of another variable, or any name.
UNSEEN = "\0*"
#: What a region may have before it in a label of a host: `s3-eu-west-1`, `sos-ch-gva-2`, `aws-0-eu-central-1`.
_BEFORE_REGIONS = ("s3-", "s3-website-", "s3-website.", "sos-", "aws-0-", "aws-1-")
#: How many labels and endings of a label are looked at for a region.
_MOST_LABELS = 12


class Service(Struct, frozen=True, eq=False):
    """A service of another company, as the table has it.

    Attributes:
        id: Its id: `sentry`.
        names: Its name and others, by which a processor list may name it.
        country: Where the company is established that sells it; never where data are.
        hosts: The ends of the names of its hosts, each with what it tells of a place.
        serves: What it serves, where it holds no personal data of the system as a rule; empty for all others.
        uncertain: The providers and variables that show only that it may be in use.
        entry: The row, as the page of the table shows it.
    """

    id: str
    name: str
    names: tuple[str, ...]
    country: str
    hosts: Mapping[str, str]
    addresses: frozenset[str]
    uncertain: frozenset[str]
    serves: str
    entry: Mapping[str, Any]

    @property
    def has_regions(self) -> bool:
        """Whether it is a cloud, where the customer chooses the region."""
        return any(place.islower() and place != "eu" for place in self.hosts.values())


class HostMatch(Struct, frozen=True):
    """A host of a service.

    Attributes:
        suffix: The end of its name, as the table has it.
        country: Where data are that are sent there; None where the host does not tell.
        is_apex: Whether it is the very name at which a company has its website.
    """

    service: Service
    suffix: str
    country: str | None
    is_apex: bool


@cache
def load_table() -> Any:
    """The content of the data file."""
    return load_yaml(Path(__file__).with_name("services.yaml"))


@cache
def load_words(kind: str) -> frozenset[str]:
    """The words of a kind: `pages`, `lists`, `blanks` or `fetchers`."""
    return frozenset(load_table()[kind])


@cache
def load_services() -> Mapping[str, Service]:
    """Every service by its id."""
    return {
        id: Service(
            id=id,
            name=row["name"],
            names=(row["name"], *row.get("names", ())),
            country=row["country"],
            hosts=row.get("hosts", {}),
            addresses=frozenset(row.get("addresses", ())),
            uncertain=frozenset(row.get("uncertain", ())),
            serves=row.get("serves", ""),
            entry=row,
        )
        for id, row in load_table()["services"].items()
    }


@cache
def _load_signs(kind: str) -> Mapping[str, Service]:
    """The services by their signs of a kind, a key of their rows (`providers`). Of two with one the first counts."""
    found: dict[str, Service] = {}
    for service in load_services().values():
        for sign in service.entry.get(kind, ()):
            found.setdefault(sign, service)
    return found


@cache
def _load_short_names() -> Mapping[str, tuple[str, Service]]:
    """The services by the last part of the source of a provider, which types of resources begin with."""
    found: dict[str, tuple[str, Service]] = {}
    for source, service in _load_signs("providers").items():
        found.setdefault(source.rpartition("/")[2], (source, service))
    return found


@lru_cache(maxsize=1024)
def find_provider(source: str) -> tuple[str, Service] | None:
    """The provider of Terraform, as the table has it, and its service; None where it is of none that is known.

    The source may have its registry before it, may be written as a state file does (`provider["…/hashicorp/aws"]`), or
    may be a name alone.
    """
    if len(source) > _LONGEST:
        return None
    name = source.lower()
    if 'provider["' in name:
        name = name.partition('provider["')[2].partition('"')[0]
    registry, _, path = name.partition("/")
    if "." in registry and path.count("/") == 1:  # whichever registry serves the provider
        name = path
    if "/" not in name:
        return _load_short_names().get(name.removeprefix("provider.").partition(".")[0])
    service = _load_signs("providers").get(name)
    return (name, service) if service else None


def find_image(image: str) -> tuple[str, Service] | None:
    """The image that sends data to a service, as the table has it, by its reference, or by that of a copy elsewhere."""
    return _find_image(image) if image and len(image) <= _LONGEST else None


@lru_cache(maxsize=1024)
def _find_image(image: str) -> tuple[str, Service] | None:
    path = image.strip().lower().partition("@")[0]
    head, slash, last = path.rpartition("/")
    parts = f"{head}{slash}{last.partition(':')[0]}".split("/")[-_MOST_LABELS:]
    names = ("/".join(parts[start:]) for start in range(len(parts)))
    return next(((name, _load_signs("images")[name]) for name in names if name in _load_signs("images")), None)


def find_driver(driver: str) -> Service | None:
    """The service that a driver of logs sends them to; None where it is of none that is known."""
    return _load_signs("drivers").get(driver.lower()) if len(driver) <= _LONGEST else None


@lru_cache(maxsize=4096)
def find_variable(name: str) -> tuple[Service, bool] | None:
    """The service that a variable is of, and whether it holds a key of that one alone."""
    upper = name.upper()
    if upper in _load_signs("keys"):
        owner = _load_signs("keys")[upper]
        return owner, upper not in owner.uncertain
    return (_load_signs("addresses")[upper], False) if upper in _load_signs("addresses") else None


@lru_cache(maxsize=4096)
def find_host(host: str) -> HostMatch | None:
    """The service that a host is of, by whole labels from the right, of which the longest known end counts.

    `host` is in small letters and without port and trailing dot. One of which a part is not seen tells no country.
    """
    if len(host) > LONGEST_HOST or "." not in host:
        return None
    labels = host.split(".")
    if labels[0] in load_words("pages") and host not in _load_signs("hosts"):
        return None
    for start in range(len(labels) - 1):
        suffix = ".".join(labels[start:])
        service = _load_signs("hosts").get(suffix)
        if service is not None:
            is_whole = not any(sign in host for sign in UNSEEN)
            country = _find_country(labels[:start], service.hosts[suffix]) if is_whole else None
            return HostMatch(service, suffix, country, start == 0 and len(labels) == 2)
    return None


def _find_country(labels: list[str], place: str) -> str | None:
    """The country that the end of a host tells, or a label before it that is a region of a provider."""
    if place.isupper():
        return place
    if place in ("-", "eu"):
        return None
    for label in reversed(labels[-_MOST_LABELS:]):
        for provider in place.split():
            country = next(
                (found for name in _list_regions(label) if (found := find_region_country(provider, name))), None
            )
            if country is not None:
                return country
    return None


def _list_regions(label: str) -> Iterator[str]:
    """What may be a region in a label: the whole, without what stands before it, and without a name after it."""
    yield label
    yield label.replace("-", "")
    for before in _BEFORE_REGIONS:
        if label.startswith(before):
            yield label.removeprefix(before)
    parts = label.split("-")[:_MOST_LABELS]
    if len(parts) > 2:  # `europe-west1-aiplatform.googleapis.com`
        yield "-".join(parts[:2])
