"""What only compliance has on the page of controls: the public statement, and checks of searches against staff."""

from typing import Any

import pytest

from kernel_lib.vocabulary import Role
from kernel_lib.wire.control import ControlsView
from kernel_lib.wire.publication import Publication, PublicSection, PublicStatement, Published, PublishedFile
from kernel_lib.wire.staff import StaffChecks, StaffCheckView, StaffFindingView
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, an_account
from tests.widgets.press import everything, press, tell, words_in
from widgets.pages.controls import ControlsPage

EMPTY = ControlsView(stops=(), targets=(), settings=(), exigent=(), bursts=(), sources=(), reason_min_length=20)
SECTION = PublicSection(key="never", heading="What it never does", items=("It watches no crowd.",))
STATEMENT = Publication(
    statements=(
        PublicStatement(language="en", title="Face recognition here", sections=(SECTION,)),
        PublicStatement(language="fr", title="Reconnaissance faciale ici", sections=(SECTION,)),
    )
)
WRITTEN = Published(files=(PublishedFile(name="index.html", sha256="0" * 64, bytes=9),), sequence=7)
FOUND = StaffFindingView(
    id="f1",
    raised_at=NOW,
    request_number="R-0007",
    occurrence_number="2026-000123",
    requester="Person One",
    searched_by="Person Two",
    resembles="Person Three",
)
ANSWERED = FOUND.model_copy(update={"proper": False, "reason": "No complaint.", "answered_at": NOW, "answered_by": "C"})
RUN = StaffCheckView(ran_at=NOW, since=None, by_service=True, people=2, searches=9, compared=8, seed="00ff")


def _checks(finding: StaffFindingView = FOUND) -> StaffChecks:
    return StaffChecks(checks=(RUN,), findings=(finding,), consents=2, due_at=NOW, reason_min_length=20)


def _page(*roles: Role, **answers: Any) -> tuple[ControlsPage, FakeClient]:
    given = {name.replace("__", "."): value for name, value in answers.items()}
    client = FakeClient({"controls.get": EMPTY, "resolve": an_account(*roles), **given})
    page = ControlsPage(lambda: client)  # type: ignore[arg-type, return-value]  # reason: a fake client
    page.load()
    return page, client


@pytest.mark.proves("E-18")
def test_compliance_sees_the_statement_before_it_goes_out() -> None:
    """What is shown is the statement itself; it goes out in a second step (E-18)."""
    page, client = _page(Role.COMPLIANCE, publication__preview=STATEMENT, publication__publish=WRITTEN)

    press(page.body, "Public statement (E-18)")
    shown = words_in(page.body)
    press(page.body, "Publish")
    before = "publication.publish" in client.names()
    press(page.body, "Publish it now")

    assert "It watches no crowd." in shown
    assert not before
    assert page.banner.reason == "index.html"


@pytest.mark.proves("H-06")
def test_what_is_missing_is_said_and_there_is_no_button() -> None:
    """Without an official nothing can be put out from here either (H-06)."""
    held = STATEMENT.model_copy(update={"missing": ("The accountable official is not named.",)})
    page, _ = _page(Role.COMPLIANCE, publication__preview=held)

    press(page.body, "Public statement (E-18)")

    assert "The accountable official is not named." in words_in(page.body)
    assert "Publish" not in [getattr(each, "description", "") for each in everything(page.body)]


@pytest.mark.proves("B-11")
def test_compliance_answers_what_a_check_found() -> None:
    """Who, whose and where is shown; the answer goes out with its reason (B-11)."""
    page, client = _page(Role.COMPLIANCE, staff__checks=_checks(), staff__answer=_checks(ANSWERED))
    press(page.body, "Searches of staff (B-11)")
    tell(page.staff.findings, event="open", id="f1")
    shown = words_in(page.staff.box)
    assert page.staff.form is not None
    form = {each.name: each for each in page.staff.form._fields}
    form["proper"].value, form["reason"].value = False, "No complaint of the shop is known."

    press(page.staff.box, "Record the answer")

    assert "Person Three" in shown
    assert "2026-000123" in shown
    finding_id, answer = client.last("staff.answer")
    assert (finding_id, answer.proper, answer.reason) == ("f1", False, "No complaint of the shop is known.")
    assert page.staff.findings.rows[0]["cells"][-1] == "not proper"


@pytest.mark.proves("B-11")
def test_compliance_may_check_at_once() -> None:
    """The button asks for a check, and the table tells of it."""
    page, client = _page(Role.COMPLIANCE, staff__checks=_checks(), staff__check=_checks())
    press(page.body, "Searches of staff (B-11)")

    press(page.staff.box, "Check the searches since the last time")

    assert client.names()[-1] == "staff.check"
    assert "00ff" in words_in(page.staff.box)


@pytest.mark.proves("B-11")
def test_an_administrator_sees_neither() -> None:
    """Only compliance is told."""
    page, client = _page(Role.ADMINISTRATOR)

    words = [getattr(each, "description", "") for each in everything(page.body)]
    assert "Searches of staff (B-11)" not in words
    assert "staff.checks" not in client.names()
