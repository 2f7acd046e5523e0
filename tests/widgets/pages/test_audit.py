"""The auditor's page."""

from typing import Any

from kernel_lib.wire.audit import FaultView
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import a_log, a_question, an_answer, an_event
from tests.widgets.press import press, tell, words_in
from widgets.pages.audit import AuditPage
from widgets.pages.audit_question import as_csv


def _page(**answers: Any) -> tuple[AuditPage, FakeClient]:
    given = {
        "audit.status": a_log(),
        "audit.questions": (a_question(),),
        "audit.recent": (an_event(),),
        "audit.ask": an_answer(),
    }
    client = FakeClient({**given, **{name.replace("__", "."): value for name, value in answers.items()}})
    page = AuditPage(lambda: client)
    page.load()
    return page, client


def test_the_state_of_the_log_stands_on_top() -> None:
    """Verified when, checkpoint at which entry."""
    page, _ = _page()

    text = words_in(page.body)
    assert "The log is whole." in text
    assert "at entry 100" in text
    assert text.index("The log is whole.") < text.index("Latest entries")


def test_a_damaged_log_names_its_places() -> None:
    """Verifying again shows what is wrong and where."""
    fault = FaultView(place="segment 1, entry 7", kind="edited", message="The hash differs.")
    page, _ = _page(audit__verify=a_log(whole=False).model_copy(update={"faults": (fault,)}))

    press(page.body, "Verify now")

    assert "The log is not whole." in words_in(page.body)
    assert "segment 1, entry 7" in words_in(page.body)


def test_a_log_never_verified_is_said_to_be_so() -> None:
    """Not known is a value of its own."""
    page, _ = _page(audit__status=a_log(whole=None))

    assert "has not been verified yet" in words_in(page.body)


def test_a_question_is_asked_with_its_parameters() -> None:
    """Its default is there; the answer is a table, then a chart, then what it was made from."""
    page, client = _page()

    tell(page.listing, event="open", id="searches_by_day")
    press(page.body, "Ask")

    text = words_in(page.body)
    assert client.last("audit.ask") == ("searches_by_day", {"since": "2026-11-01"})
    assert text.index("<table") < text.index("lb-bars")
    assert "SELECT day, count(*) FROM events" in text
    assert "efefefefefefefef" in text


def test_a_number_must_be_one() -> None:
    """Anything else is told at its field."""
    whole = a_question().parameters[0].model_copy(update={"kind": "integer", "default": "many"})
    page, client = _page(audit__questions=(a_question().model_copy(update={"parameters": (whole,)}),))
    tell(page.listing, event="open", id="searches_by_day")

    press(page.body, "Ask")

    assert page.question.parameters["since"].error == "Give a whole number."
    assert "audit.ask" not in client.names()


def test_a_file_never_holds_a_formula() -> None:
    """A text that a spreadsheet would run stays a text."""
    answer = an_answer().model_copy(update={"rows": (("=1+1", -3), ("a,b", None))})

    assert as_csv(answer) == 'day,searches\r\n\'=1+1,-3\r\n"a,b",\r\n'


def test_an_answer_without_rows_says_so() -> None:
    """An empty table is a result."""
    page, _ = _page(audit__ask=an_answer().model_copy(update={"rows": ()}))
    tell(page.listing, event="open", id="searches_by_day")

    press(page.body, "Ask")

    assert "No row answers this question." in words_in(page.body)
