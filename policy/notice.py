"""The notice: the model of `policy.yaml` as a whole.

Its sections are in `parties`, `processing` and `commitments`, in the order of GDPR Art. 13 and 14. The models allow
more than the law does: a notice without a legal basis is read like any other, and a rule in `seloste.checker.rules`
finds the gap.
"""

from typing import Annotated

from pydantic import BeforeValidator, Field

from seloste.policy.base import (
    Day,
    FileRecord,
    Flag,
    Id,
    Language,
    Record,
    Text,
    Version,
    as_list,
    make_list,
)
from seloste.policy.commitments import (
    AutomatedDecisions,
    Cookies,
    CustomPromise,
    NeverPromise,
    Organisation,
    Requests,
    Retention,
    RightPromise,
    SafeguardPromise,
)
from seloste.policy.parties import Contact, Controller, DataSubjects, JointController
from seloste.policy.processing import (
    Disclosures,
    PersonalData,
    Processors,
    ProvisionOfData,
    Purpose,
    Source,
    StatedBasis,
    Transfers,
)
from seloste.policy.vocabulary import NoticeStyle, Section, SectionReference

#: Sections that are one section of the page; a single one may stand alone.
JoinedSections = Annotated[
    list[SectionReference],
    Field(min_length=1),
    BeforeValidator(as_list, json_schema_input_type=SectionReference | list[SectionReference]),
]


class Notice(Record):
    """The title, the name, the languages and the dates of the notice, and how its page is made."""

    title: Text | None = None
    name: Text | None = None
    #: Each page links to all others.
    languages: Annotated[list[Language], Field(min_length=1, max_length=100)]
    drawn_up: Day | None = None
    published: Day | None = None
    updated: Day | None = None
    reviewed: Day | None = None
    opening: Text | None = None
    numbered: Flag = False
    order: list[JoinedSections] | None = Field(default=None, json_schema_extra={"uniqueItems": True})
    style: NoticeStyle = NoticeStyle.OFFICIAL
    draft: Flag = False


class OwnSection(Record):
    """A section of the user's own: cookies, changes to the notice, …"""

    heading: Text
    text: Text


class Group(Record):
    """A label under which entries are listed."""

    text: Text


class Groups(Record):
    """The labels under which the purposes and the fields are listed; an entry names its label as `group`."""

    purposes: dict[Id, Group] = Field(default_factory=dict)
    fields: dict[Id, Group] = Field(default_factory=dict)


class Policy(FileRecord):
    """A privacy notice as code: the whole of `policy.yaml`."""

    version: Version = 1
    notice: Notice
    headings: dict[Section, Text] = Field(default_factory=dict)
    introductions: dict[Section, Text] = Field(default_factory=dict)
    closings: dict[Section, Text] = Field(default_factory=dict)
    sections: dict[Id, OwnSection] = Field(default_factory=dict)
    controller: Controller
    joint_controllers: dict[Id, JointController] = Field(default_factory=dict)
    groups: Groups = Field(default_factory=Groups.model_construct)
    legal_bases: list[StatedBasis] = Field(default_factory=make_list)
    contacts: dict[Id, Contact] = Field(default_factory=dict)
    data_subjects: dict[Id, DataSubjects] = Field(default_factory=dict)
    purposes: dict[Id, Purpose] = Field(default_factory=dict)
    fields: dict[Id, PersonalData] = Field(default_factory=dict)
    sources: dict[Id, Source] = Field(default_factory=dict)
    provision: ProvisionOfData | None = None
    disclosures: Disclosures | None = None
    processors: Processors | None = None
    transfers: Transfers | None = None
    retention: dict[Id, Retention] = Field(default_factory=dict)
    safeguards: dict[Id, SafeguardPromise] = Field(default_factory=dict)
    organisation: Organisation = Field(default_factory=Organisation.model_construct)
    never: dict[Id, NeverPromise] = Field(default_factory=dict)
    cookies: Cookies | None = None
    rights: dict[Id, RightPromise] = Field(default_factory=dict)
    requests: Requests | None = None
    automated_decisions: AutomatedDecisions | None = None
    custom: dict[Id, CustomPromise] = Field(default_factory=dict)
