"""The family notice/, on what the law asks of marketing, answers and consents: one line changed, one finding."""

from __future__ import annotations

from tests.support.complete import Case, Edit, FindingSummary, policy

#: What the example says of the price of a request, in each language.
FREE = (
    "Pyynnön tekeminen on maksutonta.",
    "Making a request is free of charge.",
    "Det är avgiftsfritt att göra en begäran.",
)
WITHDRAWAL = FindingSummary("notice/right-missing", "rights.withdraw-consent")

REPRESENTATIVE = "  dpo_designated: true\n"
NOWHERE = (policy("controller.business_id"), policy("controller.address"))
ABROAD = policy("controller.address", "country: FI", "country: US")


def representative(details: str) -> tuple[Edit, ...]:
    """A controller in the United States, whose representative has these details."""
    return ABROAD, policy("controller", REPRESENTATIVE, f"{REPRESENTATIVE}  representative:{details}")


def guardian(*words: str) -> tuple[Edit, ...]:
    """The words on the guardian's consent, of a child of an age."""
    path = "data_subjects.children.guardian_consent"
    return tuple(policy(path, old, new) for old, new in zip(("Lapsen", "the child in", "Barnet"), words, strict=True))


def answers(*words: str) -> tuple[Edit, ...]:
    """The words on the price of a request, replaced."""
    return tuple(policy("requests.text", old, new) for old, new in zip(FREE, words, strict=True))


