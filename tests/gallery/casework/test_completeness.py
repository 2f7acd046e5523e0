"""What is missing from a request is said at once, by field and rule."""

from datetime import date, timedelta

import pytest

from gallery.casework.completeness import demand_complete, demand_lawful_source, gaps
from gallery.rules.casework import CaseworkRules
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.casework import RequestDraft
from tests.gallery.casework.bench import GROUND, complete
from tests.gallery.fakes import NOON

TODAY = NOON.date()
RULES = CaseworkRules.load()
NUMBERS = RULES.numbers["demo"]


@pytest.mark.parametrize(
    ("field", "rule", "changed"),
    [
        ("occurrence_number", "A-01", {"occurrence_number": ""}),
        ("occurrence_number", "A-01", {"occurrence_number": "26-1"}),
        ("occurrence_number", "A-01", {"occurrence_number": "2026-000123; DROP"}),
        ("offence_id", "A-02", {"offence_id": ""}),
        ("offence_id", "A-02", {"offence_id": "theft_under"}),
        ("offence_id", "A-10", {"offence_id": "immigration"}),
        ("depicted_role", "A-07", {"depicted_role": ""}),
        ("role_statement", "A-07", {"depicted_role": "witness"}),
        ("role_statement", "A-07", {"depicted_role": "victim", "role_statement": "short"}),
        ("purpose", "A-10", {"purpose": ""}),
        ("purpose", "A-10", {"purpose": "anything"}),
        ("purpose", "A-07", {"purpose": "find_missing"}),
        ("exigent_reason", "A-12", {"exigent": True}),
        ("undertaking", "B-11", {"undertaking": False}),
        ("ground", "A-08", {"ground": ""}),
        ("ground", "A-08", {"ground": "He did it."}),
        ("ground", "A-08", {"ground": "Robbery robbery robbery robbery robbery robbery robbery robbery"}),
        ("ground", "A-08", {"ground": "Person of interest, see report, for identification, investigative purposes."}),
        ("ground", "A-08", {"ground": "aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa"}),
        ("protected_activity", "A-09", {"protected_activity": None}),
        ("source_type", "A-04", {"source_type": ""}),
        ("source_type", "A-05", {"source_type": "sketch"}),
        ("source_holder", "A-04", {"source_holder": " "}),
        ("source_obtained_on", "A-04", {"source_obtained_on": None}),
        ("source_obtained_on", "A-04", {"source_obtained_on": TODAY + timedelta(days=1)}),
        ("source_place", "A-04", {"source_place": ""}),
        ("source_authority", "A-04", {"source_authority": ""}),
        ("source_authority", "A-04", {"source_authority": "because"}),
        ("source_declared", "A-04", {"source_declared": False}),
    ],
)
@pytest.mark.proves("A-04", "A-08")
def test_each_field_has_its_own_rule(field: str, rule: str, changed: dict[str, object]) -> None:
    """One field at a time is spoiled, and exactly that field is named."""
    found = gaps(complete(**changed), None, RULES, NUMBERS, TODAY)

    named = {(gap.field, gap.rule) for gap in found if gap.field != "picture"}
    assert named == {(field, rule)}


def test_everything_missing_is_said_at_once() -> None:
    """An empty draft names every field in one refusal."""
    found = gaps(RequestDraft(), None, RULES, NUMBERS, TODAY)

    with pytest.raises(Unacceptable) as refused:
        demand_complete(found)

    assert set(refused.value.refusal.fields) == {
        "occurrence_number", "offence_id", "depicted_role", "ground", "protected_activity", "source_type",
        "source_holder", "source_obtained_on", "source_place", "source_authority", "source_declared", "picture",
        "purpose", "undertaking",
    }  # fmt: skip


@pytest.mark.parametrize("source", [choice for choice in RULES.sources.values() if not choice.open], ids=lambda c: c.id)
@pytest.mark.proves("A-05")
def test_every_prohibited_source_is_refused_outright(source: object) -> None:
    """Live, harvested, foreign, drawn, look-alike and made pictures never get further (A-05)."""
    with pytest.raises(Unacceptable) as refused:
        demand_lawful_source(complete(source_type=source.id), RULES)  # type: ignore[attr-defined]  # a Choice

    assert refused.value.refusal.rule == "A-05"
    assert set(refused.value.refusal.fields) == {"source_type"}


@pytest.mark.parametrize("offence", RULES.offences.values(), ids=lambda offence: offence.id)
@pytest.mark.proves("A-02")
def test_only_offences_in_force_pass(offence: object) -> None:
    """Every offence of the list is tried (A-02)."""
    found = gaps(complete(offence_id=offence.id), None, RULES, NUMBERS, TODAY)  # type: ignore[attr-defined]  # an Offence

    assert ("offence_id" in {gap.field for gap in found}) is (not offence.open)  # type: ignore[attr-defined]  # as above


def test_the_ground_may_name_the_offence_among_own_words() -> None:
    """Only a ground without words of its own is refused."""
    draft = complete(ground=f"Robbery: {GROUND}")

    assert [gap.field for gap in gaps(draft, None, RULES, NUMBERS, date(2026, 11, 24))] == ["picture"]
