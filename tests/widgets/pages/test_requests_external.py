"""Results from outside on the page of one's own requests: full, refused in place, recorded after a second step."""

from datetime import date

import pytest

from kernel_lib.errors import Unacceptable
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.sharing import ExternalResultGiven, ExternalResults, ExternalResultView
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW
from tests.widgets.lead_fakes import an_own_request
from tests.widgets.press import press, words_in
from widgets.pages.requests import RequestsPage

SOURCES = (
    ChoiceView(id="police_bookings", title="Booking pictures of another police service"),
    ChoiceView(id="open_web", title="Pictures collected from the internet or social media", open=False, rule="A-05"),
)
NONE = ExternalResults(sources=SOURCES, results=())
KEPT = ExternalResultView(
    id="x1",
    system="Their system",
    agency="Their service",
    source="police_bookings",
    authority="Asked by letter under the protocol.",
    received_on=date(2026, 11, 20),
    recorded_at=NOW,
    standing="Received from outside. It is no lead.",
)
ONE = ExternalResults(sources=SOURCES, results=(KEPT,))
GIVEN = {name: getattr(KEPT, name) for name in ExternalResultGiven.model_fields}


def _opened(**answers: object) -> tuple[RequestsPage, FakeClient]:
    given = {"cases.own": (an_own_request(),), "sharing.externals": NONE, "sharing.record_external": ONE, **answers}
    client = FakeClient(given)
    page = RequestsPage(lambda: client, {})  # type: ignore[arg-type, return-value]  # a fake client
    page.load()
    page.acts.fields["outside_of"].value = an_own_request().id
    press(page.body, "Show the results from outside")
    return page, client


def _fill(page: RequestsPage, **changed: object) -> None:
    for name, value in {**GIVEN, **changed}.items():
        page.external.fields[name].value = value


@pytest.mark.proves("G-08")
def test_a_result_is_recorded_after_a_second_step_and_stands_there_as_no_lead() -> None:
    """What is missing is named first; nothing is sent before the summary was seen; then it is listed."""
    page, client = _opened()
    press(page.body, "Look it over")
    assert all(each.error for each in page.external.fields.values())
    _fill(page)
    press(page.body, "Look it over")
    assert "It is no lead and starts no search." in words_in(page.body)
    assert "sharing.record_external" not in client.names()

    press(page.body, "Record it")

    assert client.last("sharing.record_external") == (an_own_request().id, ExternalResultGiven(**GIVEN))
    shown = words_in(page.body)
    assert "Received from outside. It is no lead." in shown
    assert "Their system" in shown


@pytest.mark.proves("G-08", "A-05")
def test_a_prohibited_source_can_be_told_and_its_refusal_stands_at_the_field() -> None:
    """So that the refusal is recorded; nothing typed is lost by it."""
    refused = Unacceptable(
        "A-05", "A result of this source may not be used.", "Do not.", fields={"source": "Prohibited."}
    )
    page, client = _opened(**{"sharing.record_external": refused})
    _fill(page, source="open_web")
    press(page.body, "Look it over")
    press(page.body, "Record it")

    (_, sent) = client.last("sharing.record_external")
    assert sent.source == "open_web"
    assert page.external.fields["source"].error == "Prohibited."
    assert page.external.fields["authority"].value == KEPT.authority


def test_a_request_must_be_chosen_first_and_the_way_back_leads_to_all() -> None:
    """Without a choice nothing is asked of the service."""
    page, client = _opened()
    press(page.body, "Back to your requests")
    asked = client.names().count("sharing.externals")

    press(page.body, "Show the results from outside")

    assert page.acts.fields["outside_of"].error
    assert client.names().count("sharing.externals") == asked
