"""The family waiver/: a waiver beside the example, or a comment in it, and the one finding about it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.complete import Case, Edit, FindingSummary, system, waivers

OWNER = "system/owner-missing"
UNOWNED = FindingSummary(OWNER, "systems.club", "warning")
STAYS = "what is waived stays in the report"
COUNTS = "what was waived counts again"
PASSES_NOT = "what it should waive counts"
GONE = "    owner: Marketing\n    description:\n      fi: Kiurukerhon"


def unowned(comment: str = "") -> Edit:
    """The club loses its owner, and may get a comment above."""
    line = f"  # seloste: ignore{comment}\n" if comment else ""
    return Edit(
        "systems.yaml",
        "",
        f"  club:\n    name: Kiuru Club\n{GONE}",
        f"{line}  club:\n    name: Kiuru Club\n    description:\n      fi: Kiurukerhon",
    )


CASES = (
    Case(
        "waiver/expired",
        f"waivers.{OWNER}",
        (unowned(), waivers(f"{{rule: {OWNER}, reason: Hiring, until: ⟦2026-11-21⟧}}")),
        "warning",
        also=(UNOWNED,),
        why=COUNTS,
    ),
    Case(
        "waiver/expired",
        f"waivers.{OWNER}",
        (unowned(f"[{OWNER}] until ⟦2026-11-21⟧ -- Hiring"),),
        "warning",
        also=(UNOWNED,),
        why=COUNTS,
    ),
    Case(
        "waiver/expired",
        f"waivers.{OWNER}",
        (
            unowned(f"[{OWNER}] until ⟦2026-11-21⟧ -- Hiring"),
            waivers("{rule: system/*, subject: systems.club, reason: Still hiring, until: 2026-12-01}"),
        ),
        "warning",
        also=(UNOWNED,),
        why="it is let pass by another waiver",
    ),
    Case(
        "waiver/unused",
        f"waivers.{OWNER}",
        (waivers(f"{{rule: ⟦{OWNER}⟧, reason: Hiring, until: 2026-12-31}}"),),
        "warning",
    ),
    Case(
        "waiver/unused",
        f"waivers.{OWNER}",
        (waivers(f"{{rule: ⟦{OWNER}⟧, reason: Hiring, until: 2026-11-21}}"),),
        "warning",
    ),
    Case(
        "waiver/unused",
        "waivers.notice/*",
        (waivers("{rule: ⟦notice/*⟧, subject: contacts, reason: Hiring, until: 2026-12-31}"),),
        "warning",
    ),
    Case(
        "waiver/unused",
        f"waivers.{OWNER}",
        (
            unowned(),
            waivers(
                f"{{rule: {OWNER}, subject: systems.club, reason: Hiring, until: 2026-12-31}}",
                f"{{rule: ⟦{OWNER}⟧, subject: systems.clu, reason: Hiring, until: 2026-12-31}}",
            ),
        ),
        "warning",
        also=(UNOWNED,),
        why=STAYS,
    ),
    Case(
        "waiver/unused",
        "waivers.input/syntax",
        (waivers("{rule: ⟦input/syntax⟧, reason: Later, until: 2026-12-31}"),),
        "warning",
    ),
    Case(
        "waiver/unused",
        "waivers.waiver/*",
        (waivers("{rule: ⟦waiver/*⟧, reason: Later, until: 2026-12-31}"),),
        "warning",
        scope="notice",
    ),
    Case("waiver/incomplete", f"waivers.{OWNER}", (waivers(f"{{rule: ⟦{OWNER}⟧, until: 2026-12-31}}"),)),
    Case("waiver/incomplete", f"waivers.{OWNER}", (waivers(f"{{rule: ⟦{OWNER}⟧, reason: ' ', until: 2026-12-31}}"),)),
    Case("waiver/incomplete", f"waivers.{OWNER}", (waivers(f"{{rule: ⟦{OWNER}⟧, reason: Hiring}}"),)),
    Case("waiver/incomplete", "waivers", (waivers("⟦{reason: Hiring, until: 2026-12-31}⟧"),)),
    Case("waiver/incomplete", "waivers", (waivers("⟦{}⟧"),)),
    Case(
        "waiver/incomplete",
        f"waivers.{OWNER}",
        (unowned(f"[⟦{OWNER}⟧] until 2026-12-31"),),
        also=(UNOWNED,),
        why=PASSES_NOT,
    ),
    Case(
        "waiver/incomplete",
        f"waivers.{OWNER}",
        (unowned(f"[⟦{OWNER}⟧] -- Hiring"),),
        also=(UNOWNED,),
        why=PASSES_NOT,
    ),
    Case(
        "waiver/incomplete",
        f"waivers.{OWNER}",
        (unowned(f"[{OWNER}] until ⟦31.12.2026⟧ -- Hiring"),),
        also=(UNOWNED,),
        why=PASSES_NOT,
    ),
    Case(
        "waiver/incomplete",
        "waivers.system/owner-mising",
        (unowned("[⟦system/owner-mising⟧] until 2026-12-31 -- Hiring"),),
        also=(UNOWNED,),
        why=PASSES_NOT,
    ),
    Case(
        "waiver/incomplete",
        "waivers.*",
        (unowned("[⟦*⟧] until 2026-12-31 -- Hiring"),),
        also=(UNOWNED,),
        why=PASSES_NOT,
    ),
    Case(
        "waiver/too-long",
        f"waivers.{OWNER}",
        (unowned(), waivers(f"{{rule: {OWNER}, reason: Hiring, until: ⟦2027-11-23⟧}}")),
        "warning",
        also=(UNOWNED,),
        why=STAYS,
    ),
    Case(
        "waiver/too-long",
        f"waivers.{OWNER}",
        (unowned(f"[{OWNER}] until ⟦2028-03-01⟧ -- Hiring"),),
        "warning",
        also=(UNOWNED,),
        why=STAYS,
        day=date(2027, 2, 28),
    ),
)

#: Edits by which a waiver passes what it should.
PASSES = (
    pytest.param((unowned(), waivers(f"{{rule: {OWNER}, reason: Hiring, until: 2026-11-22}}")), id="the last day"),
    pytest.param((unowned(), waivers(f"{{rule: {OWNER}, reason: Hiring, until: 2027-11-22}}")), id="a whole year"),
    pytest.param((unowned(f"[{OWNER}] until 2026-11-22 -- Hiring"),), id="a comment"),
    pytest.param(
        (unowned(), waivers("{rule: system/*, subject: 'systems.c*b', reason: Hiring, until: 2026-12-31}")),
        id="a family",
    ),
    pytest.param(
        (
            system(
                "club", "  club:\n", "  club:  # seloste: ignore[system/owner-missing] until 2026-12-31 -- Hiring\n"
            ),
            system("club", "    owner: Marketing\n", ""),
        ),
        id="a comment behind",
    ),
)
