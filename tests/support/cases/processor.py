"""The family processor/: one line of a processor that keeps the notice changed, and the one finding that it gives."""

from __future__ import annotations

from tests.support.complete import Case, FindingSummary, policy, processor, system

BREACH_PROMISE = "a promise of the notice's own asks for the period too"

CASES = (
    # --- the agreement
    Case(
        "processor/agreement-missing",
        "processors.tositetupa",
        (processor("tositetupa.agreement"),),
        at="processors:processors.tositetupa",
    ),
    Case(
        "processor/agreement-missing",
        "processors.tositetupa",
        (processor("tositetupa.agreement.signed"),),
        at="processors:processors.tositetupa.agreement",
    ),
    Case(
        "processor/agreement-expired",
        "processors.tositetupa",
        (processor("tositetupa.agreement", "2029-12-31", "⟦2026-11-21⟧"),),
    ),
    Case(
        "processor/agreement-expired",
        "processors.tositetupa",
        (processor("tositetupa.agreement", "2023-12-11", "⟦2026-11-23⟧"),),
    ),
    Case(
        "processor/agreement-incomplete",
        "processors.tositetupa",
        (processor("tositetupa.agreement.terms", "        - audits\n", ""),),
        at="processors:processors.tositetupa.agreement.terms",
    ),
    Case(  # one finding, however many are missing
        "processor/agreement-incomplete",
        "processors.tositetupa",
        (processor("tositetupa.agreement.terms"),),
        at="processors:processors.tositetupa.agreement",
    ),
    # --- who it is, and what it does
    *(
        Case(
            "processor/role-conflict",
            "processors.tositetupa",
            (*edits, processor("tositetupa", "role: processor", f"role: ⟦{role}⟧")),
            promise=promise,
        )
        for role, promise, edits in (
            ("controller", "processors", ()),
            ("joint-controller", "processors", ()),
            ("controller", "processors", (policy("processors.roles"),)),
            ("controller", None, (policy("processors"),)),
        )
    ),
    Case(  # no system uses it, but its role is not among those promised
        "processor/role-conflict",
        "processors.nightlark",
        (processor("nightlark", "role: processor", "role: ⟦joint-controller⟧"),),
        promise="processors",
    ),
    Case(
        "processor/purpose-undeclared",
        "processors.tositetupa",
        (processor("tositetupa.purposes", "      - accounting\n", "      - accounting\n      - ⟦profiling⟧\n"),),
        promise="purposes",
    ),
    Case(
        "processor/field-undeclared",
        "processors.tositetupa",
        (processor("tositetupa.fields", "      - address\n", "      - address\n      - ⟦shoe-size⟧\n"),),
        promise="fields",
    ),
    Case(
        "processor/scope-exceeded",
        "processors.tositetupa",
        (processor("tositetupa.fields", "      - address\n", ""),),
        at="processors:processors.tositetupa.fields",
    ),
    Case(
        "processor/scope-exceeded",
        "processors.suopilvi",
        (processor("suopilvi.purposes", "      - kids-club\n", ""),),
        at="processors:processors.suopilvi.purposes",
    ),
    Case(  # who hosts a system has all its data
        "processor/scope-exceeded",
        "processors.tositetupa",
        (system("accounts.processors"), processor("tositetupa.fields", "      - address\n", "")),
        at="processors:processors.tositetupa.fields",
    ),
    Case(
        "processor/undisclosed",
        "processors.tositetupa",
        (policy("processors.recipients.tositetupa"),),
        promise="processors",
        at="processors:processors.tositetupa",
    ),
    # --- its subprocessors
    Case(
        "processor/subprocessor-unauthorised",
        "processors.beratung-desk",
        (processor("beratung-desk.subprocessor_authorisation"),),
        at="processors:processors.beratung-desk.subprocessors",
    ),
    *(
        Case("processor/subprocessor-cycle", subject, edits, "warning", at=at)
        for subject, edits, at in (
            (
                "processors.beratung-desk",
                (processor("nightlark", "    transfers:", "    subprocessors: [beratung-desk]\n    transfers:"),),
                "processors:processors.beratung-desk.subprocessors",
            ),
            (
                "processors.tositetupa",
                (processor("tositetupa", "    safeguards:", "    subprocessors: [tositetupa]\n    safeguards:"),),
                "processors:processors.tositetupa.subprocessors",
            ),
        )
    ),
    # --- its safeguards
    Case(
        "processor/safeguard-missing",
        "processors.nightlark",
        (processor("nightlark.safeguards.incident-response"),),
        "warning",
        at="processors:processors.nightlark.safeguards",
    ),
    Case(  # it hosts a system, so it is bound by what is promised of systems
        "processor/safeguard-missing",
        "processors.tositetupa",
        (processor("tositetupa.safeguards.least-privilege"),),
        "warning",
        at="processors:processors.tositetupa.safeguards",
    ),
    *(
        Case(
            "processor/safeguard-broken",
            f"processors.{path.partition('.')[0]}",
            (processor(path, old, new),),
            promise=promise,
        )
        for path, old, new, promise in (
            (
                "nightlark.safeguards",
                "incident-response: implemented",
                "incident-response: ⟦planned⟧",
                "safeguards.incident-plan",
            ),
            (
                "nightlark.safeguards",
                "incident-response: implemented",
                "incident-response: ⟦not-implemented⟧",
                "safeguards.incident-plan",
            ),
            ("tositetupa.safeguards.backup", "implemented", "⟦planned⟧", "safeguards.backup"),
            ("tositetupa.safeguards.backup", "P1D", "⟦P2D⟧", "safeguards.backup"),
        )
    ),
    Case(
        "processor/breach-notice-missing",
        "processors.tositetupa",
        (processor("tositetupa.breach_notice"),),
        "warning",
        at="processors:processors.tositetupa",
        also=(
            FindingSummary("system/assertion-failed", "processors.tositetupa", "error", "custom.swift-breach-notice"),
        ),
        why=BREACH_PROMISE,
    ),
    Case(
        "processor/breach-notice-missing",
        "processors.tositetupa",
        (policy("custom"), processor("tositetupa.breach_notice")),
        "warning",
        at="processors:processors.tositetupa",
    ),
    *(
        Case(
            "processor/breach-notice-slow",
            f"processors.{key}",
            (policy("custom"), processor(f"{key}.breach_notice", old, f"⟦{new}⟧")),
            severity,
        )
        for key, old, new, severity in (
            ("tositetupa", "PT48H", "P30D", "warning"),
            ("tositetupa", "PT48H", "PT73H", "warning"),
            ("nightlark", "PT24H", "P1M", "warning"),
            ("nightlark", "PT24H", "P3D", "note"),
            ("tositetupa", "PT48H", "PT72H", "note"),
        )
    ),
    # --- is it kept up
    Case(
        "processor/unused",
        "processors.nightlark",
        (processor("beratung-desk.subprocessors"),),
        "warning",
        at="processors:processors.nightlark",
    ),
    Case(
        "processor/review-overdue",
        "processors.tositetupa",
        (processor("tositetupa.reviewed", "2026-09-01", "⟦2025-11-21⟧"),),
        "warning",
    ),
)

