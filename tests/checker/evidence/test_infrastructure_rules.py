"""What resources show, against what systems declare and the notice promises; the resources are handed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from seloste.checker.evidence.resource import Basis, ControlShown, EvidenceKind, Fact, Kept, PlaceFact, Resource
from seloste.checker.finding import Finding
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from tests.support.complete import Edit, policy, system
from tests.support.infrastructure import (
    CONFIGURED,
    OBSERVED,
    check_with,
    keeps,
    lies_in,
    place,
    setting,
    shows,
    store,
)

ON, OFF, WEAKER, UNKNOWN = ControlShown.ON, ControlShown.OFF, ControlShown.WEAKER, ControlShown.UNKNOWN
REST, TRANSIT = "encryption-at-rest", "encryption-in-transit"
#: The systems of the example that have no resources of their own, each with a store that shows nothing.
OTHERS = tuple(store(name, tag=name) for name in ("accounts", "advice-desk", "newsletter", "club"))


def find(result: Result, rule: str) -> list[Finding]:
    """The findings of a rule of the family."""
    return [finding for finding in result.findings if finding.rule == f"evidence/{rule}"]


def promise(result: Result, id: str) -> JudgedPromise:
    """The promise with an id."""
    return next(each for each in result.promises if each.id == id)


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Checks the example with resources of the web shop, and edits."""

    def run(*resources: Resource | Edit, others: bool = True) -> Result:
        edits = [each for each in resources if isinstance(each, Edit)]
        own = [each for each in resources if isinstance(each, Resource)]
        return check_with(tmp_path, monkeypatch, [*own, *(OTHERS if others else ())], *edits)

    return run


def webshop(*facts: Fact) -> Resource:
    """The database of the web shop, which its `resources` name; it is in Sweden."""
    return store("webshop", *facts)


def test_a_resource_in_another_country_than_declared_is_found_where_it_lies(check) -> None:  # type: ignore[no-untyped-def]
    result = check(webshop(lies_in("DE")))
    [found] = find(result, "country-contradicted")
    assert promise(result, "transfers").verdict is Verdict.UNVERIFIED  # nobody knows where the data are
    assert (found.location, found.subject, found.promise) == (place(8), "systems.webshop", None)
    assert [place.path for place in (*found.found.declared, *found.related)] == ["systems.yaml", "policy.yaml"]


def test_outside_the_area_it_breaks_the_promise_on_transfers(check) -> None:  # type: ignore[no-untyped-def]
    result = check(webshop(lies_in("BR")))
    [found] = find(result, "country-contradicted")
    assert found.promise == "transfers"
    assert promise(result, "transfers").verdict is Verdict.BROKEN
    assert promise(result, "transfers").strength is CONFIGURED


def test_a_country_where_nothing_is_hosted_by_the_notice_breaks_it_too(check) -> None:  # type: ignore[no-untyped-def]
    assert find(check(webshop(lies_in("NL"))), "country-contradicted")[0].promise == "transfers"


def test_a_hint_and_an_unknown_country_prove_nothing(check) -> None:  # type: ignore[no-untyped-def]
    hint = PlaceFact(
        attribute="location",
        location=place(8),
        strength=CONFIGURED,
        basis=Basis.HINT,
        region="WEUR",
        country="BR",
    )
    assert find(check(webshop(hint, lies_in(None, "EU"))), "country-contradicted") == []


def test_a_copy_elsewhere_is_a_hop_of_the_transfer_chain(check) -> None:  # type: ignore[no-untyped-def]
    result = check(webshop(lies_in("SE"), lies_in("AU", copy=True, line=12)))
    [found] = find(result, "country-contradicted")
    assert (found.variant, found.location) == ("copy", place(12))
    transfers = [finding for finding in result.findings if finding.rule.startswith("transfer/")]
    assert {(each.rule.partition("/")[2], each.location) for each in transfers} == {
        ("country-undeclared", place(12)),
        ("instrument-missing", place(12)),
    }
    assert "terraform:aws_db_instance.webshop (AU)" in str(transfers[0].arguments["chain"])


def test_a_copy_in_a_country_that_the_host_declares_contradicts_nothing(check) -> None:  # type: ignore[no-untyped-def]
    assert find(check(webshop(lies_in("SE"), lies_in("FI", copy=True))), "country-contradicted") == []


def test_a_copy_where_the_notice_says_that_nothing_is_hosted_contradicts_it_all_the_same(check) -> None:  # type: ignore[no-untyped-def]
    nordic = policy("transfers", "    - FI\n", "")
    [found] = find(check(webshop(lies_in("SE"), lies_in("FI", copy=True)), nordic), "country-contradicted")
    assert (found.variant, found.promise) == ("copy", "transfers")


