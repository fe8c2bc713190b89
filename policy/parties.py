"""The parties of a notice: controllers, their representatives and contacts, and categories of data subjects."""

from seloste.policy.base import Country, Flag, Name, Record, Reference, Text
from seloste.policy.vocabulary import Duty


class Address(Record):
    """A postal address."""

    street: Name | None = None
    postal_code: Name | None = None
    city: Name | None = None
    country: Country | None = None


class Representative(Record):
    """The representative of a controller outside the EEA, GDPR Art. 27."""

    name: Name
    address: Address | None = None
    email: Name | None = None


class Controller(Record):
    """The controller, who decides on the purposes and means, GDPR Art. 4(7)."""

    name: Name
    business_id: Name | None = None
    address: Address | None = None
    phone: Name | None = None
    email: Name | None = None
    website: Name | None = None
    dpo_designated: Flag | None = None
    public_authority: Flag | None = None
    representative: Representative | None = None


class JointController(Controller):
    """A joint controller, GDPR Art. 26, and the essence of the arrangement with it."""

    arrangement: Text | None = None
    purposes: list[Reference] | None = None
    text: Text | None = None


class Contact(Record):
    """A person or a mailbox to turn to."""

    name: Name | None = None
    role: Text | None = None
    duty: Duty | None = None
    email: Name | None = None
    phone: Name | None = None


class DataSubjects(Record):
    """A category of data subjects."""

    text: Text
    children: Flag = False
    guardian_consent: Text | None = None
    employees: Flag = False
