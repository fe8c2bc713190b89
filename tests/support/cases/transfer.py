"""The family transfer/: one line of a hop that keeps the notice changed, and the one finding that it must give.

What holds on which day is in test_transfer_days.py, on a smaller notice.
"""

from __future__ import annotations

from tests.support.complete import Case, FindingSummary, policy, processor, system

UK_TWICE = "the notice names the recipient too, and has a hop of its own to it"
WORDS = FindingSummary("notice/text-contradicts-facts", "transfers", "warning")
WORDS_STAY = "the words on transfers name what the key had"
EACH_HOP = "every hop out of the EEA"
RECIPIENT = "disclosures.recipients.uk-carrier"

CERTIFIED = """        certified:
          from: 2023-09-18
          until: 2027-09-17
          verified: 2026-10-05
"""
SINCE_ASSESSED = """        valid_from: 2024-05-02
        assessment:
          date: 2026-04-20
          document: contracts/nightlark-tia.md
"""
UK_ITEM = """        country: GB
        basis: contract
        transfer:
          country: GB
          recipient: Moorland Parcels Ltd
          instrument: adequacy
"""


def hops(rule: str, promise: str | None, *subjects: str) -> tuple[FindingSummary, ...]:
    """The same finding about other hops."""
    return tuple(FindingSummary(rule, subject, "error", promise) for subject in subjects)