def test_only_what_a_promise_on_transfers_does_not_foresee_is_against_it(check) -> None:  # type: ignore[no-untyped-def]
    result = check(webshop(lies_in("SE"), lies_in("BR", line=12)))
    pieces = [each for each in promise(result, "transfers").evidence if each.subject == "systems.webshop"]
    assert [(each.location.path, each.location.line, each.holds) for each in pieces if each.holds is False] == [
        ("main.tf", 12, False)
    ]
    abroad = system("webshop.disclosures", "country: GB\n        basis", "country: BR\n        basis")
    nowhere = system("webshop.hosting")
    declared = promise(check(webshop(lies_in("SE")), abroad, nowhere), "transfers")
    assert (declared.verdict, declared.strength) == (Verdict.BROKEN, EvidenceKind.DECLARED)
    elsewhere = policy("transfers", "    - SE\n", "")
    assert promise(check(webshop(lies_in("SE")), elsewhere), "transfers").strength is CONFIGURED


def test_a_country_that_is_ruled_out_is_shown_by_the_resource_there(check) -> None:  # type: ignore[no-untyped-def]
    ruled_out = policy("never.sale", "    activities:\n      - sale", "    countries: [BR]")
    broken = promise(check(webshop(lies_in("BR")), ruled_out), "never.sale")
    assert (broken.verdict, broken.strength) == (Verdict.BROKEN, CONFIGURED)
    assert [each.location for each in broken.evidence if each.holds is False] == [place(8)]


def test_a_control_that_is_off_contradicts_the_promise_whatever_is_declared(check) -> None:  # type: ignore[no-untyped-def]
    result = check(webshop(shows(REST, OFF)))
    [found] = find(result, "safeguard-contradicted")
    assert (found.promise, found.location, found.variant) == ("safeguards.encrypted-storage", place(9), "")
    assert promise(result, "safeguards.encrypted-storage").verdict is Verdict.BROKEN
    assert promise(result, "safeguards.encrypted-storage").strength is CONFIGURED


@pytest.mark.parametrize(
    ("fact", "variant"),
    [
        (shows(TRANSIT, WEAKER), "weak"),
        (shows("backup", ON, every="P7D"), "weaker"),
    ],
)
def test_a_weaker_control_contradicts_it_too(check, fact: Fact, variant: str) -> None:  # type: ignore[no-untyped-def]
    assert [each.variant for each in find(check(webshop(fact)), "safeguard-contradicted")] == [variant]


@pytest.mark.parametrize("fact", [shows(REST, UNKNOWN), shows("physical-access-control", OFF), shows(REST, ON)])
def test_what_is_unknown_or_not_promised_or_on_contradicts_nothing(check, fact: Fact) -> None:  # type: ignore[no-untyped-def]
    assert find(check(webshop(fact)), "safeguard-contradicted") == []


def test_of_the_instances_of_one_resource_the_first_is_found(check) -> None:  # type: ignore[no-untyped-def]
    instances = [store(f'webshop["{key}"]', shows(REST, OFF), lies_in("BR")) for key in "abc"]
    result = check(*instances)
    assert len(find(result, "safeguard-contradicted")) == len(find(result, "country-contradicted")) == 1


def test_an_instance_that_is_off_is_found_behind_one_that_is_on(check) -> None:  # type: ignore[no-untyped-def]
    first = replace(webshop(shows(REST, ON)), address='aws_db_instance.webshop["a"]')
    second = replace(webshop(shows(REST, OFF)), address='aws_db_instance.webshop["b"]')
    for resources in ((first, second), (second, first)):
        assert [each.arguments["resource"] for each in find(check(*resources), "safeguard-contradicted")] == [second.id]


def test_what_configures_a_resource_outweighs_its_own_off(check) -> None:  # type: ignore[no-untyped-def]
    bucket = store("webshop_files", shows(REST, OFF), type="aws_s3_bucket")
    encryption = setting("aws_s3_bucket_encryption", "x", "aws_s3_bucket.webshop_files", shows(REST, ON))
    assert find(check(bucket), "safeguard-contradicted") != []
    assert find(check(bucket, encryption), "safeguard-contradicted") == []


def test_a_replica_that_is_on_says_nothing_of_what_it_replicates(check) -> None:  # type: ignore[no-untyped-def]
    replica = setting("aws_db_instance", "replica", "aws_db_instance.webshop", shows(REST, ON))
    result = check(webshop(shows(REST, OFF)), replace(replica, stores_data=True))
    assert find(result, "safeguard-contradicted") != []


def test_a_setting_belongs_to_the_system_of_what_it_configures(check) -> None:  # type: ignore[no-untyped-def]
    bucket = store("webshop_files", type="aws_s3_bucket")
    listener = setting("aws_s3_bucket_policy", "x", "aws_s3_bucket.webshop_files", shows(TRANSIT, OFF))
    assert [each.subject for each in find(check(bucket, listener), "safeguard-contradicted")] == ["systems.webshop"]


