"""Packs are handed on as files."""

import pytest

from tests.widgets.dashboards.conftest import Running
from tests.widgets.dashboards.fake_service import PACK


@pytest.mark.proves("E-14")
def test_a_pack_is_a_file_to_keep_and_no_copy_stays(server: Running) -> None:
    """The bytes are the service's; the browser saves and does not show them."""
    with server.sign_in("ines") as browser:
        answer = browser.get("/leadbook/packs/p1")

    assert answer.content == PACK
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="pack-p1.zip"'
    assert answer.headers["cache-control"] == "no-store"


def test_a_pack_that_is_not_theirs_is_refused(server: Running) -> None:
    """As the service says."""
    with server.sign_in("ines") as browser:
        answer = browser.get("/leadbook/packs/p2")

    assert answer.status_code == 404


def test_what_is_not_a_pack_is_not_handed_on(server: Running) -> None:
    """A page that calls itself a pack would be saved as one."""
    with server.sign_in("ines") as browser:
        answer = browser.get("/leadbook/packs/page")

    assert answer.status_code == 502
    assert "script" not in answer.text
