"""From a draft to a lead, on the bench."""

from gallery.casework import lead
from gallery.casework.intake import get
from kernel_lib.wire.examination import Acknowledgement
from tests.gallery.casework.bench import Bench


def test_two_examiners_who_agree_make_a_lead(bench: Bench) -> None:
    """Both support the same subject, so the investigator can read one person after the limits (D-12, E-04)."""
    request_id = bench.examined("S-001")

    bench.say(request_id, "S-001")

    view = get(bench.casework, bench["investigator"], request_id)
    assert view.state == "lead"
    assert view.lead_id is not None
    shown = lead.acknowledge(
        bench.casework, bench["investigator"], view.lead_id, Acknowledgement(initials="AB", accepted=True)
    )
    assert shown.reveal is not None
    assert shown.reveal.subject_number == "S-001"