def test_a_control_that_is_on_and_declared_off_is_understated(check) -> None:  # type: ignore[no-untyped-def]
    off = system("webshop.safeguards", "encryption-at-rest: implemented", "encryption-at-rest: not-implemented")
    result = check(webshop(shows(REST, ON)), off)
    [found] = find(result, "safeguard-understated")
    assert (found.severity, found.promise, found.location) == ("note", None, place(9))
    assert promise(result, "safeguards.encrypted-storage").verdict is Verdict.BROKEN  # until it is put right


def test_a_control_that_is_on_in_one_store_and_off_in_another_is_not_understated(check) -> None:  # type: ignore[no-untyped-def]
    off = system("webshop.safeguards", "encryption-at-rest: implemented", "encryption-at-rest: not-implemented")
    files = store("webshop_files", shows(REST, OFF), type="aws_s3_bucket")
    result = check(webshop(shows(REST, ON)), files, off)
    assert (len(find(result, "safeguard-understated")), len(find(result, "safeguard-contradicted"))) == (0, 1)


def test_a_store_of_no_system_leaves_the_closed_lists_open(check) -> None:  # type: ignore[no-untyped-def]
    known = check(webshop())
    result = check(webshop(), store("somewhere"))
    [found] = find(result, "resource-unmapped")
    assert (found.subject, found.severity) == ("terraform:aws_db_instance.somewhere", "warning")
    for id in ("fields", "processors", "purposes", "transfers"):
        assert promise(known, id).verdict is Verdict.KEPT
        assert promise(result, id).verdict is Verdict.UNVERIFIED
    assert promise(result, "sources").verdict is Verdict.KEPT


def test_a_tag_maps_a_resource_and_a_wrong_one_is_found(check) -> None:  # type: ignore[no-untyped-def]
    result = check(store("a", shows(REST, OFF), tag="club"), store("b", tag="clob"), store("c", tag="x"), webshop())
    assert [each.subject for each in find(result, "safeguard-contradicted")] == ["systems.club"]
    assert [
        (each.variant, each.arguments["value"], each.arguments.get("suggestion"))
        for each in find(result, "resource-unmapped")
    ] == [("unknown-system-suggestion", "clob", "club"), ("unknown-system", "x", None)]


def test_a_system_without_any_resource_is_unobserved(check) -> None:  # type: ignore[no-untyped-def]
    found = find(check(webshop(), others=False), "system-unobserved")
    assert {each.subject for each in found} == {f"systems.{each.systems[0]}" for each in OTHERS}


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (keeps(Kept.BACKUPS, "P4Y"), [("retention.customers", "error", ""), ("retention.credit-check", "error", "")]),
        (keeps(Kept.VERSIONS, "P30M"), [("retention.credit-check", "error", "")]),
        (keeps(Kept.DELETED, "P2Y"), []),
        (keeps(Kept.DATA, "P30D"), [("retention.customers", "error", "sooner")]),
        (keeps(Kept.DATA, "P1Y"), []),
        (keeps(Kept.LOG), [(None, "warning", "endless")]),
        (keeps(Kept.MESSAGES, "P4Y"), [(None, "warning", "log")]),
        (keeps(Kept.LOG, "P90D"), []),
        (keeps(Kept.LOCKED, "P9Y"), []),
    ],
)
def test_periods_of_infrastructure_are_held_against_the_promised_ones(check, fact: Fact, expected) -> None:  # type: ignore[no-untyped-def]
    found = find(check(webshop(fact)), "retention-contradicted")
    assert [(each.promise, each.severity, each.variant) for each in found] == expected


@pytest.mark.parametrize(
    ("minimum", "strength"),
    [
        ("", CONFIGURED),
        ("    minimum: {period: P1Y, after: collection}\n", CONFIGURED),
        ("    minimum: {period: P1Y, after: contract-end}\n", EvidenceKind.DECLARED),
    ],
)
def test_what_a_store_deletes_bears_out_a_minimum_only_from_the_collection(check, minimum, strength) -> None:  # type: ignore[no-untyped-def]
    """Two years from the collection may be over before the contract is."""
    own = policy("retention.credit-check", "    maximum:", f"{minimum}    maximum:")
    bucket = store("webshop_files", type="aws_s3_bucket")
    rule = setting("aws_s3_bucket_lifecycle_configuration", "x", "aws_s3_bucket.webshop_files", keeps(Kept.DATA, "P2Y"))
    kept = promise(check(bucket, rule, own), "retention.credit-check")
    assert (kept.verdict, kept.strength) == (Verdict.KEPT, strength)