CASES = (
    Case("transfer/country-unknown", "systems.accounts", (system("accounts.hosting", "country: FI", "country: ⟦QQ⟧"),)),
    Case(
        "transfer/country-unknown",
        "systems.accounts",
        (system("accounts.hosting.country"),),
        at="systems:systems.accounts.hosting",
    ),
    Case(
        "transfer/country-unknown", "processors.tositetupa", (processor("tositetupa", "country: FI", "country: ⟦UK⟧"),)
    ),
    Case(
        "transfer/country-unknown",
        "processors.tositetupa",
        (processor("tositetupa.country"),),
        at="processors:processors.tositetupa",
    ),
    Case(
        "transfer/country-unknown",
        "systems.accounts",
        (system("accounts.disclosures", "country: FI", "country: ⟦EU⟧"),),
    ),
    Case(
        "transfer/country-unknown",
        "disclosures.recipients.parcel-carrier",
        (policy("disclosures.recipients.parcel-carrier", "country: FI", "country: ⟦QQ⟧"),),
    ),
    Case(
        "transfer/forbidden",
        "processors.nightlark",
        (
            policy("transfers", "rule: allowed", "rule: never"),
            processor("nightlark.transfers", "country: IN", "country: ⟦IN⟧"),
        ),
        promise="transfers",
        also=(
            *hops(
                *("transfer/forbidden", "transfers", "processors.snowlark", "systems.newsletter", "systems.webshop"),
                RECIPIENT,
            ),
            FindingSummary("notice/contradicts-itself", "transfers"),
        ),
        why=EACH_HOP,
    ),
    Case(
        "transfer/forbidden",
        "processors.tositetupa",
        (
            policy("transfers", "rule: allowed\n  area: eea", "rule: never\n  area: eu"),
            processor("tositetupa", "country: FI", "country: ⟦NO⟧"),
        ),
        promise="transfers",
        also=(
            *hops(
                "transfer/forbidden",
                "transfers",
                "processors.snowlark",
                "processors.nightlark",
                "systems.newsletter",
                "systems.webshop",
                RECIPIENT,
            ),
            FindingSummary("notice/contradicts-itself", "transfers"),
        ),
        why=EACH_HOP,
    ),
    Case(
        "transfer/country-undeclared",
        "processors.nightlark",
        (
            policy("transfers.countries", "    - IN\n", ""),
            processor("nightlark.transfers", "country: IN", "country: ⟦IN⟧"),
        ),
        promise="transfers",
        also=(WORDS,),
        why=WORDS_STAY,
    ),
    Case(
        "transfer/country-undeclared",
        "systems.webshop",
        (
            policy("transfers.countries", "    - GB\n", ""),
            system(
                "webshop.disclosures",
                "- recipient: uk-carrier\n        country: GB",
                "- recipient: uk-carrier\n        country: ⟦GB⟧",
            ),
        ),
        promise="transfers",
        also=(WORDS, *hops("transfer/country-undeclared", "transfers", RECIPIENT)),
        why=f"{UK_TWICE}, and {WORDS_STAY}",
    ),
    Case(
        "transfer/country-undeclared",
        "processors.nightlark",
        (policy("transfers"), processor("nightlark.transfers", "country: IN", "country: ⟦IN⟧")),
        also=hops(
            "transfer/country-undeclared",
            None,
            "processors.snowlark",
            "systems.newsletter",
            "systems.webshop",
            RECIPIENT,
        ),
        why=EACH_HOP,
    ),
    Case(
        "transfer/instrument-missing",
        "processors.nightlark",
        (processor("nightlark.transfers"), processor("nightlark", "country: IN", "country: ⟦IN⟧")),
        promise="transfers",
    ),
    Case(
        "transfer/instrument-missing",
        "processors.nightlark",
        (
            processor("nightlark.transfers", "        instrument: scc-2021-914\n", ""),
            processor("nightlark.transfers", "country: IN", "country: ⟦IN⟧"),
        ),
        promise="transfers",
    ),
    Case(  # for the US there is always one
        "transfer/instrument-missing",
        "processors.snowlark",
        (
            processor("snowlark.transfers", "        instrument: eu-us-dpf\n", ""),
            processor("snowlark.transfers", "country: US", "country: ⟦US⟧"),
        ),
        promise="transfers",
    ),
    Case(
        "transfer/instrument-missing",
        "systems.newsletter",
        (processor("snowlark.transfers"), system("newsletter.hosting", "country: US", "country: ⟦US⟧")),
        promise="transfers",
        also=hops("transfer/instrument-missing", "transfers", "processors.snowlark"),
        why="the system's host has no instrument either, and each entry is told of",
    ),
    *(
        Case(
            "transfer/instrument-invalid",
            "processors.nightlark",
            (processor("nightlark.transfers", old, new),),
            promise="transfers",
        )
        for old, new in (
            ("instrument: scc-2021-914", "instrument: ⟦scc-2010-87⟧"),
            ("instrument: scc-2021-914", "instrument: ⟦scc-2021-915⟧"),
            ("instrument: scc-2021-914", "instrument: ⟦eu-us-dpf⟧"),
            ("instrument: scc-2021-914", "instrument: ⟦adequacy⟧"),
            (
                "instrument: scc-2021-914\n        valid_from: 2024-05-02",
                "instrument: ⟦scc-2021-914⟧\n        valid_from: 2026-11-23",
            ),
            ("instrument: scc-2021-914\n", "instrument: ⟦scc-2021-914⟧\n        valid_until: 2026-11-21\n"),
        )
    ),
    *(
        Case(
            "transfer/instrument-invalid",
            "processors.snowlark",
            (processor("snowlark.transfers", "eu-us-dpf", f"⟦{instrument}⟧"),),
            promise="transfers",
        )
        for instrument in ("privacy-shield", "safe-harbour")
    ),
    *(
        Case(
            "transfer/condition-unmet",
            "processors.snowlark",
            (processor("snowlark.transfers", old, new), *more),
            promise="transfers",
        )
        for old, new, *more in (
            (
                "eu-us-dpf\n" + CERTIFIED,
                "⟦eu-us-dpf⟧\n",
            ),
            (
                "eu-us-dpf\n" + CERTIFIED,
                "⟦adequacy⟧\n",
            ),
            ("2027-09-17", "⟦2026-11-21⟧"),
        )
    ),
    Case(
        "transfer/condition-unmet",
        "processors.snowlark",
        (processor("snowlark.transfers", "2023-09-18", "⟦2026-11-23⟧"),),
        promise="transfers",
        also=(FindingSummary("transfer/certification-stale", "processors.snowlark"),),
        why="the day has not come by any clock either",
    ),
    Case(
        "transfer/condition-unmet",
        "processors.tositetupa",
        (
            policy("transfers.countries", "    - IN\n", "    - IN\n    - CA\n"),
            processor("tositetupa", "country: FI", "country: ⟦CA⟧"),
        ),
        "warning",
        also=(WORDS,),
        why="the words still say that data go only to the three countries",
    ),
    Case(
        "transfer/condition-unmet",
        "processors.tositetupa",
        (
            policy("transfers.countries", "    - IN\n", "    - IN\n    - CA\n"),
            processor("tositetupa", "country: FI", "country: CA\n    transfers: [{country: CA, covered: ⟦false⟧}]"),
        ),
        promise="transfers",
        also=(WORDS,),
        why="the words still say that data go only to the three countries",
    ),
    Case(
        "transfer/instrument-undeclared",
        "processors.nightlark",
        (
            policy("transfers.instruments", "    - scc-2021-914\n", ""),
            processor("nightlark.transfers", "scc-2021-914", "⟦scc-2021-914⟧"),
        ),
        promise="transfers",
        also=(WORDS,),
        why=WORDS_STAY,
    ),
    Case(
        "transfer/instrument-undeclared",
        "systems.webshop",
        (
            policy("transfers.instruments", "    - adequacy\n", ""),
            system("webshop.disclosures", "instrument: adequacy", "instrument: ⟦adequacy⟧"),
        ),
        promise="transfers",
        also=hops("transfer/instrument-undeclared", "transfers", RECIPIENT),
        why=UK_TWICE,
    ),
    Case(  # a decision that covers the country without an instrument is the instrument `adequacy`
        "transfer/instrument-undeclared",
        "systems.webshop",
        (
            policy("transfers.instruments", "    - adequacy\n", ""),
            system(
                "webshop.disclosures",
                UK_ITEM,
                "        country: ⟦GB⟧\n",
            ),
        ),
        promise="transfers",
        also=hops("transfer/instrument-undeclared", "transfers", RECIPIENT),
        why=UK_TWICE,
    ),
    *(
        Case(
            "transfer/assessment-missing",
            "processors.nightlark",
            (*edits, processor("nightlark.transfers", old, new)),
            "warning",
            also=(WORDS,) if edits else (),
            why=WORDS_STAY if edits else "",
        )
        for old, new, *edits in (
            (
                "scc-2021-914\n" + SINCE_ASSESSED,
                "⟦scc-2021-914⟧\n",
            ),
            *(
                (
                    "scc-2021-914\n" + SINCE_ASSESSED,
                    f"⟦{instrument}⟧\n",
                    policy("transfers.instruments", "    - scc-2021-914\n", f"    - {instrument}\n"),
                )
                for instrument in ("bcr", "ad-hoc-clauses")
            ),
        )
    ),
    *(
        Case(
            "transfer/instrument-ending",
            f"processors.{path.partition('.')[0]}",
            (processor(path, old, new),),
            "warning",
        )
        for path, old, new in (
            ("tositetupa.agreement", "2029-12-31", "⟦2026-11-22⟧"),
            ("tositetupa.agreement", "2029-12-31", "⟦2027-02-20⟧"),
            ("snowlark.agreement", "2029-12-31", "⟦2027-02-20⟧"),
            ("snowlark.transfers", "2027-09-17", "⟦2026-11-22⟧"),
            ("nightlark.transfers", "scc-2021-914\n", "scc-2021-914\n        valid_until: ⟦2027-02-20⟧\n"),
        )
    ),
    Case(
        "transfer/country-unknown",
        "systems.webshop",
        (system("webshop.disclosures", "credit-agency\n        country: FI", "⟦credit-agency⟧"),),
        "warning",
    ),
    Case(
        "transfer/country-unknown",
        "disclosures.recipients.parcel-carrier",
        (policy("disclosures.recipients.parcel-carrier.country"),),
        "warning",
        at="policy:disclosures.recipients.parcel-carrier",
    ),
    *(
        Case(
            "transfer/instrument-unfit",
            "processors.nightlark",
            (
                policy("transfers.instruments", "    - scc-2021-914\n", f"    - scc-2021-914\n    - {instrument}\n"),
                processor("nightlark.transfers", "instrument: scc-2021-914", f"instrument: ⟦{instrument}⟧"),
            ),
            promise="transfers",
            also=also,
            why="the notice names it too" if also else "",
        )
        for instrument, also in (
            ("public-instrument", ()),
            ("administrative-arrangement", ()),
            ("code-of-conduct", (FindingSummary("notice/transfer-instrument-invalid", "transfers"),)),
        )
    ),
    *(
        Case(
            "transfer/instrument-invalid",
            "processors.nightlark",
            (processor("nightlark.transfers", "instrument: scc-2021-914", f"instrument: ⟦{instrument}⟧"),),
            promise="transfers",
        )
        for instrument in ("uk-idta", "uk-addendum", "uk-us-bridge", "swiss-us-dpf")
    ),
    *(
        Case("transfer/certification-stale", "processors.snowlark", (processor("snowlark.transfers", *edit),), severity)
        for severity, *edit in (
            ("warning", "2027-09-17\n          verified: 2026-10-05", "⟦2027-11-06⟧\n          verified: 2026-10-05"),
            (
                "warning",
                "until: 2027-09-17\n          verified: 2026-10-05",
                "verified: ⟦2025-11-21⟧",
            ),
            ("error", "2026-10-05", "⟦2026-11-23⟧"),
        )
    ),
    *(
        Case(
            "transfer/certification-scope",
            "processors.snowlark",
            (
                policy("data_subjects.subscribers", "    text:", "    employees: true\n    text:"),
                processor("snowlark.transfers", *edit),
            ),
            severity,
            also=(FindingSummary("notice/employee-consent", "purposes.newsletter", "warning"),),
            why="the newsletter rests on the consent of these employees",
        )
        for severity, *edit in (
            ("error", "verified: 2026-10-05\n", "verified: 2026-10-05\n          covers: ⟦[non-hr]⟧\n"),
            ("warning", "certified:", "⟦certified⟧:"),
        )
    ),
    *(
        Case("transfer/assessment-outdated", "processors.nightlark", edits, severity)
        for severity, *edits in (
            ("error", processor("nightlark.transfers", "2026-04-20", "⟦2026-11-23⟧")),
            (
                "warning",
                processor("nightlark.transfers", "assessment:\n          date: 2026-04-20\n", "⟦assessment⟧:\n"),
            ),
        )
    ),
    *(
        Case(
            "transfer/derogation-systematic",
            "processors.nightlark",
            (
                policy("transfers.instruments", "    - scc-2021-914\n", f"    - scc-2021-914\n    - {instrument}\n"),
                processor("nightlark.transfers", "instrument: scc-2021-914", f"instrument: ⟦{instrument}⟧"),
            ),
            severity,
        )
        for severity, instrument in (
            *(("error", f"derogation-49-1-{point}") for point in ("b", "c", "e", "second")),
            *(("warning", f"derogation-49-1-{point}") for point in "dfg"),
        )
    ),
    Case(  # told once, though the processor has two hops
        "transfer/instrument-ending",
        "processors.nightlark",
        (
            processor("nightlark", "country: IN\n    purposes", "country: FI\n    purposes"),
            processor("nightlark.agreement", "2029-12-31", "⟦2026-12-31⟧"),
        ),
        "warning",
    ),
    *(
        Case(
            "transfer/territory-unclear",
            "systems.accounts",
            (system("accounts.hosting", "country: FI", f"country: ⟦NC⟧{tool}"),),
            severity,
            also=(FindingSummary("system/hosting-undeclared", "systems.accounts", "error", "transfers"),),
            why="the notice does not name it among the countries of hosting",
        )
        for severity, tool in (("warning", ""), ("note", "\n      transfer: {instrument: scc-2021-914}"))
    ),
)

