"""The family notice/, on the law behind a legal basis and on public authorities: one line changed, one finding."""

from __future__ import annotations

from tests.support.complete import Case, Edit, FindingSummary, policy

OFFERS = "purposes.customer-offers"
ACCOUNTING = "purposes.accounting.legal_basis"
ADVICE = "purposes.allergy-advice"
PUBLIC = policy("controller", "dpo_designated: true\n", "dpo_designated: true\n  public_authority: true\n")
NO_OFFICER = (
    policy("controller", "dpo_designated: true", "dpo_designated: ⟦false⟧"),
    policy("contacts.data-protection-officer.duty"),
)
INTERESTS = FindingSummary("notice/public-authority-legitimate-interest", OFFERS, "warning")
DECISION = "    automated_decision: {text: {fi: Pisteytys., en: Scoring., sv: Poängsättning.}}\n"
USED = policy("automated_decisions", "used: false", "used: true")
NO_RIGHT = FindingSummary("notice/right-missing", "rights.automated-decision")
JOINT = """joint_controllers:
  partner:
    name: {name}
    email: tietosuoja@kiuru.fi
{more}    arrangement: {{fi: Me vastaamme pyyntöihin., en: We answer requests., sv: Vi besvarar begäranden.}}
"""
CRIMINAL = "    criminal: true\n    criminal_ground: {ground: legal-claim}\n"
WHY = "{fi: Etu., en: Interest., sv: Intresse.}"
TASK = policy(ACCOUNTING, "basis: legal-obligation", "basis: public-task")


def controller(name: str) -> Edit:
    return policy("controller.name", "Lumikiurun Puoti Oy", name)


def joint(name: str, more: str = "") -> Edit:
    return policy("contacts", "contacts:\n", JOINT.format(name=name, more=more) + "contacts:\n")


def decide(purpose: str) -> Edit:
    """An automated decision for a purpose."""
    return policy(purpose, "    legal_basis:\n", f"{DECISION}    legal_basis:\n")


def explain(fi: str, en: str, sv: str) -> tuple[Edit, ...]:
    """The task behind the accounts in other words."""
    return (
        TASK,
        policy(f"{ACCOUNTING}.explanation", "Kirjanpitolaki (1336/1997) velvoittaa meidät pitämään kirjanpitoa.", fi),
        policy(f"{ACCOUNTING}.explanation", "The Accounting Act (1336/1997) obliges us to keep accounts.", en),
        policy(f"{ACCOUNTING}.explanation", "Bokföringslagen (1336/1997) ålägger oss bokföringsskyldighet.", sv),
    )


