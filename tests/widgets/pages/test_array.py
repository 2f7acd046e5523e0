"""Photo arrays on their two pages: put together on the lead's, shown on one of their own."""

from datetime import timedelta
from typing import Any

import ipywidgets
import pytest

from kernel_lib.errors import Unacceptable
from kernel_lib.vocabulary import ArrayState, LeadState
from kernel_lib.wire.arrays import ArrayShowing, ArrayView, FillerView, ShownPicture
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, a_lead
from tests.widgets.lead_fakes import a_follow_up
from tests.widgets.press import everything, press, words_in
from widgets.pages.array import ArrayPage
from widgets.pages.leads import LeadsPage

SEAL = "ab" * 32


def _array(**changed: Any) -> ArrayView:
    """An array with two fillers that is being prepared."""
    whole: dict[str, Any] = {
        "id": "p1",
        "state": ArrayState.PREPARING,
        "person": "arrays/p1/fillers/0",
        "fillers": (
            FillerView(number=1, picture="arrays/p1/fillers/1", source=""),
            FillerView(number=2, picture="arrays/p1/fillers/2", source="Volunteers <unit 3>."),
        ),
        "min_fillers": 9,
        "most_fillers": 19,
        "upload_source": "",
        "made_at": NOW,
    }
    return ArrayView(**{**whole, **changed})


def _showing(**changed: Any) -> ArrayShowing:
    """A showing at its second picture of ten."""
    whole = {"id": "p1", "state": ArrayState.SHOWING, "place": 2, "pictures": 10, "answered": 1}
    return ArrayShowing(**{**whole, "picture": "arrays/p1/shown/2", **changed})


def buttons_in(widget: Any) -> set[str]:
    """The words of every button that is placed."""
    return {each.description for each in everything(widget) if isinstance(each, ipywidgets.Button)}


def _lead_page(*arrays: ArrayView, **answers: Any) -> tuple[LeadsPage, FakeClient]:
    follow_up = a_follow_up(arrays=arrays)
    given = {"leads.get": a_lead(acknowledged=True), "follow_up.get": follow_up}
    client = FakeClient({**given, **{f"arrays.{name}": value for name, value in answers.items()}})
    page = LeadsPage(lambda: client, {"lead": "l1"})
    page.load()
    return page, client


def _array_page(*own: ArrayShowing, **answers: Any) -> tuple[ArrayPage, FakeClient]:
    client = FakeClient({"arrays.own": own, **{f"arrays.{name}": value for name, value in answers.items()}})
    page = ArrayPage(lambda: client)
    page.load()
    return page, client


@pytest.mark.proves("E-07")
def test_fillers_are_shown_by_number_and_source_beside_the_warning() -> None:
    """Without a name; a source is escaped."""
    page, client = _lead_page(_array(), take_out=a_follow_up(arrays=(_array(),)))

    text = words_in(page.body)

    for part in (
        "Fillers will be alike.",
        "Filler 2",
        "Volunteers &lt;unit 3&gt;.",
        "/leadbook/pictures/arrays/p1/fillers/0",
    ):
        assert part in text
    press(page.body, "Take out filler 2")
    assert client.last("arrays.take_out") == ("p1", 2)


@pytest.mark.proves("E-07")
def test_an_array_that_is_refused_says_which_filler_and_why() -> None:
    """At the top of the page; what was put together stays."""
    reason = "Fillers that stand out, too unlike the person: 2; too unlike the other pictures: none."
    refused = Unacceptable("E-07", reason, "Take it out.", fields={"fillers": reason}, reference=9)
    page, _ = _lead_page(_array(), measure=refused)

    press(page.body, "Measure the array")

    assert "too unlike the person: 2" in page.banner.reason
    assert "Filler 2" in words_in(page.body)


def test_fillers_are_sent_once_their_source_is_named() -> None:
    """The drop zone appears with the source in force."""
    source = "Volunteers of the unit, with their consent."
    named = a_follow_up(arrays=(_array(upload_source=source),))
    page, client = _lead_page(_array(), name_source=named)
    assert page.follow_up is not None
    panel = page.follow_up.array
    press(page.body, "Keep this source")
    assert page.acts.fields["source"].error == "Please answer this."
    panel.source.value = source

    press(page.body, "Keep this source")

    assert client.last("arrays.name_source") == ("p1", source)
    assert panel.intake in panel.box.children
    assert panel.intake.address == "/leadbook/arrays/p1/fillers"


