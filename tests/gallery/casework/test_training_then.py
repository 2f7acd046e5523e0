"""What training somebody had at an act stays with the act."""

import pytest

from gallery.casework import lead
from kernel_lib.errors import NotAllowed
from tests.gallery.casework.bench import Bench


@pytest.mark.proves("H-08")
def test_an_act_keeps_the_training_of_its_moment(bench: Bench) -> None:
    """In the entries of a past case the training is in force, although it has run out by now (H-08)."""
    lead_id = bench.lead()
    before = len(bench.log.entries)
    bench.end_training("investigator")

    with pytest.raises(NotAllowed):
        lead.get(bench.casework, bench["investigator"], lead_id)

    asked = [each.event for each in bench.log.entries if each.event.actor_id == bench["investigator"].account_id]
    then, now = asked[0], bench.log.entries[before].event
    assert then.act == "request_drafted"
    assert then.certificate == "limits valid until 2028-01-01; review valid until 2028-01-01"
    assert now.certificate == "limits expired 2026-01-02; review expired 2026-01-02"


@pytest.mark.proves("H-08")
def test_every_act_of_a_case_by_a_person_says_their_training(bench: Bench) -> None:
    """From draft to lead: valid until a day for those who are trained, none for those who need none (H-08)."""
    bench.lead()
    trained = {bench[name].account_id for name in ("investigator", "examiner1", "examiner2", "examiner3")}

    told = {(each.event.actor_id in trained, each.event.certificate.partition(" until")[0]) for each in bench.log}

    assert {words for is_trained, words in told if is_trained} == {"examination valid", "limits valid"}
    assert {words for is_trained, words in told if not is_trained} <= {"none", ""}
