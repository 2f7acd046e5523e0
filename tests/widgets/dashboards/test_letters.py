"""Letters of applications are handed on as files."""

import pytest

from tests.widgets.dashboards.conftest import Running
from tests.widgets.dashboards.fake_service import LETTER


@pytest.mark.proves("F-64")
def test_a_letter_is_a_file_to_print_and_no_copy_stays(server: Running) -> None:
    """The bytes are the service's; one of another application is refused as the service says."""
    with server.sign_in("ines") as browser:
        answer = browser.get("/leadbook/letters/a1/l1")
        other = browser.get("/leadbook/letters/a1/l2")

    assert (answer.content, other.status_code) == (LETTER, 404)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="letter-l1.pdf"'
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.proves("M-06")
def test_a_letter_of_a_breach_is_a_file_to_print(server: Running) -> None:
    """As the service makes it; what it refuses is refused."""
    with server.sign_in("ines") as browser:
        answer = browser.get("/leadbook/breach-letters/b1/person/fr")
        other = browser.get("/leadbook/breach-letters/b2/person/fr")

    assert (answer.content, other.status_code) == (LETTER, 404)
    assert answer.headers["content-disposition"] == 'attachment; filename="letter-person-fr.pdf"'
