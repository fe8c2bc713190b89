"""The record of processing activities (GDPR Art. 30(1)): the controller, and each activity with all its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from seloste.reports.paper.table import Table
from seloste.reports.record import data_fields, storage_fields, transfer_fields
from seloste.reports.record.activities import Activity, ActivityOrigin, list_activities
from seloste.reports.record.context import RecordContext
from seloste.reports.record.controller import build_controller_section
from seloste.reports.record.cookies import list_cookies
from seloste.reports.record.model import FieldGaps, FieldValue, FilledField, Gap, Section, collect_gaps, group_gaps

DescribeField = Callable[[RecordContext, Activity], Iterator[FieldValue]]
#: The function that describes each field of an activity. The law's data decide their order.
ACTIVITY_FIELDS: Mapping[str, DescribeField] = {
    "purposes": data_fields.describe_purposes,
    "data-subjects": data_fields.describe_data_subjects,
    "data-categories": data_fields.describe_data_categories,
    "recipients": transfer_fields.describe_recipients,
    "transfers": transfer_fields.describe_transfers,
    "erasure": storage_fields.describe_erasure,
    "security": storage_fields.describe_security,
    "legal-basis": data_fields.describe_legal_basis,
    "sources": data_fields.describe_sources,
    "agreements": transfer_fields.describe_agreements,
    "transfer-assessments": transfer_fields.describe_transfer_assessments,
    "impact-assessments": data_fields.describe_impact_assessment,
    "responsibility": data_fields.describe_responsibility,
    "register": data_fields.describe_register,
}


class Record(Struct, frozen=True, dict=True):
    """The whole record; each part is made once, when a template or a table asks for it."""

    context: RecordContext

    @property
    def title(self) -> str:
        """The record's title, with the controller's name."""
        return self.context.word("title", name=self.context.policy.controller.name)

    @cached_property
    def controller(self) -> Section:
        """The section about the controller."""
        return build_controller_section(self.context)

    @cached_property
    def activities(self) -> tuple[Section, ...]:
        """The processing activities."""
        activities = list_activities(self.context.policy, self.context.systems)
        return tuple(self._build_section(number, activity) for number, activity in enumerate(activities, 1))

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Every gap once, in the order of the record."""
        return tuple(collect_gaps((self.controller, *self.activities)))

    @property
    def gaps_by_field(self) -> tuple[FieldGaps, ...]:
        """The gaps grouped by field."""
        return group_gaps(self.gaps, list(self.context.fields))

    @property
    def gap_counts(self) -> str:
        """A sentence with the number of gaps in required and in recommended facts."""
        required = sum(gap.asked_by_law for gap in self.gaps)
        return self.context.word("gaps-lead", required=required, recommended=len(self.gaps) - required)

    @property
    def general(self) -> tuple[FilledField, ...]:
        """The fields that the notice fills for all its purposes together."""
        return tuple(_describe_notice(self.context))

    @property
    def statements(self) -> tuple[tuple[str, str, str], ...]:
        """The law's rules about the record itself: title, citation, text."""
        text, statements = self.context.language.text, self.context.law.list_record_statements()
        return tuple((text(each.title), text(each.citation), text(each.text)) for each in statements)

    def _build_section(self, number: int, activity: Activity) -> Section:
        context = self.context
        fields = tuple(
            context.fill_field(field, ACTIVITY_FIELDS[field](context, activity))
            for field in context.fields
            if field in ACTIVITY_FIELDS
        )
        remarks = {
            ActivityOrigin.DECLARED: (),
            ActivityOrigin.UNDECLARED: (context.word("undeclared"),),
            ActivityOrigin.UNSTATED: (context.word("no-purpose"),),
        }[activity.origin]
        return Section(f"activity-{number}", data_fields.name_activity(context, activity), fields, remarks)

    def build_table(self, separator: str = "; ") -> Table:
        """Builds the table of activities: a row each, a column for each field, the controller's fields included."""
        rows = [(section.heading, self._order_fields(section)) for section in self.activities]
        if not rows:
            rows = [(self.context.word("no-activities"), self._order_fields(None))]
        columns = (
            self.context.word("activity"),
            *(field.label for field in rows[0][1]),
            self.context.word("gaps"),
            self.context.word("unread"),
        )
        unread = separator.join(f"{each.place}: {each.message}" for each in self.context.unread)
        return Table(
            self.context.word("activities"),
            columns,
            tuple(
                (
                    heading,
                    *(field.join_values(separator) for field in fields),
                    separator.join(field.label for field in fields if field.has_gap),
                    unread,
                )
                for heading, fields in rows
            ),
        )

    def _order_fields(self, section: Section | None) -> tuple[FilledField, ...]:
        """All fields in the order of the law's data. Without an activity, the fields of activities are empty."""
        filled = {field.id: field for field in (*self.controller.fields, *(section.fields if section else ()))}
        return tuple(filled.get(field) or self.context.fill_field(field, ()) for field in self.context.fields)

    def build_tables(self) -> tuple[Table, ...]:
        """Builds the tables of the workbook."""
        context, word = self.context, self.context.word
        gaps = tuple(
            (gap.label, gap.of, gap.citation, word(f"need.{gap.need}"), gap.key, gap.place) for gap in self.gaps
        )
        general = tuple(
            (field.label, field.citation, field.join_values("\n")) for field in (*self.controller.fields, *self.general)
        )
        inputs = tuple((item.path, context.language.word(f"kind.{item.kind}"), item.sha256) for item in context.inputs)
        unread = tuple((each.place, each.message) for each in context.unread)
        columns = (word("field"), word("law"), word("content"))
        tables = [
            self.build_table("\n"),
            Table(
                word("gaps"), tuple(word(key) for key in ("field", "of", "law", "need-column", "key", "place")), gaps
            ),
            Table(word("controller"), columns, (*general, *self.statements)),
            Table(word("inputs"), (word("file"), word("kind"), "SHA-256"), inputs),
        ]
        if unread:
            tables.insert(0, Table(word("unread"), (word("place"), word("why")), unread))
        return tuple(tables)