#: Edits that keep the notice, and give no finding.
QUIET = {
    "Norway is in the EEA": (processor("tositetupa", "country: FI", "country: NO"),),
    "Norway is outside the EU, but transfers are allowed": (
        policy("transfers", "area: eea", "area: eu"),
        processor("tositetupa", "country: FI", "country: NO"),
    ),
    "Åland is Finland": (processor("tositetupa", "country: FI", "country: AX"),),
    "the notice lists no countries": (policy("transfers.countries"),),
    "the notice names no instruments": (policy("transfers.instruments"),),
    "an adequacy decision needs no instrument": (
        system("webshop.disclosures", "          instrument: adequacy\n", ""),
    ),
    "a framework is an adequacy decision too": (policy("transfers.instruments", "    - eu-us-dpf\n", ""),),
    "adequacy with a certification": (processor("snowlark.transfers", "eu-us-dpf", "adequacy"),),
    "certified, no days given": (
        processor("snowlark.transfers", "          from: 2023-09-18\n          until: 2027-09-17\n", ""),
    ),
    "certified from the day": (processor("snowlark.transfers", "2023-09-18", "2026-11-22"),),
    "covered by a sector's decision": (
        policy("transfers.countries", "    - IN\n", "    - IN\n    - CA\n"),
        processor("tositetupa", "country: FI", "country: CA\n    transfers: [{country: CA, covered: true}]"),
    ),
    "an instrument of its own for hosting": (
        system(
            "newsletter.hosting",
            "      processor: snowlark\n",
            "      processor: snowlark\n      transfer: {instrument: eu-us-dpf, certified: {until: 2027-09-17}}\n",
        ),
    ),
    "an item without a country is for the processor's own": (
        processor("nightlark.transfers", "country: IN\n        ", ""),
    ),
    "a disclosure that names no country": (system("accounts.disclosures", "        country: FI\n", ""),),
    "the day after the last that is announced": (processor("tositetupa.agreement", "2029-12-31", "2027-02-21"),),
    "an instrument within the EEA is not asked for": (
        processor(
            "tositetupa", "country: FI", "country: FI\n    transfers: [{country: FI, instrument: privacy-shield}]"
        ),
    ),
}
