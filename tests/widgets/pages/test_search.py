"""The search request, step by step."""

from typing import Any

import pytest

from kernel_lib.errors import ServiceUnreachable, Unacceptable
from kernel_lib.vocabulary import RequestState
from kernel_lib.wire.casework import RequestDraft
from kernel_lib.wire.model import RefusalReply
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import a_draft, a_form, a_plan, a_probe, a_request
from tests.widgets.press import press, tell, words_in
from widgets.pages.search import SearchPage

DRAFT = a_draft()


def _page(query: dict[str, str] | None = None, **answers: Any) -> tuple[SearchPage, FakeClient]:
    given = {name.replace("__", "."): value for name, value in answers.items()}
    client = FakeClient({"requests.form": a_form(), **given})
    page = SearchPage(lambda: client, query)  # type: ignore[arg-type, return-value]  # reason: a fake client
    page.load()
    return page, client


def _resumed(**changes: Any) -> tuple[SearchPage, FakeClient]:
    request = a_request(**{"probe": a_probe(), **changes})
    return _page({"request": "r1"}, requests__get=request, requests__plan=a_plan())


def _states(page: SearchPage) -> dict[str, str]:
    return {step["id"]: step["state"] for step in page.rail.steps}


def _answer_case(page: SearchPage) -> None:
    for name in ("occurrence_number", "offence_id", "depicted_role", "purpose", "protected_activity"):
        page.answers.fields[name].value = getattr(DRAFT, name)


def test_a_new_request_starts_at_its_case() -> None:
    """Picture, face, check and submission are locked, in words as well."""
    page, _ = _page()

    assert _states(page) == {
        "case": "here",
        "source": "open",
        "picture": "locked",
        "face": "locked",
        "check": "locked",
        "submit": "locked",
    }
    assert {step["words"] for step in page.rail.steps} >= {"here", "locked", "8 answers missing"}


def test_closed_choices_are_told_and_cannot_be_chosen() -> None:
    """An offence off the list and a live camera are named with their reason (A-02, A-05)."""
    page, _ = _page()

    case, source = words_in(page.answers.case_box), words_in(page.answers.source_box)
    offered = [value for _, value in page.answers.fields["offence_id"].control.options]
    assert "Not on the list in force." in case
    assert "Never searched. (A-05)" in source
    assert offered == ["", "robbery"]


def test_unanswered_questions_are_named_and_the_rest_is_saved() -> None:
    """Nothing typed is lost by an incomplete step."""
    page, client = _page(requests__open=a_request(draft=RequestDraft(occurrence_number="H26-000123")))
    page.answers.fields["occurrence_number"].value = "H26-000123"

    press(page.body, "Save and go on")

    assert client.last("requests.open")[0].occurrence_number == "H26-000123"
    assert [name for name, _ in page.banner.fields] == ["offence_id", "depicted_role", "purpose", "protected_activity"]
    assert page.step == "case"


def test_a_complete_step_opens_the_request_and_goes_on() -> None:
    """The draft is in the service before the step is left."""
    page, client = _page(requests__open=a_request(draft=RequestDraft()))
    _answer_case(page)

    press(page.body, "Save and go on")

    assert client.last("requests.open")[0].protected_activity is False
    assert page.step == "source"


def test_an_unchanged_step_is_not_saved_again() -> None:
    """Looking costs no entry in the log."""
    page, client = _resumed()

    tell(page.rail, event="go", step="source")

    assert "requests.save" not in client.names()
    assert page.step == "source"


def test_what_was_typed_survives_a_lost_connection() -> None:
    """The step is not left, and the answers stay."""
    page, _ = _page(requests__open=ServiceUnreachable("service: no answer"))
    _answer_case(page)

    press(page.body, "Save and go on")

    assert page.step == "case"
    assert page.answers.fields["occurrence_number"].value == "H26-000123"
    assert page.banner.heading == "No connection to the service"


def test_the_browser_asks_before_typed_answers_are_left() -> None:
    """Until they are saved; a page just read holds nothing unsaved."""
    page, _ = _page(requests__open=a_request(draft=DRAFT))
    fresh = page.conduct.unsaved
    _answer_case(page)
    typed = page.conduct.unsaved

    press(page.body, "Save and go on")

    assert (fresh, typed, page.conduct.unsaved) == (False, True, False)


def test_a_reload_comes_back_to_the_first_open_step() -> None:
    """With every answer as it was saved."""
    page, _ = _resumed()

    assert page.step == "face"
    assert page.answers.draft() == DRAFT


@pytest.mark.parametrize(("changes", "step"), [({"probe": None}, "picture"), ({"draft": a_draft(ground="")}, "source")])
def test_the_step_depends_on_what_is_missing(changes: dict[str, Any], step: str) -> None:
    """No picture, or no ground."""
    page, _ = _resumed(**changes)

    assert page.step == step


def test_a_picture_taken_in_leads_to_its_faces() -> None:
    """The page reads the request from the service; the browser's word is not enough."""
    page, client = _resumed(probe=None)
    client.answers["requests.get"] = a_request(probe=a_probe())

    tell(page.picture.intake, event="received")

    assert page.step == "face"
    assert len(page.face.picker.faces) == 3
    assert page.picture.intake.address == "/leadbook/requests/r1/probe"