def test_a_promise_is_as_strong_as_its_weakest_system(check) -> None:  # type: ignore[no-untyped-def]
    stores = [store(each.systems[0], shows(REST, ON, by=OBSERVED), tag=each.systems[0]) for each in OTHERS]
    on, processors = (
        webshop(shows(REST, ON)),
        policy("safeguards.encrypted-storage", "control:", "applies_to: systems\n    control:"),
    )
    kept = promise(check(on, *stores, processors, others=False), "safeguards.encrypted-storage")
    assert (kept.verdict, kept.strength) == (Verdict.KEPT, CONFIGURED)
    part = promise(check(on, *stores[1:], processors, others=False), "safeguards.encrypted-storage")
    assert (part.verdict, part.strength) == (Verdict.KEPT, EvidenceKind.DECLARED)


def test_one_store_of_two_does_not_show_it_of_the_system(check) -> None:  # type: ignore[no-untyped-def]
    systems = policy("safeguards.encrypted-storage", "control:", "applies_to: [webshop]\n    control:")
    one = check(webshop(shows(REST, ON)), systems)
    assert promise(one, "safeguards.encrypted-storage").strength is CONFIGURED
    two = check(webshop(shows(REST, ON)), store("webshop_files", type="aws_s3_bucket"), systems)
    assert promise(two, "safeguards.encrypted-storage").strength is EvidenceKind.DECLARED


def test_infrastructure_may_show_what_no_inventory_declares(check) -> None:  # type: ignore[no-untyped-def]
    systems = policy("safeguards.encrypted-storage", "control:", "applies_to: [webshop]\n    control:")
    silent = system("webshop.safeguards", "      encryption-at-rest: implemented\n", "")
    assert promise(check(webshop(), systems, silent), "safeguards.encrypted-storage").verdict is Verdict.UNVERIFIED
    shown = promise(check(webshop(shows(REST, ON)), systems, silent), "safeguards.encrypted-storage")
    assert (shown.verdict, shown.strength) == (Verdict.KEPT, CONFIGURED)


def test_several_processes_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resources = [webshop(shows(REST, OFF)), *OTHERS[:3], store("somewhere")]
    one = check_with(tmp_path, monkeypatch, resources)
    several = check_with(tmp_path, monkeypatch, resources, jobs=2)
    assert [each.fingerprint for each in one.findings] == [each.fingerprint for each in several.findings]


def test_a_host_has_what_the_infrastructure_of_all_its_systems_shows(check) -> None:  # type: ignore[no-untyped-def]
    """The web shop and the club are hosted by one company, which the promise binds as well."""
    on = [webshop(shows(REST, ON)), store("club", shows(REST, ON, by=OBSERVED), tag="club")]
    for resources, kind in ((on, [CONFIGURED]), (on[:1], []), ([on[0], store("club", tag="club")], [])):
        judged = promise(check(*resources, others=False), "safeguards.encrypted-storage")
        hosts = [each for each in judged.evidence if each.subject == "processors.suopilvi"]
        assert [each.kind for each in hosts if each.kind is not EvidenceKind.DECLARED] == kind


def test_the_word_of_a_scanner_is_not_outweighed_and_outweighs_nothing(check) -> None:  # type: ignore[no-untyped-def]
    """What configures a bucket shows a control on: that outweighs the bucket's own attribute, and no scanner."""

    def scanned(shown: ControlShown) -> Fact:
        return replace(shows("authentication", shown), basis=Basis.SCANNER, attribute="Checkov CKV_AWS_70")

    def bucket(*facts: Fact) -> Resource:
        return store("files", *facts, tag="webshop", type="aws_s3_bucket")

    def find_attributes(own: Fact, of_block: Fact) -> list[object]:
        block = setting("aws_s3_bucket_public_access_block", "files", "aws_s3_bucket.files", of_block)
        found = find(check(bucket(own), block), "safeguard-contradicted")
        return [each.found.arguments["attribute"] for each in found]

    assert find_attributes(shows("authentication", OFF), shows("authentication", ON)) == []
    assert find_attributes(scanned(OFF), shows("authentication", ON)) == ["Checkov CKV_AWS_70"]
    assert find_attributes(shows("authentication", OFF), scanned(ON)) == ["authentication"]


def test_scanners_that_agree_make_one_finding_and_off_goes_before_weaker(check) -> None:  # type: ignore[no-untyped-def]
    def scanned(shown: ControlShown, name: str) -> Fact:
        return replace(shows(TRANSIT, shown), basis=Basis.SCANNER, attribute=name)

    result = check(webshop(scanned(WEAKER, "Trivy A"), scanned(OFF, "Checkov B"), scanned(OFF, "KICS C")))
    found = find(result, "safeguard-contradicted")
    assert [each.found.arguments["attribute"] for each in found] == ["Checkov B"]