def test_a_code_is_told_once_with_its_time() -> None:
    """In two groups, to be read aloud."""
    ready = _array(state=ArrayState.READY, code_until=NOW + timedelta(minutes=10))
    told = a_follow_up(arrays=(ready.model_copy(update={"code": "ABCDE23456"}),))
    page, _ = _lead_page(ready, give_code=told)
    assert "A code was made." in words_in(page.body)

    press(page.body, "Make a code for whoever shows it")

    assert "ABCDE 23456" in words_in(page.body)


@pytest.mark.proves("E-06")
def test_a_sealed_array_stands_on_the_lead_with_every_answer() -> None:
    """Whose picture, the witness's words escaped, who showed it, the seal."""
    shown = (
        ShownPicture(place=1, filler=3, sha256="1" * 64, answers=((NOW, "No <hair>."), (NOW, "Still no."))),
        ShownPicture(place=2, filler=0, sha256="2" * 64, answers=()),
    )
    sealed = _array(
        state=ArrayState.SEALED, administrator="Person Two", shown=shown, seal=SEAL, started_at=NOW, ended_at=NOW
    )
    page, _ = _lead_page(sealed)

    text = words_in(page.body)

    for part in ("Person Two", "Filler 3", "No &lt;hair&gt;.", "Still no.", "no answer", SEAL):
        assert part in text
    assert "Begin a photo array" in buttons_in(page.body)


def test_a_lead_that_is_over_begins_no_array() -> None:
    """Neither a button nor a heading."""
    client = FakeClient(
        {
            "leads.get": a_lead(acknowledged=True),
            "follow_up.get": a_follow_up(state=LeadState.CLOSED, outcome="Eliminated"),
        }
    )
    page = LeadsPage(lambda: client, {"lead": "l1"})
    page.load()

    assert "Photo array" not in words_in(page.body)


@pytest.mark.proves("E-06")
def test_a_showing_begins_by_a_code_and_the_word_of_who_shows_it() -> None:
    """Both are asked for; the page says nothing of a search."""
    page, client = _array_page(begin=_showing(place=1, answered=0, picture="arrays/p1/shown/1"))
    press(page.body, "Begin")
    assert page.unaware.error == "Please answer this."
    page.code.value, page.unaware.value = "abcde 23456", True

    press(page.body, "Begin")

    assert client.last("arrays.begin") == ("abcde 23456", {"unaware": True})
    text = words_in(page.body)
    assert "Picture 1 of 10" in text
    assert "/leadbook/pictures/arrays/p1/shown/1" in text
    assert not any(word in text.lower() for word in ("search", "lead's", "candidate", "filler"))
    assert "Go back to the picture before (it is recorded)" not in buttons_in(page.body)


def test_an_answer_is_sent_in_the_words_that_were_typed() -> None:
    """The next picture follows with an empty field."""
    page, client = _array_page(_showing(), answer=_showing(place=3, answered=2, picture="arrays/p1/shown/3"))
    press(page.body, "Record what was said")
    assert page.words.error == "Please answer this."
    page.words.value = "It could be him."

    press(page.body, "Record what was said")

    assert client.last("arrays.answer") == ("p1", "It could be him.")
    assert "Picture 3 of 10" in words_in(page.body)
    assert page.words.value == ""


@pytest.mark.proves("E-06")
def test_going_back_is_asked_of_the_service_and_what_was_said_is_shown() -> None:
    """It is recorded there, and the button says so."""
    page, client = _array_page(_showing(), go_back=_showing(place=1, answers=((NOW, "No."),)))

    press(page.body, "Go back to the picture before (it is recorded)")

    assert client.last("arrays.go_back") == ("p1",)
    assert "No." in words_in(page.body)


def test_an_end_before_the_last_picture_asks_why_and_then_shows_the_seal() -> None:
    """And whether it was recorded."""
    page, client = _array_page(_showing(), end=_showing(state=ArrayState.SEALED, picture="", seal=SEAL))
    page.reason.value = "The witness felt unwell and left."

    press(page.body, "End and seal")
    assert page.recorded.error == "Please answer this."
    page.recorded.value = True
    press(page.body, "End and seal")

    given = {"recorded": True, "reason": "The witness felt unwell and left."}
    assert client.last("arrays.end") == ("p1", given)
    assert SEAL in words_in(page.body)
