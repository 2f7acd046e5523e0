"""A search over a partner's gallery: whose pictures, within whose limits, and what both sides are told."""

import json
from typing import Any

import pytest

from gallery.casework import lead, replay
from gallery.disclosure.gather import gather
from gallery.records.cases import request_by_id
from gallery.records.examinations import examination_by_id
from gallery.records.leads import lead_by_id
from gallery.records.partners import owners_of
from gallery.records.searches import Candidate, Search, candidates_of, search_by_id
from gallery.sharing import desk, identities
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.wire.examination import Acknowledgement
from kernel_lib.wire.sharing import IdentityDecision
from tests.gallery.casework.bench import ANSWER, MODEL
from tests.gallery.sharing.three import HALTON, SEARCHER, YORK, Three


def _of(three: Three, view: Any) -> tuple[Search, tuple[Candidate, ...], dict[str, str]]:
    with three.bench.ledger.reading() as connection:
        held = examination_by_id(connection, view.id)
        assert held is not None
        found = candidates_of(connection, str(held.search_id))
        owners = owners_of(connection, {each.subject_id for each in found})
        return search_by_id(connection, str(held.search_id)), found, owners


def _acknowledged(three: Three, lead_id: str) -> Any:
    given = Acknowledgement(initials="AB", accepted=True)
    return lead.acknowledge(three.bench.casework, three.bench["investigator"], lead_id, given)


@pytest.mark.proves("G-03", "B-02")
def test_one_list_over_both_galleries_within_the_stricter_limits(three: Three) -> None:
    """Halton lists at most three and from .34 on: so does the whole search, whose capsule names both sides."""
    three.evaluated()
    agreement = three.agreed()

    search, found, owners = _of(three, three.searched(HALTON))
    capsule = json.loads(search.capsule)

    assert [owners[each.subject_id] for each in found if each.listed] == [HALTON, SEARCHER, HALTON]
    assert (search.longest, search.threshold, search.eligible) == (3, 0.34, 5)
    assert capsule["index"]["galleries"] == [SEARCHER, HALTON]
    assert capsule["partners"]["agreements"] == [{"id": agreement.id, "owner": HALTON, "sha256": agreement.sha256}]
    assert capsule["partners"]["limits"]["offences"] == ["murder", "robbery"]
    assert capsule["proof"]["complete"]


@pytest.mark.proves("G-03")
def test_a_picture_that_only_its_owner_may_search_is_not_found(three: Three) -> None:
    """York's youth is eligible at home; the searcher's rules leave youths out, so nobody here is shown that picture."""
    three.evaluated()
    three.agreed(YORK)

    search, found, owners = _of(three, three.searched(YORK))

    with three.bench.ledger.reading() as connection:
        today = three.bench.rules.who.local_day(three.bench.clock.now, YORK)
        at_home = three.bench.casework.standings.of(connection, YORK, MODEL, today).eligible
    assert len(at_home) == 2
    assert search.excluded == {"searcher_limits": 1}
    assert list(owners.values()).count(YORK) == 1
    assert len(found) == 3


@pytest.mark.proves("B-05", "G-03")
def test_a_search_over_two_galleries_replays_to_the_same_list(three: Three) -> None:
    """The capsule names the references of both."""
    three.evaluated()
    three.agreed(YORK)
    search, *_ = _of(three, three.searched(YORK))

    again = replay.replay(three.bench.casework, three.bench[f"{SEARCHER}_compliance"], search.id)
    three.bench.clock.forward(days=40)
    later = replay.replay(three.bench.casework, three.bench[f"{SEARCHER}_compliance"], search.id)

    assert (again.identical, again.today_identical, again.gallery.removed) == (True, True, 0)
    assert (later.identical, later.gallery.removed) == (True, 1)


@pytest.mark.proves("G-02")
def test_without_a_partner_the_search_stays_in_its_own_gallery(three: Three) -> None:
    """An agreement alone opens nothing: the request names the gallery and the approval allows it (B-02)."""
    three.evaluated()
    three.agreed()

    search, _, owners = _of(three, three.searched())

    assert set(owners.values()) == {SEARCHER}
    assert "partners" not in json.loads(search.capsule)
    assert (search.pictures, search.longest) == (2, 20)


