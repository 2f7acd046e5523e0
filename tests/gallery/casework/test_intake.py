"""A request from its first answers to its submission."""

import pytest

from gallery.casework import intake
from gallery.records.cases import request_by_id
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.wire.casework import RequestDraft
from tests.gallery.casework.bench import Bench, complete


def test_a_draft_may_be_empty_and_saved_at_any_time(bench: Bench) -> None:
    """Nothing typed is lost because something else is missing."""
    opened = intake.open_request(bench.casework, bench["investigator"], RequestDraft())

    saved = intake.save(bench.casework, bench["investigator"], opened.id, complete(ground="first words"))

    assert (saved.state, saved.draft.ground) == ("draft", "first words")


def test_a_prohibited_source_is_refused_and_recorded_and_changes_nothing(bench: Bench) -> None:
    """The refusal has its own entry and its number is told (A-05)."""
    opened = intake.open_request(bench.casework, bench["investigator"], complete())

    with pytest.raises(Unacceptable) as refused:
        intake.save(bench.casework, bench["investigator"], opened.id, complete(source_type="social_media"))

    last = bench.log.entries[-1]
    assert (last.event.act, last.event.result, last.event.rule) == ("request_refused", "refused", "A-05")
    assert refused.value.refusal.reference == last.sequence
    assert intake.get(bench.casework, bench["investigator"], opened.id).draft.source_type == "security_camera"


def test_submitting_fixes_case_offence_and_rule_versions(bench: Bench) -> None:
    """A later change of the lists does not change this request (A-03)."""
    request_id = bench.submitted()

    with bench.ledger.reading() as connection:
        request = request_by_id(connection, request_id)
    assert request is not None
    assert request.case_id is not None
    assert request.offence_title == "Robbery"
    assert request.rules["offences"] == bench.rules.casework.versions["offences"]


@pytest.mark.proves("J-05")
def test_what_is_perceived_of_the_person_is_for_statistics_and_for_nobody_who_decides(bench: Bench) -> None:
    """The requester gets the answers back, the log counts them, the approver never sees them; none is "unknown"."""
    request_id = bench.drafted(depicted_sex="female", depicted_race="white")
    intake.submit(bench.casework, bench["investigator"], request_id)

    told = bench.log.entries[-1].event.details
    own = intake.get(bench.casework, bench["investigator"], request_id).draft
    seen = intake.get(bench.casework, bench["approver"], request_id).draft
    assert (told["depicted_sex"], told["depicted_race"], told["depicted_age_band"]) == ("female", "white", "unknown")
    assert (own.depicted_sex, own.depicted_race) == ("female", "white")
    assert (seen.depicted_sex, seen.depicted_age_band, seen.depicted_race) == ("", "", "")


def test_a_group_that_is_not_on_the_list_is_refused(bench: Bench) -> None:
    """Categories are dated data, and free text is none of them."""
    request_id = bench.drafted(depicted_race="something else")

    with pytest.raises(Unacceptable) as refused:
        intake.submit(bench.casework, bench["investigator"], request_id)

    assert refused.value.refusal.fields is not None
    assert set(refused.value.refusal.fields) == {"depicted_race"}


def test_two_requests_of_one_occurrence_are_one_case(bench: Bench) -> None:
    """The number names the case within its service (A-01)."""
    first, second = bench.submitted(), bench.submitted()

    with bench.ledger.reading() as connection:
        one, two = request_by_id(connection, first), request_by_id(connection, second)
    assert one is not None
    assert two is not None
    assert one.case_id == two.case_id


@pytest.mark.parametrize(
    "changed",
    [
        {"occurrence_number": "12"},
        {"offence_id": "theft_under"},
        {"ground": ""},
        {"undertaking": False},
        {"source_declared": False},
    ],
)
def test_an_incomplete_submission_is_one_refusal(bench: Bench, changed: dict[str, object]) -> None:
    """Wrong number, closed offence, missing ground: a clear refusal, one entry, still a draft."""
    request_id = bench.drafted(**changed)
    before = len(bench.log.entries)

    with pytest.raises(Unacceptable) as refused:
        intake.submit(bench.casework, bench["investigator"], request_id)

    assert set(refused.value.refusal.fields) == set(changed)
    assert [(e.event.act, e.event.result) for e in bench.log.entries[before:]] == [("request_refused", "refused")]
    assert bench.state_of(request_id) == "draft"


def test_submitting_without_picture_and_without_face(bench: Bench) -> None:
    """The picture first, then the face in it (A-13, A-20)."""
    request_id = intake.open_request(bench.casework, bench["investigator"], complete()).id

    with pytest.raises(Unacceptable) as refused:
        intake.submit(bench.casework, bench["investigator"], request_id)

    assert set(refused.value.refusal.fields) == {"picture"}


@pytest.mark.parametrize("name", ["stranger", "examiner1"])
def test_others_do_not_learn_that_a_request_exists(bench: Bench, name: str) -> None:
    """Another service's people and examiners get the same answer as for a request that never was (D-09, G-01)."""
    request_id = bench.submitted()
    refusals = []

    for asked in (request_id, "0" * 36, "../../etc/passwd"):
        with pytest.raises(NotFound) as refused:
            intake.get(bench.casework, bench[name], asked)
        refusals.append((refused.value.refusal.rule, refused.value.refusal.reason))

    assert len(set(refusals)) == 1


def test_an_approver_reads_what_waits_and_the_requester_their_own(bench: Bench) -> None:
    """A draft of somebody else is nobody's to read."""
    draft_id, request_id = bench.drafted(), bench.submitted()

    assert [each.id for each in intake.listed(bench.casework, bench["approver"])] == [request_id]
    assert {each.id for each in intake.listed(bench.casework, bench["investigator"])} == {draft_id, request_id}
    with pytest.raises(NotFound):
        intake.get(bench.casework, bench["approver"], draft_id)


def test_an_approver_may_not_open_requests(bench: Bench) -> None:
    """Roles are separate (H-01)."""
    with pytest.raises(NotAllowed):
        intake.open_request(bench.casework, bench["approver"], RequestDraft())


def test_a_submitted_request_is_not_edited(bench: Bench) -> None:
    """What an approver reads is what was submitted."""
    request_id = bench.submitted()

    with pytest.raises(WrongState):
        intake.save(bench.casework, bench["investigator"], request_id, complete(ground="other"))


def test_the_form_shows_closed_choices_with_their_rule(bench: Bench) -> None:
    """A person sees what cannot be chosen and why (A-02, A-05, A-07)."""
    form = intake.form(bench.casework, bench["investigator"])

    assert any(not offence.open and offence.note for offence in form.offences)
    assert {source.rule for source in form.source_types if not source.open} == {"A-05"}
    assert {purpose.rule for purpose in form.purposes if not purpose.open} == {"A-10"}
    assert {role.id for role in form.depicted_roles if role.higher} == {"victim", "witness", "custody_unidentified"}


def test_nothing_runs_when_the_log_cannot_be_written(bench: Bench) -> None:
    """No entry, no request."""
    bench.log.writable = False
    with pytest.raises(Exception, match="log cannot be written"):
        intake.open_request(bench.casework, bench["investigator"], RequestDraft())
    bench.log.writable = True

    assert intake.listed(bench.casework, bench["investigator"]) == ()