def _describe_notice(context: RecordContext) -> Iterator[FilledField]:
    """The notice's own words on recipients, transfers and security, and the recipients that no system names."""
    policy = context.policy
    used = {item.recipient for system in context.systems for item in system.record.disclosures or ()}
    recipients = [
        FieldValue(context.text(section.text)) for section in (policy.processors, policy.disclosures) if section
    ]
    for id, named in ((policy.processors.recipients or {}) if policy.processors else {}).items():
        if named.name or named.text or named.country:
            country = (context.name_country(named.country),) if named.country else ()
            value = context.describe_notice_processor(id)
            recipients.append(replace(value, text=named.name or value.text, remarks=(*value.remarks, *country)))
    categories = policy.processors.categories if policy.processors else {}
    recipients += [FieldValue(context.text(category.text)) for category in categories.values()]
    for key, recipient in policy.disclosures.recipients.items() if policy.disclosures else ():
        if key not in used:
            recipients.append(FieldValue(context.text(recipient.text), remarks=(context.word("in-no-system"),)))
    if policy.cookies is not None:
        yield context.fill_field("data-categories", list_cookies(context, policy.cookies))
    if recipients:
        yield context.fill_field("recipients", recipients)
    if policy.transfers is not None:
        values = [FieldValue(context.text(policy.transfers.text))]
        if policy.transfers.hosting:
            places = context.language.format_list([context.name_country(each) for each in policy.transfers.hosting])
            values.append(FieldValue(places, context.language.word("notice.labels.hosting")))
        yield context.fill_field("transfers", values)
    organisation = [
        FieldValue(
            context.language.word(f"controls.{control}"), remarks=(context.word(f"declared.{safeguard.status}"),)
        )
        for control, safeguard in policy.organisation.safeguards.items()
    ]
    if organisation:
        yield context.fill_field("security", organisation)
