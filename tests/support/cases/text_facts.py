"""Words that say something else than the keys beside them: one line of a complete notice changed, one finding."""

from __future__ import annotations

import re

from tests.support.complete import FILES, Case, FindingSummary, policy

RULE = "notice/text-contradicts-facts"
#: The English words on transfers.
ENGLISH = re.search(r"    en: >-\n      We transfer personal data(?:\n {6}|.)*\n", FILES["policy.yaml"])[0]  # type: ignore[index]

CASES = (
    Case(
        RULE,
        "transfers",
        (policy("transfers.text", ENGLISH, "    en: ⟦We do not transfer personal data outside the EEA.⟧\n"),),
        "warning",
        also=(FindingSummary("notice/translation-differs", "transfers", "warning"),),
        why="the decision on clauses is cited in the other languages only",
    ),
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
)
