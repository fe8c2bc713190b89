"""One line of the complete example changed, and the one finding that it must give: a module a family of rules."""

from tests.support.cases import (
    dates,
    documents,
    grounds,
    hosting,
    infrastructure,
    keys,
    notice,
    people,
    processor,
    reading,
    requirements,
    system,
    text_facts,
    transfer,
    waiver,
)
from tests.support.complete import Case

#: What is found in the files themselves, and so does not hang on comments that waive.
CASES_OF_RECORDS: tuple[Case, ...] = (
    *notice.CASES,
    *keys.CASES,
    *people.CASES,
    *grounds.CASES,
    *requirements.CASES,
    *text_facts.CASES,
    *dates.CASES,
    *system.CASES,
    *hosting.CASES,
    *processor.CASES,
    *transfer.CASES,
    *infrastructure.CASES,
    *documents.CASES,
)
CASES: tuple[Case, ...] = (*CASES_OF_RECORDS, *waiver.CASES, *reading.CASES)
