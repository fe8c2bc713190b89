"""The family notice/, on the people it names and what is left in its texts: one line changed, one finding."""

from __future__ import annotations

from tests.support.complete import Case, Edit, new_block, policy

OFFICER = "contacts.data-protection-officer"
PLATFORM = "joint_controllers:\n  platform:\n    name: Kiurualusta Oy\n    email: tietosuoja@kiurualusta.fi\n"
CARD = "  cards:\n    name: Kiurukortti Oy\n    email: tietosuoja@kiurukortti.fi\n"
ARRANGEMENT = "    arrangement: {fi: Me vastaamme pyyntöihin., en: We answer requests., sv: Vi besvarar begäranden.}\n"


WORDS_ON_RIGHTS = (
    "fi: Oikeutesi ovat yleensä nämä.\n    en: Your rights are these.\n    sv: Du har dessa rättigheter.\n"
)
ACCESS_HEDGED = (policy("rights.access.text", "You have", "Generally, you have"),)


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
    Case(
        "notice/dpo-conflict",
        OFFICER,
        (policy("controller.name", "Lumikiurun Puoti Oy", "Kirjakauppa Maija Meri Oy"), officer("⟦Maija Meri⟧")),
        "warning",
        why="a company that bears a person's name is run by that person",
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
        Case("notice/wording-hedged", subject, text(path, old, new), "warning", at=f"policy:{path}")
        for subject, path, old, new in (
            ("transfers", "transfers.text", "Siirrämme", "Yhtiö voi siirtää"),
            ("purposes.newsletter", "purposes.newsletter.text", "fi: Uutis", "fi: Tietyissä tapauksissa uutis"),
            ("purposes.newsletter", "purposes.newsletter.text", "fi: Uutis", "fi: Tarpeelliseksi katsomamme uutis"),
            ("purposes.newsletter", "purposes.newsletter.text", "Sending", "In certain cases sending"),
            ("purposes.newsletter", "purposes.newsletter.text", "sv: Utskick", "sv: I vissa situationer utskick"),
            ("rights.access", "rights.access.text", "fi: Sinulla on", "fi: Sinulla on tietyissä tapauksissa"),
            ("rights.access", "rights.access.text", "You have the right", "You may have the right"),
            ("rights.access", "rights.access.text", "sv: Du har", "sv: Du har i regel"),
            ("retention.children", "retention.children.text", "Lapsen tietoja", "Pääsääntöisesti lapsen tietoja"),
            ("retention.children", "retention.children.text", "are kept", "may be kept"),
            ("retention.children", "retention.children.text", "Barnets uppgifter", "Vanligtvis barnets uppgifter"),
        )
    ),
    Case(
        "notice/wording-hedged",
        "introductions.rights",
        (policy("introductions", "introductions:\n", f"introductions:\n  rights:\n    {WORDS_ON_RIGHTS}"),),
        "warning",
        at="policy:introductions.rights",
    ),
    Case(
        "notice/right-discretionary",
        "rights.access",
        (policy("rights.access", "right: access\n", "right: access\n    at_discretion: ⟦true⟧\n"), *ACCESS_HEDGED),
        why="the text hedges no more than the rule that is broken says",
    ),
    Case(
        "notice/retention-open-ended",
        "retention.customers",
        (
            policy("retention.customers.maximum"),
            policy("retention.customers.text", "Asiakkaan tietoja", "Usein asiakkaan tietoja"),
        ),
        at="policy:retention.customers",
        why="the text hedges no more than the rule that is broken says",
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
    "what a person may do, and what may not be done": (
        policy("rights.access.text", "You have the right", "You may use your right at any time; we may not refuse it"),
        policy("rights.complaint.text", "Sinulla on oikeus tehdä", "Valituksen voi tehdä. Sinulla on oikeus tehdä"),
        policy(
            "retention.children.text",
            "Barnets uppgifter",
            "Vårdnadshavaren kan säga upp det. Vi kan inte det. Barnets uppgifter",
        ),
        policy("purposes.newsletter.text", "fi: Uutis", "fi: Tilaaja voi perua tilauksen. Uutis"),
    ),
    "the purpose's own words name the interest": interest(
        "oikeutettu etumme on kertoa uutuuksista",
        "our legitimate interest in telling of news",
        "vårt berättigade intresse av att berätta om nyheter",
    ),
    "a mailbox that bears initials by chance": (
        new_block("policy.yaml", "contacts", "  hr:\n    name: Hanna Räsänen\n    email: hr@lumikiuru.fi\n"),
    ),
    "the mailbox of a person's role, and an organisation": (
        new_block(
            "policy.yaml",
            "contacts",
            "  manager:\n    name: Isännöitsijä Kaisa Koski\n    email: isannoitsija@lumikiuru.fi\n"
            "  library:\n    name: Hiekkalahden kirjasto\n    email: kirjasto@lumikiuru.fi\n",
        ),
    ),
    "a service by its name": (
        new_block("policy.yaml", "contacts", "  help:\n    name: Customer Service\n    email: help@lumikiuru.fi\n"),
    ),
    "an officer who reports to the CEO": (title("Data protection officer", "Data protection officer to the CEO"),),
    "the secretary of the managing director": (title("Tietosuojavastaava", "Toimitusjohtajan sihteeri"),),
    "the assistants of the CEO": (
        title("Data protection officer", "Data protection officer, assistant to the CEO"),
        policy(f"{OFFICER}.role", "Dataskyddsombud", "Dataskyddsombud, VD:s assistent"),
    ),
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
