"""The family notice/, on the people it names and what is left in its texts: one line changed, one finding."""

from __future__ import annotations

from tests.support.complete import Case, Edit, new_block, policy

OFFICER = "contacts.data-protection-officer"
PLATFORM = "joint_controllers:\n  platform:\n    name: Kiurualusta Oy\n    email: tietosuoja@kiurualusta.fi\n"
CARD = "  cards:\n    name: Kiurukortti Oy\n    email: tietosuoja@kiurukortti.fi\n"
ARRANGEMENT = "    arrangement: {fi: Me vastaamme pyyntöihin., en: We answer requests., sv: Vi besvarar begäranden.}\n"


def officer(name: str) -> Edit:
    """The officer with a name, between ⟦ and ⟧ where a finding is about it."""
    return policy(OFFICER, "    role:\n", f"    name: {name}\n    role:\n")


def title(old: str, new: str) -> Edit:
    return policy(f"{OFFICER}.role", old, new)


def joint(more: str, others: str = "") -> Edit:
    return policy("contacts", "contacts:\n", PLATFORM + more + others + "contacts:\n")


def text(path: str, old: str, new: str) -> tuple[Edit, ...]:
    return (policy(path, old, new),)


def interest(*words: str) -> tuple[Edit, ...]:
    """The purpose that rests on a legitimate interest, with words of its own and no explanation."""
    offers = "purposes.customer-offers"
    texts = zip(("asiakkaillemme", "customers by e-mail", "per e-post"), words, strict=True)
    explained = policy(f"{offers}.legal_basis.explanation")
    return (explained, *(policy(f"{offers}.text", old, f"{old}, {more}") for old, more in texts))


CASES = (
    *(
        Case(
            "notice/legitimate-interest-unexplained",
            "purposes.customer-offers",
            interest(*words),
            at="policy:purposes.customer-offers.legal_basis",
            why="a bare interest, or one named in one language, tells nobody which it is",
        )
        for words in (
            ("oikeutettu etu", "a legitimate interest", "ett berättigat intresse"),
            ("oikeutetun edun perusteella", "on our legitimate interest", "med stöd av vårt berättigade intresse"),
            ("oikeutettu etumme", "our legitimate interest in telling of news", "vårt berättigade intresse"),
        )
    ),
    *(
        Case("notice/dpo-conflict", OFFICER, (title(old, new),), "warning", at=f"policy:{OFFICER}.role")
        for old, new in (
            ("Tietosuojavastaava", "Toimitusjohtaja"),
            ("Tietosuojavastaava", "Tietosuojavastaava, talousjohtaja"),
            ("Data protection officer", "Managing director and data protection officer"),
            ("Data protection officer", "CEO"),
            ("Dataskyddsombud", "Verkställande direktör"),
            ("Dataskyddsombud", "VD och dataskyddsombud"),
        )
    ),
    Case("notice/dpo-conflict", OFFICER, (officer("⟦Lumikiurun Puoti Oy⟧"),), "warning"),
    Case("notice/dpo-conflict", OFFICER, (officer("⟦LUMIKIURUN PUOTI⟧"),), "warning"),
    Case(
        "notice/dpo-conflict",
        OFFICER,
        (policy("controller.name", "Lumikiurun Puoti Oy", "Tmi Maija Meri"), officer("⟦Maija Meri⟧")),
        "warning",
        why="who trades alone is the controller",
    ),
    Case("notice/dpo-conflict", OFFICER, (officer("⟦Maija Meri, hallituksen puheenjohtaja⟧"),), "warning"),
    *(
        Case(
            "notice/person-named",
            "contacts.sales",
            (
                new_block(
                    "policy.yaml", "contacts", f"  sales:\n    name: ⟦{name}⟧\n    email: {mailbox}@lumikiuru.fi\n"
                ),
            ),
            "note",
        )
        for name, mailbox in (
            ("Maija Mäkinen", "m.makinen"),
            ("Maija Mäkinen", "maija"),
            ("Bo Ek", "bo.ek"),
            ("Maija Mäkinen", "etunimi.sukunimi"),
        )
    ),
    Case(
        "notice/joint-arrangement-missing",
        "joint_controllers.platform",
        (joint(""),),
        "warning",
        at="policy:joint_controllers.platform",
    ),
    Case(
        "notice/joint-arrangement-missing",
        "joint_controllers.cards",
        (joint(ARRANGEMENT, CARD),),
        "warning",
        at="policy:joint_controllers.cards",
    ),
    Case(
        "notice/joint-arrangement-missing",
        "joint_controllers.platform",
        (joint("    text: {fi: Päätämme yhdessä., en: We decide together., sv: Vi beslutar tillsammans.}\n"),),
        "warning",
        at="policy:joint_controllers.platform",
        why="words on who decides tell nothing of the arrangement",
    ),
    Case(
        "notice/joint-arrangement-missing",
        "joint_controllers",
        (joint("", CARD),),
        "warning",
        at="policy:joint_controllers",
        why="one finding names them all",
    ),
    *(
        Case("notice/placeholder-in-text", subject, text(path, old, new), "warning", at=f"policy:{path}")
        for subject, path, old, new in (
            ("transfers", "transfers.text", "We transfer", "[Company] transfers"),
            ("purposes.newsletter", "purposes.newsletter.text", "Sending the", "Sending TODO the"),
            ("purposes.newsletter", "purposes.newsletter.text", "fi: Uutiskirje", "fi: Uutiskirje {{nimi}}"),
            ("notice.opening", "notice.opening", "This notice tells", "<Name of the notice> tells"),
            ("introductions.purposes", "introductions.purposes", "endast för", "endast för XXX och"),
            ("requests", "requests.text", "fi: ", "fi: TBD. "),
        )
    ),
)

QUIET = {
    "the purpose's own words name the interest": interest(
        "oikeutettu etumme on kertoa uutuuksista",
        "our legitimate interest in telling of news",
        "vårt berättigade intresse av att berätta om nyheter",
    ),
    "a mailbox that bears initials by chance": (
        new_block("policy.yaml", "contacts", "  hr:\n    name: Hanna Räsänen\n    email: hr@lumikiuru.fi\n"),
    ),
    "a service by its name": (
        new_block("policy.yaml", "contacts", "  help:\n    name: Customer Service\n    email: help@lumikiuru.fi\n"),
    ),
    "an officer who reports to the CEO": (title("Data protection officer", "Data protection officer to the CEO"),),
    "the secretary of the managing director": (title("Tietosuojavastaava", "Toimitusjohtajan sihteeri"),),
    "a security manager": (title("Tietosuojavastaava", "Tietoturvapäällikkö ja tietosuojavastaava"),),
    "the manager of an office that serves as officer": (
        officer("Lakitoimisto Meri Oy"),
        title("Tietosuojavastaava", "Toimitusjohtaja, Lakitoimisto Meri Oy"),
    ),
    "a managing director who answers requests": (
        policy("contacts.customer-service.role", "Asiakaspalvelu", "Toimitusjohtaja"),
    ),
    "an arrangement with a joint controller": (joint(ARRANGEMENT),),
    "a footnote and a link": (
        policy("introductions.purposes", "listed here.", "[listed here](https://kiuru.fi/a) [a]."),
        policy("introductions.purposes", "luetelluissa", "[luetelluissa](https://kiuru.fi/a)"),
        policy("introductions.purposes", "räknas upp här", "[räknas upp här](https://kiuru.fi/a)"),
    ),
}
