"""Keys of a notice that exclude each other, or lack what others need: a line changed, and the finding it must give."""

from __future__ import annotations

from tests.support.complete import Case, FindingSummary, new_block, policy

FIRST = "policy:"  # what is missing altogether is told of at the first key of the file
SCORING = "    automated_decision: {text: {fi: Pisteytys., en: Scoring., sv: Poängsättning.}}\n    legal_basis:"
OPEN = policy(
    "retention.subscribers.text",
    "The data of a subscriber to the newsletter are kept until consent is withdrawn.",
    "The data of a subscriber to the newsletter are kept for as long as we see fit.",
)
NO_PERIOD = (policy("retention.subscribers.minimum"), policy("retention.subscribers.maximum"))
COOKIES = "cookies:\n  text: {fi: Käytämme evästeitä., en: We use cookies., sv: Vi använder kakor.}\n"

CASES = (
    # --- what one key says is not there, another has
    Case(
        "notice/contradicts-itself",
        "controller",
        (policy("controller", "dpo_designated: true", "dpo_designated: ⟦false⟧"),),
    ),
    Case(
        "notice/contradicts-itself",
        "disclosures",
        (policy("disclosures", "rule: listed", "rule: ⟦never⟧"),),
    ),
    Case(
        "notice/contradicts-itself",
        "transfers",
        (policy("transfers", "rule: allowed", "rule: ⟦never⟧"),),
        scope="notice",
    ),
    Case(
        "notice/contradicts-itself",
        "retention.children",
        (
            policy(
                "retention.children.minimum",
                "    minimum:\n",
                "    permanent: {ground: {fi: Arkistolaki., en: Archives Act., sv: Arkivlagen.}}\n    minimum:\n",
            ),
        ),
        at="policy:retention.children.maximum",
    ),
    Case(
        "notice/contradicts-itself",
        "automated_decisions",
        (
            policy("purposes.credit-check", "    legal_basis:", SCORING),
            policy("automated_decisions", "used: false", "used: ⟦false⟧"),
        ),
        also=(FindingSummary("notice/right-missing", "rights.automated-decision"),),
        why="the decision gives a right, too",
    ),
    *(
        Case(
            "notice/contradicts-itself",
            "never.sale",
            (policy("never.sale", "    activities:\n      - sale\n", f"    {key}: [{word}]\n"),),
            at="policy:never.sale",
            scope="notice",
        )
        for key, word in (
            ("purposes", "newsletter"),
            ("purposes", "Sending the newsletter"),
            ("fields", "birth_date"),
            ("recipients", "parcel-carrier"),
            ("countries", "IN"),
            ("activities", "direct-marketing"),
        )
    ),
    Case(
        "notice/contradicts-itself",
        "never.tracking",
        (
            policy(
                "cookies.entries.basket",
                "party: first\n      lifetime: P7D\n      necessary: true",
                "party: third\n      lifetime: P7D\n      necessary: false\n      consent: true",
            ),
        ),
        at="policy:never.tracking",
    ),
    # --- how long
    Case("notice/retention-missing", "retention", (policy("retention"),), at=FIRST),
    Case(
        "notice/retention-missing",
        "purposes.customer-offers",
        (
            policy(
                "retention.customers",
                "    data_subjects:",
                "    purposes: [orders, credit-check]\n    data_subjects:",
            ),
        ),
        at="policy:purposes.customer-offers",
    ),
    Case("notice/retention-vague", "retention.subscribers", NO_PERIOD, "warning", at="policy:retention.subscribers"),
    Case("notice/retention-vague", "retention.subscribers", (*NO_PERIOD, OPEN), at="policy:retention.subscribers"),
    Case(
        "notice/retention-vague",
        "retention",
        (*NO_PERIOD, policy("retention.children.minimum"), policy("retention.children.maximum")),
        "warning",
        at="policy:retention.subscribers",
    ),
    # --- where and to whom
    Case(
        "notice/transfer-instrument-missing",
        "transfers",
        (policy("transfers.instruments"),),
        at="policy:transfers",
        scope="notice",
    ),
    Case(
        "notice/recipient-unknown",
        "processors",
        (policy("processors.recipients", "    suopilvi:\n", "    ⟦ghost⟧: {}\n    suopilvi:\n"),),
    ),
    # --- cookies
    Case(
        "notice/cookie-consent-missing",
        "cookies.entries.basket",
        (policy("cookies.entries.basket", "necessary: true", "necessary: false\n      consent: ⟦false⟧"),),
    ),
    Case(
        "notice/cookie-consent-missing",
        "cookies.entries.basket",
        (policy("cookies.entries.basket", "      necessary: true\n", ""),),
        "warning",
        at="policy:cookies.entries.basket",
    ),
    Case(
        "notice/cookie-consent-missing",
        "cookies",
        (
            policy("cookies.entries.basket", "      necessary: true\n", ""),
            policy("cookies.entries.login", "      necessary: true\n", ""),
        ),
        "warning",
        at="policy:cookies.entries.basket",
    ),
    Case(
        "notice/cookie-unlisted",
        "cookies",
        (policy("cookies", "", COOKIES.replace("{", "⟦{").replace("}", "}⟧")),),
        "note",
    ),
    Case(
        "notice/provision-requirement-missing",
        "provision",
        (policy("sources"), policy("provision")),
        "warning",
        at=FIRST,
        also=(FindingSummary("notice/source-missing", "sources", "warning"),),
        why="of one of the two duties nothing is known",
        scope="notice",
    ),
)

#: Edits that change nothing for the law, and give no finding.
QUIET = {
    "kept for good, without a period": (
        policy("retention.children.minimum"),
        policy(
            "retention.children.maximum",
            "",
            "    permanent: {ground: {fi: Arkistolaki., en: Archives Act., sv: Arkivlagen.}}\n",
        ),
    ),
    "criteria in place of a period": (
        *NO_PERIOD[:1],
        policy(
            "retention.subscribers.maximum", "", "    criteria: {fi: Suostumus., en: The consent., sv: Samtycket.}\n"
        ),
    ),
    "a cookie that is set only with consent": (
        policy("cookies.entries.basket", "necessary: true", "necessary: false\n      consent: true"),
    ),
    "a necessary cookie of a third party follows nobody": (
        policy("cookies.entries.basket", "party: first", "party: third"),
    ),
    "only necessary cookies need no list": (policy("cookies.entries"),),
    "no cookies at all": (
        policy(
            "cookies",
            "",
            "cookies:\n  text: {fi: Emme käytä evästeitä., en: We do not use cookies., sv: Vi använder inga kakor.}\n",
        ),
    ),
    "all data come from the person": (
        policy("sources"),
        new_block(
            "policy.yaml",
            "introductions",
            "  sources: {fi: Saamme tiedot sinulta., en: We get the data from you., sv: Vi får uppgifterna av dig.}\n",
        ),
    ),
}
