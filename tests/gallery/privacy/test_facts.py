"""Facts for the privacy impact report."""

import pytest

from kernel_lib.reports.impact import sections
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House


@pytest.fixture
def facts(house: House) -> dict[tuple[str, str], str]:
    """Every fact by heading and name, of a gallery with one picture."""
    house.enrol(house.somebody(Role.RECORDS_CLERK), record(), picture())
    answer = house.ask("GET", "/facts", house.somebody(Role.COMPLIANCE)).json()
    assert all(fact["source"] for fact in answer["facts"])
    return {(fact["heading"], fact["name"]): fact["value"] for fact in answer["facts"]}


def test_every_heading_that_needs_a_fact_has_one(facts: dict[tuple[str, str], str]) -> None:
    """Headings are those of the report, and none that must hold a fact is left out."""
    given = {heading for heading, _ in facts}

    assert given <= {section.key for section in sections()}
    assert {section.key for section in sections() if section.facts} <= given


def test_facts_are_those_of_the_running_installation(facts: dict[tuple[str, str], str], house: House) -> None:
    """Counts come from the records, routes from the application, the index from itself."""
    assert facts["gallery", "Pictures eligible"] == "1"
    assert facts["inventory", "Held: subjects"] == "1"
    assert facts["gallery", "Snapshot of the index"] == house.parts.index.snapshot_id
    assert facts["gallery", "Compaction of the index"] == "in order"
    assert "POST /enrolments" in facts["system", "Routes that the service answers"]
    assert facts["control", "Accountable official"].startswith("Demonstration official, ")
    assert facts["safeguards", "Minutes after which an idle session ends"] == "15"


def test_what_is_not_known_is_said_to_be_not_recorded(facts: dict[tuple[str, str], str]) -> None:
    """No error rate is made up before an evaluation was filed."""
    unknown = {name for (_, name), value in facts.items() if value == "not recorded"}

    assert unknown == {"Error rates on this service's own pictures", "Error rates by group"}


@pytest.mark.proves("K-01")
def test_what_the_records_know_is_told(facts: dict[tuple[str, str], str]) -> None:
    """Agreements, packs, applications, destruction and second factors are counted, none of them guessed (K-01)."""
    assert facts["sharing", "Agreements with others"] == "none"
    assert facts["disclosure", "Disclosure packs"] == "0"
    assert facts["rights", "Applications received"] == "0"
    assert facts["flows", "Runs of destruction"] == "0"
    assert facts["safeguards", "Of these, accounts with a second factor"] == "0"
    assert facts["safeguards", "Active accounts"] == "3"


def test_abilities_that_do_not_exist_are_read_from_the_routes(facts: dict[tuple[str, str], str]) -> None:
    """There is no way to search a stream, and the route table says so."""
    assert facts["system", "Search of live or streaming pictures"].startswith("absent")
