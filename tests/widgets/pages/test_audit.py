"""The auditor's page."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from kernel_lib.vocabulary import Role
from kernel_lib.wire.answer_csv import as_csv
from kernel_lib.wire.audit import FaultView
from kernel_lib.wire.model import Recorded
from tests.widgets.dashboard_fakes import FIRST, LAST, a_kept_view, alerts_counted, figures_counted
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import a_log, a_question, an_account, an_answer, an_event
from tests.widgets.press import press, tell, words_in
from widgets.pages.audit import AuditPage
from widgets.pages.audit_files import dashboard_csv, dashboard_paper, dashboard_pdf


def _page(*roles: Role, query: dict[str, str] | None = None, **answers: Any) -> tuple[AuditPage, FakeClient]:
    given = {
        "resolve": an_account(*(roles or (Role.AUDITOR,))),
        "dashboard.alerts": alerts_counted(fast_approvals=3),
        "dashboard.views": (a_kept_view(),),
        "dashboard.keep": a_kept_view(),
        "dashboard.drop": Recorded(sequence=1),
        "figures.of": figures_counted(),
        "audit.status": a_log(),
        "audit.questions": (a_question(),),
        "audit.recent": (an_event(),),
        "audit.ask": an_answer(),
    }
    client = FakeClient({**given, **{name.replace("__", "."): value for name, value in answers.items()}})
    page = AuditPage(lambda: client, query)
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


@pytest.mark.proves("I-05")
def test_a_question_says_its_item_and_what_a_row_means_and_does_not_mean() -> None:
    """Beside its sentence, before anything is asked; the list is in the order of the items."""
    other = a_question().model_copy(update={"name": "a_first_name", "title": "Another", "item": 0})
    page, _ = _page(audit__questions=(other, a_question()))

    tell(page.listing, event="open", id="searches_by_day")

    text = words_in(page.body)
    assert [row["cells"] for row in page.listing.rows] == [["13", "Searches by day"], ["–", "Another"]]
    assert "Answers item 13 of the auditors' list." in text.replace("&#x27;", "'").replace("&#39;", "'")
    assert text.index("Each row is a day.") < text.index("A busy day is no fault.")


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


@pytest.mark.proves("I-05")
def test_an_answer_that_was_cut_says_so() -> None:
    """Nobody takes the first rows for all of them."""
    page, _ = _page(audit__ask=an_answer().model_copy(update={"complete": False}))
    tell(page.listing, event="open", id="searches_by_day")

    press(page.body, "Ask")

    assert "There are more than the service sends, which is 2: ask for fewer days." in words_in(page.body)


def test_a_long_answer_shows_its_first_rows_and_keeps_all_of_them_in_the_file() -> None:
    """The page says how many there are and how many are in sight; the table scrolls by itself, by keyboard too."""
    many = an_answer().model_copy(update={"rows": tuple((f"day {number}", number) for number in range(4_321))})
    page, _ = _page(audit__ask=many)
    tell(page.listing, event="open", id="searches_by_day")

    press(page.body, "Ask")

    text = words_in(page.question.box)
    assert "4,321 rows. The first 200 are shown; all of them are in the file." in text
    assert text.count("<tr>") == 1 + 200
    assert (
        'class="lb-answer"><div class="lb-table-scroll" tabindex="0" role="group" aria-label="Searches by day">' in text
    )
    assert page.question.answer is not None
    assert as_csv(page.question.answer).count("\n") == 1 + 4_321


def test_an_id_of_an_answer_stands_on_one_line() -> None:
    """A row is one line high then, and the table scrolls sideways."""
    id_ = "01a20ec5-f191-7871-8325-5aff50eacc50"
    page, _ = _page(audit__ask=an_answer().model_copy(update={"rows": ((id_, 1), ("system", 2))}))
    tell(page.listing, event="open", id="searches_by_day")

    press(page.body, "Ask")

    assert f'<td><span class="lb-one-line">{id_}</span></td>' in words_in(page.body)
    assert "<td>system</td>" in words_in(page.body)


def test_an_answer_without_rows_says_so() -> None:
    """An empty table is a result."""
    page, _ = _page(audit__ask=an_answer().model_copy(update={"rows": ()}))
    tell(page.listing, event="open", id="searches_by_day")

    press(page.body, "Ask")

    assert "No row answers this question." in words_in(page.body)


@pytest.mark.proves("J-14")
def test_alerts_stand_with_count_limit_and_moment() -> None:
    """Those that are raised stand first; the page says as of when, from how many entries, by which limits."""
    page, _ = _page()

    rows = page.alerts.listing.rows
    assert [row["cells"] for row in rows] == [
        ["Requests allowed in seconds", "raised", "3", "2"],
        ["Short reviews", "quiet", "0", "2"],
    ]
    assert "1 of 2 alerts are raised" in page.as_of.value
    assert "limits of version 2026-11-1" in page.as_of.value


@pytest.mark.proves("J-14")
def test_an_alert_opens_its_question_with_its_values() -> None:
    """What is behind the count is one press away, and asks exactly what was counted."""
    page, client = _page()

    tell(page.alerts.listing, event="open", id="fast_approvals")
    press(page.body, "Ask")

    assert client.last("audit.ask") == ("searches_by_day", {"since": "2026-11-02"})


@pytest.mark.proves("J-14")
def test_figures_stand_with_definition_hash_and_way_behind() -> None:
    """A withheld count reads so; the way leads to the question with the same days."""
    page, _ = _page()

    text = page.figures.value
    assert "Definition of funnel." in text
    assert "withheld" in text
    assert text.count('class="lb-bar"') == 1, "a withheld number has no bar, which would read as nought"
    assert "efefefefefefefef" in text
    assert f"?question=request_funnel&amp;first_day={FIRST}&amp;last_day={LAST}" in text
    assert "90" in text


def test_an_analyst_sees_figures_and_questions_and_no_alert() -> None:
    """Alerts and entries are about people; they are not even asked for."""
    page, client = _page(Role.ANALYST)

    first, last = client.last("figures.of")
    assert (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    assert first.year == last.year < datetime.now(UTC).year
    assert not {"dashboard.alerts", "audit.recent"} & set(client.names())
    assert "Alerts" not in words_in(page.body)
    assert "Published figures" in words_in(page.body)


def test_other_days_are_counted_anew() -> None:
    """With the days as they stand in the fields."""
    page, client = _page()
    page.period.first.value, page.period.last.value = date(2026, 1, 1), date(2026, 1, 31)

    press(page.body, "Count again")

    assert client.last("dashboard.alerts") == client.last("figures.of") == (date(2026, 1, 1), date(2026, 1, 31))


def test_days_of_the_address_are_taken_and_nonsense_is_not() -> None:
    """An address can be typed by anybody."""
    page, _ = _page(query={"question": "searches_by_day", "first_day": "2026-02-01", "last_day": "2026-02-30"})

    assert page.period.first.value == date(2026, 2, 1)
    assert page.listing.chosen == "searches_by_day"


def test_a_view_is_kept_with_its_days_and_question() -> None:
    """Days that move along are kept as a number of days."""
    page, client = _page()
    tell(page.listing, event="open", id="searches_by_day")
    page.period.title.value, page.period.moving.value = "Last month", True

    press(page.body, "Keep view")

    (offered,) = client.last("dashboard.keep")
    assert (offered.title, offered.days_back, offered.question) == ("Last month", 30, "searches_by_day")
    assert offered.parameters == {"since": "2026-11-01"}


def test_a_view_without_a_title_is_not_kept() -> None:
    """The message stands at the field."""
    page, client = _page()

    press(page.body, "Keep view")

    assert page.period.title.error == "Give a title."
    assert "dashboard.keep" not in client.names()


def test_a_kept_view_opens_its_days_and_question_and_can_be_dropped() -> None:
    """Counted anew for the days that it stands for."""
    page, client = _page()
    page.period.view.value = "kept-1"

    press(page.body, "Open view")
    opened = client.last("figures.of")
    press(page.body, "Drop view")

    assert opened[1] - opened[0] == timedelta(days=7)
    assert page.question.parameters["since"].value == date(2026, 11, 3)
    assert client.last("dashboard.drop") == ("kept-1",)


def test_the_file_holds_every_number_in_sight() -> None:
    """A withheld count is empty, and each line says from what it was made."""
    lines = dashboard_csv(alerts_counted(fast_approvals=3), figures_counted()).splitlines()

    days = f"{FIRST},{LAST},120"
    assert f"alert,fast_approvals,from 2,3,{days},{'ab' * 32}" in lines
    assert f"level,asked,,12,{days}," in lines
    assert f"figure,funnel,lead; closed,,{days},{'ef' * 32}" in lines


def test_the_paper_is_a_tagged_document_and_says_that_it_is_simulated() -> None:
    """The same numbers as the page, and nothing from outside."""
    paper = dashboard_paper(alerts_counted(), figures_counted())
    made = PdfReader(io.BytesIO(dashboard_pdf(None, figures_counted())))

    assert "SIMULATED" in paper
    assert "http" not in paper
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Definition of funnel." in made.pages[0].extract_text()