CASES = (
    *(
        Case("notice/public-authority-legitimate-interest", OFFERS, edits, "warning", at=f"policy:{OFFERS}.legal_basis")
        for edits in (
            (PUBLIC,),
            (controller("Lumikiurun kunta"),),
            (controller("Lumikiurun kaupunki, elinvoimapalvelut"),),
            (controller("Lumikiurun hyvinvointialue"),),
            (controller("Lumikiuruvirasto"),),
            (controller("Lumikiurun laitos"),),
            (controller("Lumikiuruministeriö"),),
            (controller("Snösparvens stad"),),
            (controller("City of Lumikiuru"),),
            (joint("Lumikiurun kunta"),),
            (joint("Kiurukortti Oy", "    public_authority: true\n"),),
        )
    ),
    Case(
        "notice/public-authority-legitimate-interest",
        "legal_bases",
        (
            PUBLIC,
            policy(f"{OFFERS}.legal_basis"),
            policy(
                "contacts",
                "contacts:\n",
                f"legal_bases: [⟦{{basis: legitimate-interests, explanation: {WHY}}}⟧]\ncontacts:\n",
            ),
        ),
        "warning",
        also=(FindingSummary("notice/legal-basis-unlinked", OFFERS, "warning"),),
        why="a listed basis is that of the purpose without one",
    ),
    Case(
        "notice/dpo-required",
        "controller",
        (*NO_OFFICER, controller("Lumikiurun kunta")),
        "warning",
        also=(INTERESTS,),
        why="an authority has both duties",
    ),
    Case(
        "notice/dpo-required",
        "controller",
        (*NO_OFFICER, policy("fields.name", "    category: Name\n", f"    category: Name\n{CRIMINAL}")),
        "warning",
        why="every purpose uses the data",
    ),
    Case(
        "notice/dpo-required",
        "joint_controllers.partner",
        (joint("Lumikiurun kunta", "    dpo_designated: ⟦false⟧\n    purposes: [orders]\n"),),
        "warning",
    ),
    Case(
        "notice/public-task-unexplained",
        "purposes.accounting",
        (TASK, policy(f"{ACCOUNTING}.explanation")),
        "warning",
        at=f"policy:{ACCOUNTING}",
    ),
    Case(
        "notice/public-task-unexplained",
        "purposes.accounting",
        explain("Tehtävämme on pitää kirjaa.", "Our task is to keep accounts.", "Vår uppgift är att bokföra."),
        "warning",
        at=f"policy:{ACCOUNTING}",
        why="a task without its act",
    ),
    Case(
        "notice/public-task-unexplained",
        "legal_bases",
        (
            policy(f"{OFFERS}.legal_basis"),
            policy("contacts", "contacts:\n", "legal_bases: [⟦{basis: public-task}⟧]\ncontacts:\n"),
        ),
        "warning",
        also=(FindingSummary("notice/legal-basis-unlinked", OFFERS, "warning"),),
        why="a listed basis is explained where it is listed",
    ),
    *(
        Case(
            "notice/special-category-law-missing",
            ADVICE,
            (policy(ADVICE, "basis: explicit-consent", f"basis: ⟦{basis}⟧"),),
            "warning",
        )
        for basis in ("employment", "public-interest", "health-care", "public-health", "research")
    ),
    Case(
        "notice/criminal-data-ground-missing",
        "fields.credit-record",
        (policy("fields.credit-record", "category: CreditRecord\n", "category: CreditRecord\n    criminal: true\n"),),
        at="policy:fields.credit-record",
    ),
    Case(
        "notice/automated-decision-ground",
        OFFERS,
        (USED, decide(OFFERS)),
        at=f"policy:{OFFERS}.legal_basis",
        also=(NO_RIGHT,),
        why="the decision gives a right, too",
    ),
    Case(
        "notice/automated-decision-ground",
        ADVICE,
        (USED, decide(ADVICE), policy(ADVICE, "basis: explicit-consent", "basis: ⟦made-public⟧")),
        also=(NO_RIGHT,),
        why="the decision gives a right, too",
    ),
    Case(
        "notice/automated-decision-ground",
        "purposes.accounting",
        (USED, decide("purposes.accounting"), *explain("Tehtävä.", "A task.", "En uppgift.")),
        at=f"policy:{ACCOUNTING}",
        also=(NO_RIGHT, FindingSummary("notice/public-task-unexplained", "purposes.accounting", "warning")),
        why="a task allows such decisions only where an act does",
    ),
)

QUIET = {
    "companies and associations whose names have a public word": (controller("Virastotalo Oy"),),
    "an association of a town": (controller("Kaupungin Ystävät ry"),),
    "a trading house": (controller("Kauppakunta"),),
    "a cooperative": (controller("Osuuskunta Lumikiuru"),),
    "a city's company": (controller("Lumikiurun kaupungin asunnot Oy"),),
    "a name that is declared to be no authority's": (
        controller("Lumikiurun laitos"),
        policy("controller", "dpo_designated: true\n", "dpo_designated: true\n  public_authority: false\n"),
    ),
    "an authority that is a joint controller for something else": (
        joint("Lumikiurun kunta", "    purposes: [orders]\n"),
    ),
    "no officer, and one purpose with health data": NO_OFFICER,
    "a task with its act": (TASK,),
    "a task whose act is named in one language": explain("Tehtävä.", "A task.", "Bokföringslagen ger oss uppgiften."),
    "an act for special categories": (
        policy(ADVICE, "basis: explicit-consent", "basis: health-care"),
        policy(
            f"{ADVICE}.legal_basis.explanation",
            "The customer gives",
            "The Allergy Act (999/2019) allows it. The customer gives",
        ),
        policy(
            f"{ADVICE}.legal_basis.explanation", "Asiakas antaa", "Allergialaki (999/2019) sallii sen. Asiakas antaa"
        ),
        policy(f"{ADVICE}.legal_basis.explanation", "Kunden ger", "Allergilagen (999/2019) tillåter det. Kunden ger"),
    ),
    "criminal data with a ground": (
        policy("fields.credit-record", "category: CreditRecord\n", f"category: CreditRecord\n{CRIMINAL}"),
    ),
}