QUIET = {
    "a month that may be extended by two": answers(
        "Vastaamme kuukauden kuluessa; määräaikaa voidaan jatkaa kahdella kuukaudella.",
        "We answer within one month; that period may be extended by two months.",
        "Vi svarar inom en månad; tiden kan förlängas med två månader.",
    ),
    "a fee where a request is excessive": answers(
        "Kohtuuttomasta pyynnöstä perimme maksun, 50 euroa.",
        "We charge a fee of 50 euros for an excessive request.",
        "För en orimlig begäran tar vi ut en avgift på 50 euro.",
    ),
    "how long requests are kept": answers(
        "Säilytämme pyynnön 2 vuotta siitä, kun olemme vastanneet siihen.",
        "We keep a request for 2 years after we have answered it.",
        "Vi bevarar begäran i 2 år efter att vi har besvarat den.",
    ),
    "an act of the past": answers(
        "Kumottua henkilötietolakia (523/1999) ei enää sovelleta.",
        "The former Personal Data Act (523/1999) no longer applies.",
        "Den upphävda personuppgiftslagen (523/1999) tillämpas inte längre.",
    ),
    "the full title of the GDPR": answers(
        "Noudatamme asetusta (EU) 2016/679 direktiivin 95/46/EY kumoamisesta.",
        "We follow Regulation (EU) 2016/679, repealing Directive 95/46/EC.",
        "Vi följer förordning (EU) 2016/679 om upphävande av direktiv 95/46/EG.",
    ),
    "an appeal where no answer has come": answers(
        "Jos et saa vastausta kolmen kuukauden kuluessa, voit valittaa hallinto-oikeuteen.",
        "If you get no answer within three months, you may complain to the court.",
        "Om du inte får svar inom tre månader kan du klaga hos förvaltningsdomstolen.",
    ),
    "the ages below the limit": guardian(
        "Enintään kaksitoistavuotiaan lapsen", "a child of 12 years or younger in", "Ett barn som är 12 år eller yngre"
    ),
    "the age limit of Finland": guardian("Alle 13-vuotiaan lapsen", "a child under 13 in", "Ett barn under 13 år"),
    "an age limit of another Member State": (
        policy("controller.address", "country: FI", "country: SE"),
        *guardian("Alle 15-vuotiaan lapsen", "a child under 15 in", "Ett barn under 15 år"),
    ),
}
CASES = (
    # --- electronic marketing
    Case(
        "notice/basis-mismatch",
        "purposes.newsletter",
        (policy("purposes.newsletter", "electronic_marketing: consent", "electronic_marketing: ⟦existing-customer⟧"),),
        "warning",
    ),
    Case(
        "notice/basis-mismatch",
        "purposes.customer-offers",
        (
            policy("rights.withdraw-consent"),
            policy("purposes.customer-offers", "marketing: existing-customer", "marketing: ⟦consent⟧"),
        ),
        "warning",
        also=(WITHDRAWAL,),
        why="others of its purposes rest on consent, and may be withdrawn from as little",
    ),
    # --- the representative
    Case(
        "notice/representative-missing",
        "controller",
        representative(
            "\n    name: Kiuru Inc.\n    address: {street: Main Street 1, country: ⟦US⟧}\n    email: kiuru@kiuru.com\n"
        ),
    ),
    Case(
        "notice/representative-missing",
        "controller",
        representative("\n    name: Edustaja Oy\n    address: {city: Jyväskylä, country: FI}\n"),
        at="policy:controller.representative",
    ),
    Case(
        "notice/representative-missing",
        "controller",
        representative("\n    name: Edustaja Oy\n    email: info@example.com\n"),
        at="policy:controller.representative",
        also=(FindingSummary("notice/contact-placeholder", "controller.representative.email", "warning"),),
        why="a placeholder reaches nobody, and is told of itself",
    ),
    # --- transfers
    Case(
        "notice/transfer-risks-untold",
        "transfers",
        (policy("transfers.instruments", "    - adequacy\n", "    - adequacy\n    - ⟦explicit-consent⟧\n"),),
        "warning",
    ),
    Case(
        "notice/national-id-unjustified",
        "fields.national-id",
        (
            policy("controller.business_id"),
            policy("controller.address"),
            policy("fields.national-id.national_id_ground"),
        ),
        "warning",
        at="policy:fields.national-id",
        why="of a controller that may be anywhere it is not known which act binds it",
    ),
    # --- children and employees
    *(
        Case(
            "notice/guardian-age-wrong",
            "data_subjects.children",
            guardian(*words),
            "warning",
            at="policy:data_subjects.children.guardian_consent",
        )
        for words in (
            ("Alle 16-vuotiaan lapsen", "a child under the age of 16 in", "Ett barn under 16 år"),
            ("Alle 16-vuotiaan lapsen", "a child who is not yet 16 years old in", "Den som inte har fyllt 16 år"),
            ("16 vuotta nuoremman lapsen", "a child aged below 16 in", "Ett barn som är yngre än 16 år"),
            ("Lapsen, joka ei ole täyttänyt 18 vuotta,", "a person who is under 18 in", "En person under 18 år"),
            ("Alle viisitoistavuotiaan lapsen", "a child under fifteen in", "Ett barn under femton år"),
            ("13-vuotiaan tai nuoremman lapsen", "a child aged 13 or younger in", "Ett barn som är 13 år eller yngre"),
            ("Alle 10-vuotiaan lapsen", "a child of 10 years or younger in", "Ett barn under 10 år"),
        )
    ),
    Case(
        "notice/guardian-age-wrong",
        "data_subjects.children",
        (
            policy("controller.address", "country: FI", "country: SE"),
            *guardian("Alle 12-vuotiaan lapsen", "a child under 12 in", "Ett barn under 12 år"),
        ),
        "warning",
        at="policy:data_subjects.children.guardian_consent",
        why="no Member State may set the limit below 13",
    ),
    Case(
        "notice/employee-consent",
        "purposes.newsletter",
        (policy("data_subjects.subscribers", "subscribers:\n", "subscribers:\n    employees: true\n"),),
        "warning",
        at="policy:purposes.newsletter.legal_basis",
        also=(FindingSummary("transfer/certification-scope", "processors.snowlark", "warning"),),
        why="their data go to a recipient whose certification is not said to cover them",
    ),
    Case(
        "notice/employee-consent",
        "purposes.newsletter",
        (policy("data_subjects.subscribers.text", "Uutiskirjeen tilaajat", "Työntekijämme"),),
        "warning",
        at="policy:purposes.newsletter.legal_basis",
        also=(FindingSummary("transfer/certification-scope", "processors.snowlark", "warning"),),
        why="their data go to a recipient whose certification is not said to cover them",
    ),
    # --- periods that an act sets
    Case(
        "notice/retention-below-law",
        "retention.vouchers",
        (
            policy("retention.vouchers.text", "7 vuotta", "5 vuotta"),
            policy("retention.vouchers.text", "7 years after", "5 years after"),
            policy("retention.vouchers.text", "7 år har", "5 år har"),
            policy("retention.vouchers.minimum"),
            policy("retention.vouchers.maximum", "P7Y", "⟦P5Y⟧"),
        ),
        "warning",
        also=(FindingSummary("system/retention-exceeded", "systems.accounts", "error", "retention.vouchers"),),
        why="the accounts keep the vouchers for as long as the Act asks",
    ),
    # --- answers
    *(
        Case(
            "notice/response-time-exceeded",
            "requests",
            answers(*words),
            severity,
            at="policy:requests.text",
        )
        for severity, words in (
            (
                "error",
                (
                    "Vastaamme kolmen kuukauden kuluessa.",
                    "We answer within three months.",
                    "Vi svarar inom tre månader.",
                ),
            ),
            ("error", ("Vastaamme 60 päivässä.", "We answer within 60 days.", "Vi svarar inom 60 dagar.")),
            ("error", ("Vastausaika on 8 viikkoa.", "The response time is 8 weeks.", "Svarstiden är 8 veckor.")),
            (
                "error",
                (
                    "Pyynnön käsittely kestää vuoden.",
                    "Handling a request takes a year.",
                    "Att behandla en begäran tar ett år.",
                ),
            ),
            (
                "error",
                (
                    "Vastaamme kuukauden, hankalissa asioissa kuuden kuukauden kuluessa.",
                    "We answer within a month, in complex matters within six months.",
                    "Vi svarar inom en månad, i komplicerade ärenden inom sex månader.",
                ),
            ),
            ("warning", ("Pyyntö maksaa 50 euroa.", "A request costs 50 euros.", "En begäran kostar 50 euro.")),
            (
                "warning",
                ("Perimme maksun pyynnöstä.", "We charge a fee for a request.", "Vi tar ut en avgift för en begäran."),
            ),
        )
    ),
    Case(
        "notice/response-time-exceeded",
        "rights.access",
        (
            policy("rights.access.text", "jäljennös niistä.", "jäljennös niistä. Vastaamme 3 kuukauden kuluessa."),
            policy("rights.access.text", "a copy of them.", "a copy of them. We respond in 3 months."),
            policy("rights.access.text", "kopia av dem.", "kopia av dem. Vi svarar inom 3 månader."),
        ),
        at="policy:rights.access.text",
    ),
    Case(
        "notice/response-time-exceeded",
        "rights.erasure",
        (
            policy("rights.erasure.text", "täyttyvät.", "täyttyvät. Poistamme tiedot 60 päivän kuluessa pyynnöstäsi."),
            policy(
                "rights.erasure.text", "GDPR are met.", "GDPR are met. We erase them within 60 days of your request."
            ),
            policy(
                "rights.erasure.text", "är uppfyllda.", "är uppfyllda. Vi raderar dem inom 60 dagar från din begäran."
            ),
        ),
        at="policy:rights.erasure.text",
    ),
    # --- law that is no more
    *(
        Case(
            "notice/repealed-law-cited",
            "requests",
            (policy("requests.text", old, new),),
            "warning",
            at="policy:requests.text",
        )
        for old, new in (
            (FREE[0], "Noudatamme henkilötietolakia."),
            (FREE[0], "Henkilötietolain nojalla voit pyytää tietosi."),
            (FREE[0], "Voit kääntyä tietosuojalautakunnan puoleen."),
            (FREE[0], "Tämä rekisteriseloste on nähtävillä toimistossamme."),
            (FREE[0], "Noudatamme tietoyhteiskuntakaarta."),
            (FREE[1], "We follow the Personal Data Act."),
            (FREE[2], "Vi följer personuppgiftslagen."),
            (FREE[2], "Du kan vända dig till datasekretessnämnden."),
            (FREE[2], "Vi följer informationssamhällsbalken."),
        )
    ),
    *(
        Case("notice/repealed-law-cited", "requests", answers(*words), "warning", at="policy:requests.text")
        for words in (
            ("Noudatamme direktiiviä 95/46/EY.", "We follow Directive 95/46/EC.", "Vi följer direktiv 95/46/EG."),
            (
                "Noudatamme 29 artiklan mukaisen tietosuojatyöryhmän ohjeita.",
                "We follow the guidance of the Article 29 Working Party.",
                "Vi följer riktlinjerna av artikel 29-arbetsgruppen.",
            ),
        )
    ),
)
