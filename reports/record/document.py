"""The record of processing activities, GDPR Art. 30(1): the controller, and each activity with all its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from seloste.reports.paper.table import Table
from seloste.reports.record import data_fields, transfer_fields
from seloste.reports.record.activities import Activity, ActivityOrigin, activities
from seloste.reports.record.context import RecordContext
from seloste.reports.record.controller import controller_section
from seloste.reports.record.model import FieldValue, FilledField, Missing, MissingReason, Section, by_field, gaps_in

Cell = Callable[[RecordContext, Activity], Iterator[FieldValue]]
#: How each field of an activity is told; in what order, the law's data say.
CELLS: Mapping[str, Cell] = {
    "purposes": data_fields.purposes,
    "data-subjects": data_fields.data_subjects,
    "data-categories": data_fields.data_categories,
    "recipients": transfer_fields.recipients,
    "transfers": transfer_fields.transfers,
    "erasure": transfer_fields.erasure,
    "security": transfer_fields.security,
    "legal-basis": data_fields.legal_basis,
    "sources": data_fields.sources,
    "agreements": transfer_fields.agreements,
    "transfer-assessments": transfer_fields.transfer_assessments,
    "impact-assessments": data_fields.impact_assessments,
    "responsibility": data_fields.responsibility,
    "register": data_fields.register,
}


@dataclass(frozen=True)
class Record:
    """Everything that the record tells."""

    book: RecordContext

    @property
    def title(self) -> str:
        """The record's title, with the controller's name."""
        return self.book.word("title", name=self.book.policy.controller.name)

    @cached_property
    def controller(self) -> Section:
        """What is said of the controller, once for all activities."""
        return controller_section(self.book)

    @cached_property
    def activities(self) -> tuple[Section, ...]:
        """The processing activities."""
        found = activities(self.book.policy, self.book.systems)
        return tuple(self._section(number, activity) for number, activity in enumerate(found, 1))

    @cached_property
    def gaps(self) -> tuple[MissingReason, ...]:
        """Everything that nobody has declared."""
        return tuple(gaps_in((self.controller, *self.activities)))

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The gaps field by field."""
        return by_field(self.gaps, list(self.book.fields))

    @property
    def counted(self) -> str:
        """How many gaps there are: of what the law asks for, and of what is recommended."""
        required = sum(gap.asked_by_law for gap in self.gaps)
        return self.book.word("gaps-lead", required=required, recommended=len(self.gaps) - required)

    @property
    def general(self) -> tuple[FilledField, ...]:
        """What the notice says of all its purposes alike."""
        return tuple(_general(self.book))

    @property
    def statements(self) -> tuple[tuple[str, str, str], ...]:
        """What the law says of the record itself: title, citation, text."""
        say = self.book.language.text
        return tuple((say(one.title), say(one.citation), say(one.text)) for one in self.book.law.record_statements())

    def _section(self, number: int, activity: Activity) -> Section:
        book = self.book
        fields = tuple(book.told(field, CELLS[field](book, activity)) for field in book.fields if field in CELLS)
        remarks = {
            ActivityOrigin.DECLARED: (),
            ActivityOrigin.UNDECLARED: (book.word("undeclared"),),
            ActivityOrigin.UNSTATED: (book.word("no-purpose"),),
        }[activity.standing]
        return Section(f"activity-{number}", data_fields.heading(book, activity), fields, remarks)

    # --- tables

    def table(self, separator: str = "; ") -> Table:
        """An activity a row, a field a column, those of the controller too: nothing is left to another sheet."""
        rows = [(section.heading, self._fields(section)) for section in self.activities]
        if not rows:
            rows = [(self.book.word("no-activities"), self._fields(None))]
        labels = {told.id: told.label for told in self._fields(self.activities[0] if self.activities else None)}
        columns = (self.book.word("activity"), *labels.values(), self.book.word("gaps"), self.book.word("unread"))
        unread = separator.join(f"{one.place}: {one.message}" for one in self.book.unread)
        return Table(
            self.book.word("activities"),
            columns,
            tuple(
                (
                    heading,
                    *(told.plain(separator) for told in fields),
                    separator.join(told.label for told in fields if told.missing),
                    unread,
                )
                for heading, fields in rows
            ),
        )

    def _fields(self, section: Section | None) -> tuple[FilledField, ...]:
        """All fields in the order of the law's data; without an activity, those of activities are empty."""
        own = {told.id: told for told in (*self.controller.fields, *(section.fields if section else ()))}
        return tuple(own.get(field) or self.book.told(field, ()) for field in self.book.fields)

    def tables(self) -> tuple[Table, ...]:
        """The tables of the workbook."""
        book, word = self.book, self.book.word
        gaps = tuple(
            (gap.label, gap.of, gap.citation, word(f"need.{gap.need}"), gap.key, gap.place) for gap in self.gaps
        )
        about = tuple(
            (told.label, told.citation, told.plain("\n")) for told in (*self.controller.fields, *self.general)
        )
        law = tuple((title, citation, text) for title, citation, text in self.statements)
        files = ([book.result.policy] if book.result.policy else []) + list(book.result.inputs)
        inputs = tuple((item.path, book.language.word(f"kind.{item.kind}"), item.sha256) for item in files)
        unread = tuple((one.place, one.message) for one in book.unread)
        columns = (word("field"), word("law"), word("content"))
        found = [
            self.table("\n"),
            Table(
                word("gaps"), tuple(word(key) for key in ("field", "of", "law", "need-column", "key", "place")), gaps
            ),
            Table(word("controller"), columns, (*about, *law)),
            Table(word("inputs"), (word("file"), word("kind"), "SHA-256"), inputs),
        ]
        if unread:
            found.insert(0, Table(word("unread"), (word("place"), word("why")), unread))
        return tuple(found)


def _general(book: RecordContext) -> Iterator[FilledField]:
    """The notice's own words on recipients and transfers, and the recipients that no system names."""
    policy = book.policy
    used = {item.recipient for system in book.systems for item in system.record.disclosures or ()}
    pieces = [FieldValue(book.text(stated.text)) for stated in (policy.processors, policy.disclosures) if stated]
    categories = policy.processors.categories if policy.processors else {}
    pieces += [FieldValue(book.text(category.text)) for category in categories.values()]
    for key, recipient in policy.disclosures.recipients.items() if policy.disclosures else ():
        if key not in used:
            pieces.append(FieldValue(book.text(recipient.text), remarks=(book.word("in-no-system"),)))
    if pieces:
        yield book.told("recipients", pieces)
    if policy.transfers is not None:
        yield book.told("transfers", [FieldValue(book.text(policy.transfers.text))])
    organisation = [
        FieldValue(book.language.word(f"controls.{control}"), remarks=(book.word(f"declared.{safeguard.status}"),))
        for control, safeguard in policy.organisation.safeguards.items()
    ]
    if organisation:
        yield book.told("security", organisation)
