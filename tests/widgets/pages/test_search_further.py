"""Further pictures of the same person on the search page (A-21)."""

from typing import Any

import pytest

from kernel_lib.wire.casework import FurtherView
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import a_form, a_probe, a_request
from tests.widgets.press import press, words_in
from widgets.pages.search import SearchPage


def _further(**changed: Any) -> FurtherView:
    probe = a_probe()
    whole: dict[str, Any] = {
        "id": "f1",
        "filename": "second.png",
        "sha256": "b" * 64,
        "notes": ("Frame 24, at 0:01, of the same video.",),
        "faces": probe.faces[:2],
        "chosen_face": None,
        "chosen_why": "",
    }
    return FurtherView(**{**whole, **changed})


def _page(**changes: Any) -> tuple[SearchPage, FakeClient]:
    request = a_request(probe=a_probe(1), most_further=3, **changes)
    client = FakeClient({"requests.form": a_form(), "requests.get": request, "requests.choose_face": request})
    page = SearchPage(lambda: client, {"request": "r1"})  # type: ignore[arg-type, return-value]  # reason: a fake client
    page.load()
    page.leave_for("face")
    return page, client


@pytest.mark.proves("A-21")
def test_a_further_picture_asks_for_its_face_and_why() -> None:
    """The choice goes to the service with the picture's id; nothing is chosen for anybody."""
    page, client = _page(further=(_further(),))
    client.answers["requests.choose_in_further"] = a_request(probe=a_probe(1), further=(_further(chosen_face=1),))

    page.further.face.value = 1
    page.further.why.value = "The same coat and bag."
    press(page.body, "Use this face too")

    assert client.last("requests.choose_in_further") == ("r1", "f1", 1, "The same coat and bag.")


def test_the_question_whether_it_is_one_person_is_read_on_the_page() -> None:
    """Whoever added it reads it where it can be taken out."""
    page, client = _page(further=(_further(chosen_face=0, chosen_why="Same bag.", warning="Is it one person?"),))
    client.answers["requests.drop_further"] = a_request(probe=a_probe(1))

    said = words_in(page.further.box)
    press(page.body, "Take out further picture 1")

    assert "Is it one person?" in said
    assert "Frame 24, at 0:01, of the same video." in said
    assert client.last("requests.drop_further") == ("r1", "f1")


def test_no_face_no_choice() -> None:
    """Without a face the service is not asked."""
    page, client = _page(further=(_further(),))

    press(page.body, "Use this face too")

    assert "requests.choose_in_further" not in client.names()
    assert page.further.face.error
