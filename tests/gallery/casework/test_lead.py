"""A lead: its limits first, then at most one person."""

import pytest

from gallery.casework import lead
from gallery.casework.pictures import show
from gallery.records.who import Certificate
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.wire.examination import Acknowledgement, LeadView
from tests.gallery.casework.bench import Bench, probe_vector

SIGNED = Acknowledgement(initials="AB", accepted=True)


def _acknowledge(bench: Bench, lead_id: str, given: Acknowledgement = SIGNED) -> LeadView:
    return lead.acknowledge(bench.casework, bench["investigator"], lead_id, given)


@pytest.mark.proves("E-01", "E-04")
def test_before_the_acknowledgement_there_are_only_limits(bench: Bench) -> None:
    """Number, picture and conclusions are not in the payload, and the pictures are refused (E-01, E-04)."""
    lead_id = bench.lead()

    view = lead.get(bench.casework, bench["investigator"], lead_id)

    assert view.reveal is None
    assert "not an identification" in " ".join(view.limits)
    assert "S-001" not in view.model_dump_json()
    for place in ("probe", "reference"):
        with pytest.raises(WrongState) as refused:
            show(bench.casework, bench["investigator"], f"leads/{lead_id}/{place}")
        assert refused.value.refusal.rule == "E-04"


@pytest.mark.proves("E-02", "E-03")
def test_after_it_one_person_and_what_the_law_asks_to_say(bench: Bench) -> None:
    """N, T, L, returned, model, dates, gap, both conclusions without names (E-02, E-03)."""
    shown = _acknowledge(bench, bench.lead()).reveal

    assert shown is not None
    facts = dict(shown.facts)
    assert (shown.subject_number, shown.owning_service) == ("S-001", "Demonstration Police Service")
    assert (facts["Pictures in the gallery"], facts["Pictures compared"]) == ("10", "10")
    assert facts["Completeness"] == "Every eligible picture was compared, or excluded by proof."
    assert (facts["Similarity threshold"], facts["Longest list"], facts["Candidates returned"]) == ("0.30", "20", "4")
    assert facts["Examiners who differed"] == "0 of 2"
    assert [each.examiner for each in shown.conclusions] == ["First examiner", "Second examiner"]
    assert shown.age_gap_years is not None
    assert any("years away" in caution for caution in shown.cautions)
    text = shown.model_dump_json()
    assert "Examiner1" not in text
    assert "S-002" not in text


@pytest.mark.proves("E-02")
def test_a_disagreement_is_told(bench: Bench) -> None:
    """Three conclusions, one of which differs (D-13, E-02)."""
    request_id = bench.examined("S-001")
    bench.say(request_id, None)
    bench.say(request_id, "S-001")
    lead_id = lead.listed(bench.casework, bench["investigator"])[0].id

    shown = _acknowledge(bench, lead_id).reveal

    assert shown is not None
    assert dict(shown.facts)["Examiners who differed"] == "1 of 3"
    assert [each.value for each in shown.conclusions] == [2, -2, 2]


@pytest.mark.proves("E-04")
@pytest.mark.parametrize(("initials", "accepted"), [("AB", False), ("12", True), ("A1", True)])
def test_limits_are_accepted_with_letters(bench: Bench, initials: str, accepted: bool) -> None:
    """Nothing is revealed otherwise (E-04)."""
    lead_id = bench.lead()

    with pytest.raises(Unacceptable):
        _acknowledge(bench, lead_id, Acknowledgement(initials=initials, accepted=accepted))

    assert lead.get(bench.casework, bench["investigator"], lead_id).reveal is None


@pytest.mark.proves("H-05")
def test_a_lead_needs_training_in_its_limits(bench: Bench) -> None:
    """Untrained, or no longer trained: not even opened (H-05)."""
    lead_id = bench.lead()
    bench.end_training("investigator")

    with pytest.raises(NotAllowed) as refused:
        lead.get(bench.casework, bench["investigator"], lead_id)

    assert refused.value.refusal.rule == "H-05"


@pytest.mark.parametrize("name", ["asks_and_approves", "stranger"])
def test_a_lead_is_for_who_asked(bench: Bench, name: str) -> None:
    """Nobody else learns that it exists (E-03, G-01)."""
    lead_id = bench.lead()

    with pytest.raises(NotFound):
        lead.get(bench.casework, bench[name], lead_id)


@pytest.mark.proves("E-11")
def test_an_expired_lead_shows_nothing(bench: Bench) -> None:
    """After its days it is neither read nor acknowledged (E-11)."""
    lead_id = bench.lead()
    _acknowledge(bench, lead_id)
    bench.clock.forward(days=bench.rules.casework.lead.valid_days)

    view = lead.get(bench.casework, bench["investigator"], lead_id)

    assert (view.state, view.reveal) == ("expired", None)
    with pytest.raises(WrongState):
        show(bench.casework, bench["investigator"], f"leads/{lead_id}/reference")


def test_the_acknowledgement_is_in_the_log_and_given_once(bench: Bench) -> None:
    """Initials stay in the record (E-04, I-02)."""
    lead_id = bench.lead()
    _acknowledge(bench, lead_id)

    assert bench.log.told()[-1] == ("lead_acknowledged", "done")
    assert all(isinstance(each, Certificate) for each in bench["investigator"].certificates)
    with pytest.raises(WrongState):
        _acknowledge(bench, lead_id)
    assert lead.get(bench.casework, bench["investigator"], lead_id).reveal is not None


def test_cautions_name_a_look_alike(bench: Bench) -> None:
    """Two subjects within the margin (C-08)."""
    bench.encoder.vector = probe_vector((0.55, 0.53, 0.35))

    shown = _acknowledge(bench, bench.lead()).reveal

    assert shown is not None
    assert any("look-alike" in caution for caution in shown.cautions)
