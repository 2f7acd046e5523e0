"""The switch of the language keeps page and query, and leads nowhere else."""

import pytest

from tests.widgets.dashboards.conftest import Running
from widgets.dashboards.language import way_back


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/review?task=t1", "/review?task=t1"),
        ("/search", "/search"),
        ("/sign-in?next=/search", "/sign-in?next=/search"),
        ("//evil.example/search", "/"),
        ("https://evil.example/search", "/"),
        ("/sign-out", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_is_a_page_of_ours(wanted: str, led_to: str) -> None:
    """Page and query are kept; another host and another address are not."""
    assert way_back(wanted) == led_to


def test_a_query_with_other_signs_is_dropped() -> None:
    """No header can be smuggled in by the way back."""
    assert way_back("/search?a=<b>") == "/search"
    assert "\n" not in way_back("/search?a=b\r\nSet-Cookie: x=y")


def test_the_switch_keeps_the_language_in_a_cookie_that_is_no_secret(server: Running) -> None:
    """French is kept for this browser; the page that comes back says so in its language attribute."""
    with server.client() as nobody:
        answer = nobody.post("/leadbook/language", data={"language": "fr", "back": "/sign-in?next=/review"})
        unknown = nobody.post("/leadbook/language", data={"language": "<b>"})

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/review"
    assert answer.headers["set-cookie"].startswith("leadbook_language=fr;")
    assert "SameSite=Strict" in answer.headers["set-cookie"]
    assert unknown.headers["set-cookie"].startswith("leadbook_language=en;")