def test_a_refused_picture_is_told_in_the_banner() -> None:
    """With the reference that the service gave."""
    page, _ = _resumed(probe=None)
    reply = RefusalReply(rule="A-13", reason="No picture.", next_step="Send one.", reference=5)

    tell(page.picture.intake, event="refused", status=422, reply=reply.model_dump_json())

    assert (page.banner.rule, page.banner.reference, page.step) == ("A-13", "5", "picture")


def test_the_facts_of_a_picture_are_shown_escaped() -> None:
    """Name, size, kind, dimensions, hash and notes; a file's name is text."""
    page, _ = _resumed()
    tell(page.rail, event="go", step="picture")

    text = words_in(page.body)
    assert "camera &lt;4&gt;.jpg" in text
    assert "640 × 360 pixels" in text
    assert "abababababababab" in text
    assert "Turned upright" in text


def test_a_face_is_chosen_with_a_reason() -> None:
    """Choice and reason go to the service together (A-20)."""
    page, client = _resumed()
    client.answers["requests.choose_face"] = a_request(probe=a_probe(1))

    page.face.picker.chosen = 1
    page.face.why.value = "Stands at the counter."
    press(page.body, "Save and go on")

    assert client.last("requests.choose_face") == ("r1", 1, "Stands at the counter.")
    assert page.step == "check"


def test_a_face_without_a_reason_is_not_sent() -> None:
    """The message stands at the field."""
    page, client = _resumed()

    page.face.picker.chosen = 1
    press(page.body, "Save and go on")

    assert "requests.choose_face" not in client.names()
    assert page.face.why.error
    assert page.step == "face"


def test_findings_of_the_chosen_face_are_told_in_words() -> None:
    """A face below the floor is said not to be searchable (A-17, A-18)."""
    page, _ = _resumed()

    page.face.picker.chosen = 2

    text = words_in(page.face.box)
    assert "Eye distance 21 px, caution below 30." in text
    assert "cannot be searched (A-18)" in text


def test_a_refused_face_keeps_choice_and_reason() -> None:
    """Nothing typed is lost by a refusal."""
    page, client = _resumed()
    client.answers["requests.choose_face"] = Unacceptable("A-18", "Below the floor.", "Choose another.", reference=4)

    page.face.picker.chosen = 2
    page.face.why.value = "Stands at the counter."
    press(page.body, "Save and go on")

    assert (page.face.picker.chosen, page.face.why.value) == (2, "Stands at the counter.")
    assert page.banner.rule == "A-18"


def test_open_points_lead_to_their_step() -> None:
    """A point that is still open is a button to its question."""
    page, client = _resumed(probe=a_probe(1))
    client.answers["requests.plan"] = a_plan(ground="The ground is too short.")
    tell(page.rail, event="go", step="check")

    press(page.body, "Source and ground: The ground is too short.")

    assert page.step == "source"
    assert page.answers.fields["ground"].error == "The ground is too short."


def test_the_plan_is_read_before_submitting() -> None:
    """What the search will do is said, and nothing but the last button submits (A-25)."""
    page, client = _resumed(probe=a_probe(1))
    tell(page.rail, event="go", step="check")
    plan = words_in(page.body)
    press(page.body, "Save and go on")
    before = client.names().count("requests.submit")
    client.answers["requests.submit"] = a_request(
        state=RequestState.SUBMITTED, probe=a_probe(1), state_words="Waits for an approver."
    )

    press(page.body, "Submit for approval")

    assert "3,214 pictures of Halton" in plan
    assert before == 0
    assert "Waits for an approver." in words_in(page.body)
    assert set(_states(page).values()) == {"locked"}


def test_a_submitted_request_cannot_be_changed_here() -> None:
    """No buttons, no drop zone."""
    page, client = _resumed(state=RequestState.APPROVED, probe=a_probe(1))

    with pytest.raises(AssertionError, match="expected one, got 0"):
        press(page.body, "Save and go on")
    assert client.names() == ["requests.form", "requests.get"]


@pytest.mark.proves("A-07")
def test_the_role_decides_which_questions_are_asked() -> None:
    """A missing person needs no offence and a statement of who reported it (A-07)."""
    page, _ = _page()
    statement = page.answers.fields["role_statement"]
    assert statement.box.layout.display == "none"

    page.answers.fields["depicted_role"].value = "missing"

    asked = page.answers.missing(("offence_id", "role_statement"))
    assert asked == ["role_statement"]
    assert statement.box.layout.display is None
    assert "who reported" in words_in(page.answers.case_box)


@pytest.mark.proves("A-12")
def test_an_urgent_request_asks_for_its_reason() -> None:
    """And says what follows when nobody approves in time (A-12)."""
    page, _ = _page()
    page.answers.fields["exigent"].value = True

    assert page.answers.missing(("exigent_reason",)) == ["exigent_reason"]
    assert "within 48 hours" in words_in(page.answers.case_box)


@pytest.mark.proves("A-10")
def test_refused_purposes_are_told_and_cannot_be_chosen() -> None:
    """The list is read from the service (A-10)."""
    page, _ = _page()

    assert "general_interest" not in [value for _, value in page.answers.fields["purpose"].control.options]
    assert "General interest" in words_in(page.answers.case_box)


@pytest.mark.proves("A-03")
def test_a_submitted_request_shows_the_offence_as_it_was_listed() -> None:
    """With the version of the list of that day (A-03)."""
    page, _ = _resumed(
        state=RequestState.SUBMITTED, offences_version="2026-02", offence_text="Robbery (Criminal Code, s. 344)."
    )

    assert "version 2026-02: Robbery (Criminal Code, s. 344)." in words_in(page.body)
