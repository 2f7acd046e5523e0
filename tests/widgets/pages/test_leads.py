"""A lead before and after its acknowledgement."""

from typing import Any

import pytest
from pydantic import ValidationError

from kernel_lib.wire.examination import Acknowledgement
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import a_lead
from tests.widgets.lead_fakes import a_follow_up
from tests.widgets.press import press, tell, words_in
from widgets.pages.leads import LeadsPage


def _page(query: dict[str, str] | None = None, **answers: Any) -> tuple[LeadsPage, FakeClient]:
    given = {"leads.list": (a_lead(),), "leads.get": a_lead(), "follow_up.get": a_follow_up()}
    client = FakeClient({**given, **{name.replace("__", "."): value for name, value in answers.items()}})
    page = LeadsPage(lambda: client, query)
    page.load()
    return page, client


def test_leads_are_listed_without_what_they_reveal() -> None:
    """Numbers, state and times only."""
    page, _ = _page()

    assert page.listing.rows[0]["cells"][:3] == ["R-0001", "H26-000123", "issued"]


def test_before_the_acknowledgement_there_are_only_limits() -> None:
    """No picture, no number of a person (E-04)."""
    page, _ = _page()

    tell(page.listing, event="open", id="l1")

    text = words_in(page.body)
    assert "No arrest may rest on it alone." in text
    assert "<img" not in text
    assert "S-0042" not in text


@pytest.mark.parametrize(("accepted", "initials", "field"), [(False, "PO", "accepted"), (True, "", "initials")])
def test_limits_are_accepted_and_initials_typed(accepted: bool, initials: str, field: str) -> None:
    """Both are needed before anything is sent."""
    page, client = _page({"lead": "l1"})
    page.accepted.value, page.initials.value = accepted, initials

    press(page.body, "Acknowledge the limits")

    assert page.banner.fields[0][0] == field
    assert "leads.acknowledge" not in client.names()


def test_initials_that_the_wire_refuses_are_told_at_the_field() -> None:
    """One letter is too few."""
    with pytest.raises(ValidationError) as refused:
        Acknowledgement(initials="P", accepted=True)
    page, _ = _page({"lead": "l1"}, leads__acknowledge=refused.value)
    page.accepted.value, page.initials.value = True, "P"

    press(page.body, "Acknowledge the limits")

    assert page.initials.error == "Type two to six letters."
    assert page.initials.value == "P"


def test_the_acknowledgement_reveals_one_candidate() -> None:
    """Both conclusions, what to check first, cautions, facts, expiry; text is escaped."""
    page, client = _page({"lead": "l1"}, leads__acknowledge=a_lead(acknowledged=True))
    page.accepted.value, page.initials.value = True, "PO"

    press(page.body, "Acknowledge the limits")

    text = words_in(page.body)
    assert client.last("leads.acknowledge") == ("l1", "PO")
    for part in (
        "S-0042",
        "First examiner",
        "Second examiner",
        "Nose &amp; ears.",
        "Check first",
        "Low quality probe.",
    ):
        assert part in text
    assert 'alt="Probe"' in text
    assert 'alt="Candidate"' in text


def test_a_printed_lead_carries_its_watermark() -> None:
    """The words are in the page; the stylesheet shows them on paper."""
    page, _ = _page({"lead": "l1"}, leads__get=a_lead(acknowledged=True))

    assert "Investigative lead only" in words_in(page.body)
