"""The rules system/ on what the notice says is not there and where systems are hosted, as in system.py."""

from __future__ import annotations

from tests.support.complete import Case, FindingSummary, policy, processor, system

PROCESSOR_TOO = FindingSummary("processor/scope-exceeded", "processors.suopilvi")
BESIDES = "the notice does not have it either, nor does the processor's entry"
TRACKING = "never.tracking"
OWN = "provider: tositetupa\n      country: FI"


def undeclared(what: str, promise: str, *others: FindingSummary) -> tuple[FindingSummary, ...]:
    """The finding that the club has something that the notice does not have, and the others."""
    return (FindingSummary(f"system/{what}-undeclared", "systems.club", "error", promise), *others)


CASES = (
    Case(
        "system/never-broken",
        "systems.webshop",
        (system("webshop", "activities: []", "activities: [⟦tracking⟧]"),),
        promise=TRACKING,
    ),
    Case(
        "system/never-broken",
        "systems.club",
        (
            policy(TRACKING, "    activities:\n", "    purposes: [movement tracking]\n    activities:\n"),
            system("club.purposes", "      - kids-club\n", "      - kids-club\n      - ⟦movement-tracking⟧\n"),
        ),
        promise=TRACKING,
        also=undeclared("purpose", "purposes", PROCESSOR_TOO),
        why=BESIDES,
    ),
    Case(
        "system/never-broken",
        "systems.club",
        (
            policy(TRACKING, "    activities:\n", "    fields: [location]\n    activities:\n"),
            system("club.fields", "      - email\n", "      - email\n      - ⟦location⟧\n"),
        ),
        promise=TRACKING,
        also=undeclared("field", "fields", PROCESSOR_TOO),
        why=BESIDES,
    ),
    Case(
        "system/never-broken",
        "systems.club",
        (
            policy(TRACKING, "    activities:\n", "    recipients: [Ad Network]\n    activities:\n"),
            system(
                "club.hosting",
                "    hosting:",
                "    disclosures: [{recipient: ⟦ad-network⟧, country: FI}]\n    hosting:",
            ),
        ),
        promise=TRACKING,
        also=undeclared("disclosure", "disclosures"),
        why=BESIDES,
    ),
    Case(
        "system/never-broken",
        "systems.accounts",
        (
            policy(TRACKING, "    activities:\n", "    countries: [EE]\n    activities:\n"),
            processor("tositetupa", "country: FI", "country: EE"),
            system("accounts.processors", "- tositetupa", "- ⟦tositetupa⟧"),
        ),
        promise=TRACKING,
    ),
    Case(
        "system/hosting-undeclared",
        "systems.accounts",
        (system("accounts.hosting", "country: FI", "country: ⟦NO⟧"),),
        promise="transfers",
    ),
    Case(
        "system/hosting-undeclared",
        "systems.accounts",
        (
            system(
                "accounts.hosting",
                OWN,
                "provider: gcp\n      region: ⟦europe-west1⟧",
            ),
        ),
        promise="transfers",
    ),
    Case(  # Sweden is declared, and the region is in Finland: inside the area
        "system/region-contradicts-country",
        "systems.webshop",
        (
            system(
                "webshop.hosting",
                "provider: aws\n      region: eu-north-1\n      country: SE",
                "provider: gcp\n      region: europe-north1\n      country: ⟦SE⟧",
            ),
        ),
    ),
    Case(
        "system/region-contradicts-country",
        "systems.webshop",
        (system("webshop.hosting", "region: eu-north-1\n      country: SE", "region: us-east-1\n      country: ⟦SE⟧"),),
        promise="transfers",
    ),
)

#: Edits that keep the notice, and give no finding.
QUIET = {
    "the country follows from the region": (
        system("accounts.hosting", OWN, "provider: Hetzner\n      region: hel1-dc2"),
    ),
    "a general region tells nothing against a country": (
        system("webshop.hosting", "region: eu-north-1", "region: europe"),
    ),
    "no list of countries of hosting": (
        policy("transfers.hosting"),
        system("accounts.hosting", "country: FI", "country: NO"),
    ),
    "another activity than the one that is ruled out": (
        system("webshop", "activities: []", "activities: [direct-marketing, profiling]"),
    ),
    "the processor is in another country than the one that is ruled out": (
        policy(TRACKING, "    activities:\n", "    countries: [EE]\n    activities:\n"),
    ),
}