@pytest.mark.proves("G-04")
def test_a_partners_person_is_a_pseudonym_until_the_owner_releases_the_number(three: Three) -> None:
    """The number is in no payload of the searcher; the owner alone decides, after its own check, once."""
    three.evaluated()
    three.agreed()
    lead_id = three.lead("H-001", HALTON)
    before = _acknowledged(three, lead_id)
    clerk, ours = three.bench[f"{HALTON}_clerk"], three.bench[f"{SEARCHER}_clerk"]
    asked = desk.view(three.sharing, clerk).identities[0]
    seen = desk.view(three.sharing, ours)
    yes = IdentityDecision(released=True, reason=ANSWER)
    with pytest.raises(NotFound):
        identities.decide(three.sharing, ours, asked.id, yes)
    with pytest.raises(Unacceptable):
        identities.decide(three.sharing, clerk, asked.id, IdentityDecision(released=True))

    identities.decide(three.sharing, clerk, asked.id, yes)
    after = lead.get(three.bench.casework, three.bench["investigator"], lead_id)

    assert before.reveal is not None
    assert after.reveal is not None
    assert (asked.subject_number, before.reveal.subject_number) == ("H-001", asked.pseudonym)
    assert "H-001" not in before.model_dump_json() + seen.model_dump_json()
    assert (after.reveal.subject_number, after.reveal.owning_service) == ("H-001", "Halton")
    with pytest.raises(WrongState):
        identities.decide(three.sharing, clerk, asked.id, yes)


@pytest.mark.proves("G-04")
def test_nobody_is_released_who_may_not_be_searched_today(three: Three) -> None:
    """Withdrawn since, or an agreement that ended or never covered identities: it can only be withheld."""
    three.evaluated()
    three.agreed()
    three.lead("H-001", HALTON)
    clerk = three.bench[f"{HALTON}_clerk"]
    asked = desk.view(three.sharing, clerk).identities[0]
    three.withdraw("H-001")

    with pytest.raises(WrongState):
        identities.decide(three.sharing, clerk, asked.id, IdentityDecision(released=True, reason=ANSWER))
    three.bench.clock.forward(days=40)
    with pytest.raises(NotAllowed):
        identities.decide(three.sharing, clerk, asked.id, IdentityDecision(released=True, reason=ANSWER))
    no = identities.decide(three.sharing, clerk, asked.id, IdentityDecision(released=False, reason=ANSWER))

    assert [(each.released, each.reason) for each in no.identities] == [(False, ANSWER)]


@pytest.mark.proves("G-05")
def test_the_owners_window_equals_the_searchers_own_log(three: Three) -> None:
    """Who, under which agreement, for what, how many compared and listed, which class of result; no narrative."""
    three.evaluated()
    agreement = three.agreed()
    three.lead("H-001", HALTON)
    three.searched(HALTON)
    three.searched()

    theirs = desk.view(three.sharing, three.bench[f"{HALTON}_clerk"]).searched_here
    ours = desk.view(three.sharing, three.bench[f"{SEARCHER}_clerk"]).searched_there
    logged = [e.event.details for e in three.bench.log if e.event.act == "partner_gallery_searched"]
    text = "".join(each.model_dump_json() for each in theirs)

    assert theirs == ours
    assert [each["search_id"] for each in reversed(logged)] == [each.search_id for each in theirs]
    assert [each["case_reference"] for each in reversed(logged)] == [each.case_reference for each in theirs]
    assert [(e.agreement_id, e.compared, e.listed, e.result) for e in theirs] == [
        (agreement.id, 3, 2, "listed"),
        (agreement.id, 3, 2, "lead"),
    ]
    assert "2026-000123" not in text
    assert "robbery" not in text
    assert desk.view(three.sharing, three.bench[f"{YORK}_clerk"]).searched_here == ()


@pytest.mark.proves("G-03")
def test_narrowing_in_several_rounds_gives_the_list_of_what_both_services_allow(three: Three) -> None:
    """Youths stand at the best places; a list of two is made of the best two whom both may search (decision 25)."""
    for number, place, age in (("Y-101", 0, 16), ("Y-102", 2, 17), ("Y-103", 5, 30)):
        three.hold(YORK, number, place, age=age)
    three.bound(max_candidates=2, foils=1)
    three.evaluated()
    three.agreed(YORK)

    search, found, owners = _of(three, three.searched(YORK))

    assert [round(each.score, 2) for each in found] == [0.41, 0.31]
    assert [owners[each.subject_id] for each in found] == [SEARCHER, SEARCHER]
    assert search.excluded["searcher_limits"] == 2
    assert json.loads(search.capsule)["proof"]["complete"]


@pytest.mark.proves("G-04")
def test_a_pack_of_the_searcher_calls_a_partners_people_by_pseudonyms(three: Three) -> None:
    """The person of the lead by its pseudonym, everybody else of the partner as not released."""
    three.evaluated()
    three.agreed()
    lead_id = three.lead("H-001", HALTON)
    asked = desk.view(three.sharing, three.bench[f"{HALTON}_clerk"]).identities[0]

    with three.bench.ledger.reading() as connection:
        held = lead_by_id(connection, lead_id)
        request = request_by_id(connection, held.request_id) if held else None
        assert request is not None
        named = {each.name for each in gather(connection, three.bench.casework, str(request.case_id)).subjects}

    assert f"subject {asked.pseudonym} of halton" in named
    assert {each for each in named if "halton" in each} == {
        f"subject {asked.pseudonym} of halton",
        "subject not released of halton",
    }
