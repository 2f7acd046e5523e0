"""Packs of real casework: three searches of one case, who may build and fetch what, and what the log says of it."""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from audits.checkpoint import open_log
from audits.segments import read
from gallery.casework import approval, examination, lead
from gallery.disclosure import verify
from gallery.disclosure.acts import Disclosure
from gallery.disclosure.gather import WITHHELD
from gallery.records.cases import request_by_id
from gallery.records.held import subjects
from gallery.records.packs import case_called, packs_of
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import CertificateScope, Role
from kernel_lib.wire.disclosure import PackAsked, PackView
from kernel_lib.wire.examination import Acknowledgement
from tests.gallery.casework.bench import Bench, decision, probe_vector
from tests.gallery.disclosure.sample import KEY
from tests.gallery.fakes import FixedClock

CASE = "2026-000123"


@dataclass
class Office:
    """Casework over a real log, and disclosure over both."""

    bench: Bench
    disclosure: Disclosure
    folder: Path

    def build(self, who: str = "approver", **asked: str) -> PackView:
        """Build the pack of the case as somebody."""
        return self.disclosure.build(self.bench[who], CASE, PackAsked(**asked))

    def files(self, pack: PackView, who: str = "approver") -> dict[str, bytes]:
        """Fetch a pack as somebody, check it with its own verifier, and return its files."""
        path = self.folder / "pack.zip"
        path.write_bytes(self.disclosure.download(self.bench[who], pack.id))
        assert verify.check(path)[0] == []
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def read(self, pack: PackView, path: str) -> Any:
        """Return one JSON file of a pack."""
        return json.loads(self.files(pack)[path])

    def told(self) -> list[tuple[str, str]]:
        """Return act and result of every entry."""
        return [(each.event.act, each.event.result) for each in read(self.folder / "audit")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Ten subjects of known age in the gallery, and nothing asked for yet."""
    clock = FixedClock()
    with open_log(tmp_path / "audit", KEY, clock=clock) as log:
        bench = Bench(tmp_path / "data", clock=clock, log=log)
        bench.join("compliance", (Role.COMPLIANCE,))
        bench.join("administrator", (Role.ADMINISTRATOR,))
        bench.join("colleague", (Role.INVESTIGATOR,), (CertificateScope.REVIEW,))
        bench.enrol()
        with bench.ledger.unrecorded() as connection:
            connection.execute(update(subjects).values(birth_year=1980))
        yield Office(bench, Disclosure(bench.casework, tmp_path / "audit", KEY, "test"), tmp_path)


def _acknowledged_lead(office: Office) -> None:
    lead_id = office.bench.lead()
    given = Acknowledgement(initials="AB", accepted=True)
    lead.acknowledge(office.bench.casework, office.bench["investigator"], lead_id, given)


def _empty_search(office: Office) -> None:
    office.bench.encoder.vector = probe_vector((0.2, 0.1))
    request_id = office.bench.examined(None)
    office.bench.say(request_id, None)


def _refused(office: Office) -> None:
    said = decision(approved=False, reason="Other means have not been tried yet.")
    approval.decide(office.bench.casework, office.bench["approver"], office.bench.submitted(), said)


@pytest.mark.proves("W-18", "E-14", "E-15")
def test_three_searches_of_a_case_are_three_sections(office: Office) -> None:
    """A lead, an empty list and a refusal are all in the pack, whoever the lead is about (E-14, E-15)."""
    _acknowledged_lead(office)
    _empty_search(office)
    _refused(office)

    pack = office.build()
    files = office.files(pack)
    told = [json.loads(files[f"requests/0{number}/request.json"])["state"] for number in (1, 2, 3)]

    assert told == ["lead", "no_lead", "refused"]
    assert pack.requests == 3
    assert not any(each["listed"] for each in json.loads(files["requests/02/search-1/list.json"])["candidates"])
    assert "requests/01/lead.json" in files
    assert "requests/02/lead.json" not in files
    assert set(re.findall(r'<span lang="en-CA">(.*?)</span>', files["index.fr.html"].decode())) == set()
    assert "Aucune évaluation de la précision" in files["index.fr.html"].decode()


@pytest.mark.proves("E-14")
def test_a_pack_holds_what_was_locked_and_returned(office: Office) -> None:
    """Both examinations with every version, the capsule under its hash, the list in order, training at the time."""
    _acknowledged_lead(office)

    files = office.files(office.build())
    search = json.loads(files["requests/01/search-1/search.json"])
    listed = json.loads(files["requests/01/search-1/list.json"])["candidates"]
    acting = json.loads(files["requests/01/acting.json"])["acting"]
    locks = [json.loads(files[f"requests/01/examination-1-version-{n}-lock.json"]) for n in (1, 2)]

    assert sha256_hex(files["requests/01/search-1/capsule.json"]) == search["capsule_sha256"]
    assert [round(each["score"], 2) for each in listed if each["listed"]] == [0.62, 0.41, 0.35, 0.31]
    assert locks[1]["previous_sha256"] == locks[0]["sha256"]
    assert sha256_hex(files["requests/01/examination-1-version-2.json"]) == locks[1]["sha256"]
    assert "requests/01/examination-2.json" in files
    assert _sha256_of_derived(files) == [sha256_hex(files["requests/01/probe-1/derivative-1.png"])]
    assert b'src="requests/01/probe-1/derivative-1.png"' in files["index.html"]
    assert [each["duty"] for each in acting] == ["requester", "approver", "first examiner", "second examiner"]
    assert acting[2]["training"][0]["in_force"] is True


def _sha256_of_derived(files: dict[str, bytes]) -> list[str]:
    return [each["sha256"] for each in json.loads(files["requests/01/probe-1/probe.json"])["derivatives"]]


@pytest.mark.proves("H-08")
def test_training_that_ran_out_after_the_act_is_told_as_it_was(office: Office) -> None:
    """The pack of a past case says what held when somebody acted, not what holds now (E-14, H-08)."""
    _acknowledged_lead(office)
    office.bench.clock.forward(days=500)

    acting = json.loads(office.files(office.build())["requests/01/acting.json"])["acting"]

    assert acting[2]["training"][0]["in_force"] is True
    assert acting[2]["training"][0]["expires"] < office.bench.clock().date().isoformat()


def test_only_the_subject_of_the_acknowledged_lead_is_named(office: Office) -> None:
    """Nine others on the list are pseudonyms; before the acknowledgement all ten are (E-04, E-16)."""
    lead_id = office.bench.lead()
    before = office.build()
    given = Acknowledgement(initials="AB", accepted=True)
    lead.acknowledge(office.bench.casework, office.bench["investigator"], lead_id, given)

    after = office.build()

    assert before.masked == before.persons
    assert after.masked == after.persons - 1
    assert b"subject S-001 of demo" not in b"".join(office.files(before).values())
    assert b"subject S-001 of demo" in office.files(after)["index.html"]


@pytest.mark.proves("E-16")
@pytest.mark.parametrize("born", [2003, None])
def test_whoever_may_be_young_is_masked(office: Office, born: int | None) -> None:
    """Seventeen in the year of the picture, or of unknown age: no name without a basis (E-16)."""
    _acknowledged_lead(office)
    with office.bench.ledger.unrecorded() as connection:
        connection.execute(update(subjects).values(birth_year=born))

    pack = office.build()

    assert pack.masked == pack.persons
    assert office.build(basis="court-order", reference="Order 1").masked == 0


def test_a_search_under_review_is_listed_and_withheld(office: Office) -> None:
    """Neither list, nor first conclusion, nor log entry of a review that has not ended is in any byte (D-08)."""
    request_id = office.bench.examined()
    examiner, examination_id = office.bench.verifier_of(request_id)

    files = office.files(office.build())
    acts = [json.loads(line)["event"]["act"] for line in files["log/entries.jsonl"].splitlines()]

    assert json.loads(files["requests/01/request.json"])["withheld"] == WITHHELD
    assert not [name for name in files if "search-" in name or "examination-" in name]
    assert "request_approved" in acts
    assert not {"search_completed", "examination_locked", "verification_assigned"} & set(acts)
    everything = b"".join(files.values())
    assert examination_id.encode() not in everything
    assert office.bench[examiner].account_id.encode() not in everything


def test_a_draft_is_no_search(office: Office) -> None:
    """Answers that nobody submitted are not disclosed."""
    _refused(office)
    office.bench.drafted()

    assert office.build().requests == 1


def test_examiners_who_differed_are_told(office: Office) -> None:
    """A conflict and its third examination are in the pack (E-14, D-13)."""
    request_id = office.bench.examined("S-001")
    office.bench.say(request_id, None)
    office.bench.say(request_id, None)

    files = office.files(office.build())

    assert json.loads(files["requests/01/request.json"])["disagreement"].startswith("The first two examiners did not")
    assert "requests/01/examination-3.json" in files


def test_a_picture_found_unsuitable_has_its_section(office: Office) -> None:
    """A search that never ran is told as such (A-19, E-15)."""
    taken = examination.take(office.bench.casework, office.bench["examiner1"], office.bench.approved())
    notes = office.bench.notes(suitable=False, limits="Too dark to compare.")
    examination.lock_analysis(office.bench.casework, office.bench["examiner1"], taken.id, notes)

    files = office.files(office.build())

    assert b"No search was run." in files["index.html"]
    assert "requests/01/examination-1-version-1.json" in files


def test_the_log_says_who_built_and_who_fetched_which_bytes(office: Office) -> None:
    """Both acts carry the hash of the pack and are in the log, which stays whole (E-14, I-02)."""
    _refused(office)

    pack = office.build("investigator")
    content = office.disclosure.download(office.bench["compliance"], pack.id)
    entries = {each.event.act: each.event for each in read(office.folder / "audit")}

    assert sha256_hex(content) == pack.sha256
    assert entries["pack_built"].details["sha256"] == entries["exported"].details["sha256"] == pack.sha256
    assert entries["pack_built"].actor_id == office.bench["investigator"].account_id
    assert entries["exported"].actor_id == office.bench["compliance"].account_id


def test_a_pack_called_by_the_id_of_its_case(office: Office) -> None:
    """The id does as well as the occurrence number."""
    case_id = _case_of(office, office.bench.submitted())

    pack = office.disclosure.build(office.bench["approver"], case_id, PackAsked())

    assert pack.occurrence_number == CASE


def _case_of(office: Office, request_id: str) -> str:
    with office.bench.ledger.reading() as connection:
        found = request_by_id(connection, request_id)
    assert found is not None
    assert found.case_id is not None
    return found.case_id


@pytest.mark.parametrize(
    ("who", "error"),
    [("stranger", NotFound), ("colleague", NotFound), ("examiner1", NotAllowed), ("administrator", NotAllowed)],
)
def test_others_neither_build_nor_fetch(office: Office, who: str, error: type[Exception]) -> None:
    """Another service, an investigator of another case, an examiner, an administrator: refused and recorded (G-01)."""
    _refused(office)
    pack = office.build()

    with pytest.raises(error):
        office.build(who)
    with pytest.raises(error):
        office.disclosure.download(office.bench[who], pack.id)

    assert office.told()[-2:] == [("pack_built", "refused"), ("exported", "refused")]


def test_without_training_in_review_no_pack_shows_a_list(office: Office) -> None:
    """A pack is no way around what keeps lists from investigators (C-10)."""
    _refused(office)
    pack = office.build("investigator")
    office.bench.end_training("investigator")

    with pytest.raises(NotAllowed, match="review"):
        office.build("investigator")
    with pytest.raises(NotAllowed, match="review"):
        office.disclosure.download(office.bench["investigator"], pack.id)


def test_in_a_central_unit_no_investigator_has_a_pack(office: Office) -> None:
    """Trained or not, they see the lead alone (C-10)."""
    _refused(office)
    who = office.bench.rules.who
    central = replace(who.workflow, first_examiner_roles=frozenset({Role.EXAMINER}))
    rules = replace(office.bench.rules, who=replace(who, workflow=central))
    unit = replace(office.disclosure, casework=replace(office.bench.casework, rules=rules))

    with pytest.raises(NotAllowed, match="C-10"):
        unit.build(office.bench["investigator"], CASE, PackAsked())


@pytest.mark.proves("E-16")
def test_an_investigator_lifts_no_mask(office: Office) -> None:
    """Neither by building nor by fetching what somebody else unmasked (E-16)."""
    _refused(office)
    unmasked = office.build(basis="court-order", reference="Order 1")

    with pytest.raises(NotAllowed):
        office.build("investigator", basis="court-order", reference="Order 1")
    with pytest.raises(NotAllowed):
        office.disclosure.download(office.bench["investigator"], unmasked.id)


@pytest.mark.proves("E-16")
@pytest.mark.parametrize(
    "asked", [{"basis": "court-order"}, {"reference": "Order 1"}, {"basis": "a", "reference": "b"}]
)
def test_half_a_basis_builds_nothing(office: Office, asked: dict[str, str]) -> None:
    """A kind without its paper, a paper without its kind: refused, recorded, and no pack is kept (E-16)."""
    _refused(office)

    with pytest.raises(Unacceptable, match="E-16"):
        office.build(**asked)

    assert office.told()[-1] == ("pack_built", "refused")
    with office.bench.ledger.reading() as connection:
        case = case_called(connection, "demo", CASE)
        assert case is not None
        assert packs_of(connection, case.id) == ()


@pytest.mark.parametrize("called", ["2026-999999", "", "'; drop table cases; --", "é" * 50])
def test_a_case_that_is_not_there_is_not_found(office: Office, called: str) -> None:
    """Whatever the case is called, an unknown one is a refusal."""
    with pytest.raises(NotFound):
        office.disclosure.build(office.bench["approver"], called, PackAsked())


def test_a_stored_picture_that_was_changed_builds_nothing(office: Office) -> None:
    """Damage is no pack: the act is recorded as failed, and nothing is kept."""
    _refused(office)
    for path in (office.folder / "data" / "pictures").rglob("*.sealed"):
        if path.name != "key.sealed":
            path.write_bytes(path.read_bytes()[:-1] + b"x")

    with pytest.raises(Exception, match="expected stored bytes"):
        office.build()

    assert office.told()[-1] == ("pack_built", "failed")


def test_a_pack_does_not_change_with_the_case(office: Office) -> None:
    """What was built stays as it was; a later pack holds more."""
    _refused(office)
    first = office.build()
    before = office.files(first)
    _refused(office)

    assert office.files(first) == before
    assert office.build().requests == 2