OTHER_ROLE = (policy("processors.roles"), processor("nightlark", "role: processor", "role: controller"))

#: Edits that keep the notice, and give no finding.
QUIET = {
    "signed on the day": (processor("tositetupa.agreement", "2023-12-11", "2026-11-22"),),
    "an agreement without an end": (processor("tositetupa.agreement.expires"),),
    "a controller has no processing agreement": (*OTHER_ROLE, processor("nightlark.agreement")),
    "a controller's agreement has ended": (*OTHER_ROLE, processor("nightlark.agreement", "2029-12-31", "2020-12-31")),
    "a controller need not have the terms": (*OTHER_ROLE, processor("nightlark.agreement.terms")),
    "a breach is told of within two days": (
        policy("custom"),
        processor("nightlark.breach_notice", "PT24H", "P2D"),
    ),
    "a controller tells of a breach when it will": (
        *OTHER_ROLE,
        policy("custom"),
        processor("nightlark.breach_notice", "PT24H", "P30D"),
    ),
    "a controller promises no breach notice": (*OTHER_ROLE, policy("custom"), processor("nightlark.breach_notice")),
    "a controller's subprocessors are its own affair": (
        *OTHER_ROLE,
        processor("nightlark.subprocessor_authorisation"),
        processor("nightlark", "    transfers:", "    subprocessors: [tositetupa]\n    transfers:"),
    ),
    "any role, where none is promised and no system uses it": OTHER_ROLE,
    "the notice names no recipients": (
        policy("processors.recipients"),
        policy(
            "processors",
            "listed: in-notice\n",
            "listed: by-category\n  categories: {it: {text: {fi: Palvelut, en: Services, sv: Tjänster}}}\n",
        ),
    ),
    "it does not say what it does": (processor("tositetupa.purposes"), processor("tositetupa.fields")),
    "not bound by what is promised of systems, since it hosts none": (
        processor("nightlark.safeguards.least-privilege"),
        processor("nightlark.safeguards", "encryption-at-rest: implemented", "encryption-at-rest: planned"),
    ),
    "used through hosting alone": (
        system("accounts.processors", "    processors:\n      - tositetupa\n", "    processors: []\n"),
    ),
    "reviewed a year ago to the day": (processor("tositetupa.reviewed", "2026-09-01", "2025-11-22"),),
}
