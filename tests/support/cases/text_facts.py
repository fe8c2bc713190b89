"""Words that say something else than the keys beside them: one line of a complete notice changed, one finding."""

from __future__ import annotations

import re

from tests.support.complete import FILES, Case, policy

RULE = "notice/text-contradicts-facts"
#: The English words on transfers.
ENGLISH = re.search(r"    en: >-\n      We transfer personal data(?:\n {6}|.)*\n", FILES["policy.yaml"])[0]  # type: ignore[index]
#: What they cite in every language.
CITED = "(Commission Implementing Decision (EU) 2021/914)"
AGREEING = f"standard data protection clauses {CITED} and adequacy decisions"

#: Words on transfers in place of the English ones.
TRANSFERS = (
    f"We do not transfer personal data outside the EEA {CITED}.",
    f"We transfer personal data to the United States, the United Kingdom, India and Brazil on {AGREEING}.",
    f"We transfer personal data only to the United States and India on {AGREEING}.",
    f"We transfer data to the United States and the United Kingdom on {AGREEING}. No personal data are sent to India.",
    f"We transfer personal data on binding corporate rules, {AGREEING}.",
    f"The sole basis for the transfers of personal data is the standard data protection clauses {CITED}.",
    f"The transfers rest on {AGREEING}. Our systems are on servers in Norway.",
)

CASES = (
    Case(
        RULE,
        "safeguards.backup",
        (
            policy("safeguards.backup.parameters", "P1D", "P7D"),
            policy(
                "safeguards.backup.text",
                "Tiedot varmuuskopioidaan päivittäin.",
                "⟦Tiedot varmuuskopioidaan päivittäin.⟧",
            ),
        ),
    ),
    *(
        Case(RULE, "transfers", (policy("transfers.text", ENGLISH, f'    en: ⟦"{words}"⟧\n'),), "warning")
        for words in TRANSFERS
    ),
    Case(
        RULE,
        "disclosures",
        (
            policy(
                "disclosures.text",
                "We disclose personal data only to the recipients listed here.",
                "⟦We disclose personal data only to the recipients listed here and to Moorgate Ltd.⟧",
            ),
        ),
        "warning",
    ),
    Case(
        RULE,
        "disclosures",
        (
            policy(
                "disclosures.text",
                "Vi lämnar ut personuppgifter endast till de mottagare som räknas upp här.",
                "⟦Vi lämnar ut personuppgifter endast till Suoluotto Oy.⟧",
            ),
        ),
        "warning",
    ),
    Case(
        RULE,
        "processors",
        (
            policy(
                "processors.recipients.snowlark.text",
                "uutiskirjeen ja asiakastarjousten lähettäminen",
                "⟦uutiskirjeen ja asiakastarjousten lähettäminen (Irlanti)⟧",
            ),
        ),
        "warning",
    ),
)
