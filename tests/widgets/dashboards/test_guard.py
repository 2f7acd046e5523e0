"""Nothing but the sign-in is open, and nobody reaches what belongs to somebody else."""

import re
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from tests.widgets.dashboards.conftest import Running
from tests.widgets.dashboards.fake_service import PASSWORD

OPEN = {"/leadbook/language", "/sign-in", "/leadbook/static/(style\\.css)"}
SAMPLES = {
    r"/api/kernels/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)": f"/api/kernels/{uuid4()}",
    r"/api/kernels/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)/channels": f"/api/kernels/{uuid4()}/channels",
    "/voila/api/shutdown/(.*)": f"/voila/api/shutdown/{uuid4()}",
    "/voila/static/(.*)": "/voila/static/voila.js",
    "/voila/labextensions/(.*)": "/voila/labextensions/anywidget/package.json",
    "/leadbook/static/([a-z_]+\\.js)": "/leadbook/static/frame.js",
    "/leadbook/requests/([0-9A-Za-z-]{1,64})/probe": "/leadbook/requests/r1/probe",
    "/leadbook/requests/([0-9A-Za-z-]{1,64})/further": "/leadbook/requests/r1/further",
    "/leadbook/arrays/([0-9A-Za-z-]{1,64})/fillers": "/leadbook/arrays/a1/fillers",
    "/leadbook/known-tasks/([0-9A-Za-z-]{1,64})/picture": "/leadbook/known-tasks/t1/picture",
    "/leadbook/pictures/(.*)": "/leadbook/pictures/people/one",
    "/leadbook/packs/([0-9A-Za-z-]{1,64})": "/leadbook/packs/p1",
    "/leadbook/letters/([0-9A-Za-z-]{1,64})/([0-9A-Za-z-]{1,64})": "/leadbook/letters/a1/l1",
    "/leadbook/breach-letters/([0-9A-Za-z-]{1,64})/([a-z]{1,16})/([a-z]{2})": "/leadbook/breach-letters/b1/person/en",
    "/leadbook/reports/([0-9A-Za-z-]{1,64})/([a-z]{3,4})": "/leadbook/reports/r1/html",
    "/leadbook/extracts/([0-9-]{10})/([0-9-]{10})": "/leadbook/extracts/2026-01-01/2026-12-31",
    "/leadbook/samples/([0-9]{4}-[0-9]{2})": "/leadbook/samples/2026-10",
    "/.*": "/anything/else",
}


def _sample(pattern: str) -> str:
    plain = pattern.removesuffix("$")
    return SAMPLES.get(plain, plain)


def test_only_the_sign_in_and_its_stylesheet_are_open(server: Running) -> None:
    """Every route of the running server, asked with every method by nobody, answers nothing but the way to sign in."""
    closed = [pattern for pattern, _, _ in server.routes if pattern.removesuffix("$") not in OPEN]

    with server.client() as nobody:
        nobody.headers["connection"] = "close"  # a refused upload ends its connection
        answers = {
            (method, path): nobody.request(method, path).status_code
            for path in map(_sample, closed)
            for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
        }

    assert len(closed) >= 15
    assert {key: status for key, status in answers.items() if status not in {302, 401, 403, 405}} == {}
    redirected = {path for (_, path), status in answers.items() if status == 302}
    assert redirected == {
        "/",
        "/search",
        "/partners",
        "/approvals",
        "/review",
        "/leads",
        "/requests",
        "/case",
        "/controls",
        "/administration",
        "/assessment",
        "/reports",
        "/known-tasks",
        "/array",
        "/records",
        "/applications",
        "/destruction",
        "/audit",
    }


def test_routes_say_which_of_them_are_open(server: Running) -> None:
    """The table itself holds no other open route, and each sample really fits its pattern."""
    opened = {pattern.removesuffix("$") for pattern, _, access in server.routes if access == "NOBODY"}
    unmatched = [
        pattern for pattern, _, _ in server.routes if not re.match(pattern, _sample(pattern)) and "style" not in pattern
    ]

    assert opened == OPEN
    assert unmatched == []


def test_the_stylesheet_is_reachable_before_signing_in(server: Running) -> None:
    """The sign-in page can be styled."""
    answer = httpx.get(f"{server.url}/leadbook/static/style.css")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/css"


@pytest.mark.parametrize(
    "path",
    [
        "/voila/render/secret.ipynb",
        "/voila/render/search.ipynb",
        "/voila/tree",
        "/voila/files/secret.ipynb",
        "/voila/templates/lab/static/voila.js",
        "/voila/api/contents",
        "/api/kernels",
        "/api/contents",
        "/secret",
        "/search.ipynb",
        "/search/",
        "/leadbook/static/../app.py",
        "/leadbook/static/%2e%2e/app.py",
        "/voila/static/../../../../etc/passwd",
        "/voila/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/voila/labextensions/%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_nothing_but_the_table_of_pages_is_served(server: Running, path: str) -> None:
    """No other notebook, no tree, no file of the machine, not even for somebody signed in."""
    with server.sign_in("ines") as browser:
        answer = browser.get(path)

    assert answer.status_code in {403, 404}
    assert "root:" not in answer.text


def test_pages_are_for_their_roles_only(server: Running) -> None:
    """An approver is told so in words when opening the page of an investigator, and no kernel starts."""
    with server.sign_in("amir") as approver:
        answer = approver.get("/search", headers={"accept": "text/html"})

    assert answer.status_code == 403
    assert "not open to you" in answer.text


def test_another_persons_kernel_is_not_found(server: Running) -> None:
    """On every route that names a kernel, somebody else's answers exactly as one that does not exist."""
    with server.sign_in("ines") as owner, server.sign_in("ella") as other:
        kernel = server.open(owner, "/search")
        ways = [
            ("GET", "/api/kernels/{}"),
            ("DELETE", "/api/kernels/{}"),
            ("POST", "/voila/api/shutdown/{}"),
            ("GET", "/api/kernels/{}/channels"),
        ]
        theirs = [other.request(method, path.format(kernel)) for method, path in ways]
        none = [other.request(method, path.format(uuid4())) for method, path in ways]
        still = owner.get(f"/api/kernels/{kernel}")

    assert [answer.status_code for answer in theirs] == [404] * 4
    assert [answer.text for answer in theirs] == [answer.text for answer in none]
    assert still.status_code == 200


def test_another_session_of_the_same_person_does_not_reach_the_kernel(server: Running) -> None:
    """A kernel belongs to the session it was started for."""
    with server.sign_in("ines") as first, server.sign_in("ines") as second:
        kernel = server.open(first)
        answer = second.get(f"/api/kernels/{kernel}")

    assert answer.status_code == 404


def test_what_another_site_sends_is_refused(server: Running) -> None:
    """A form or beacon from elsewhere does nothing, cookie or not."""
    with server.sign_in("ines") as browser:
        kernel = server.open(browser)
        statuses = {
            browser.post(path, headers={"origin": origin}).status_code
            for path in ("/sign-out", f"/voila/api/shutdown/{kernel}", "/leadbook/alive")
            for origin in ("http://evil.example", "null", "")
        }
        still = browser.get(f"/api/kernels/{kernel}")

    assert statuses == {403}
    assert still.status_code == 200


@pytest.mark.parametrize("cookie", [b'"a\\012b"', b'"a\\000b"', b"\xe9", b'"lbs_\\303\\251"', b"x" * 257])
def test_a_cookie_that_is_no_secret_is_nobodys(server: Running, cookie: bytes) -> None:
    """Whatever was put into the cookie, it leads to the sign-in, and signing in still works with it."""
    sent: dict[bytes, bytes] = {b"cookie": b"leadbook_session=" + cookie, b"origin": server.url.encode()}
    page = httpx.get(f"{server.url}/", headers=sent)
    signed_in = httpx.post(f"{server.url}/sign-in", headers=sent, data={"username": "ines", "password": PASSWORD})

    assert (page.status_code, page.headers["location"]) == (302, "/sign-in")
    assert signed_in.status_code == 303


def test_signing_in_from_another_site_is_refused(server: Running) -> None:
    """Nobody can be signed in to somebody else's account behind their back."""
    form = {"username": "ines", "password": PASSWORD}
    answer = httpx.post(f"{server.url}/sign-in", data=form, headers={"origin": "http://evil.example"})

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_another_host_name_is_not_answered(server: Running) -> None:
    """A name that was made to point here gets nothing; localhost is sent to the one address."""
    port = server.url.rpartition(":")[2]
    rebound = httpx.get(f"{server.url}/sign-in", headers={"host": f"evil.example:{port}"})
    neighbour = httpx.get(f"{server.url}/sign-in", headers={"host": f"localhost:{port}"})

    assert rebound.status_code == 403
    assert neighbour.headers["location"] == f"{server.url}/sign-in"


def test_answers_carry_the_protecting_headers(server: Running) -> None:
    """No outside host in the policy, no framing, no guessing, nothing kept of a page."""
    with server.sign_in("ines") as browser:
        headers = browser.get("/").headers

    assert not re.search(r"https?://|\*|unsafe-eval", headers["content-security-policy"])
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_an_expired_session_is_led_back_to_the_sign_in(server: Running, wait_until: Callable[..., None]) -> None:
    """Within seconds of the session's end pages redirect, scripts get 401, and the kernels are gone."""
    with server.sign_in("ines") as browser:
        kernel = server.open(browser)
        server.service.end_all_sessions()
        wait_until(lambda: browser.post("/leadbook/alive", data={"kernel": kernel}).status_code == 401)
        page = browser.get("/search", headers={"accept": "text/html"})

    assert page.status_code == 302
    assert page.headers["location"] == "/sign-in?next=/search"
    wait_until(lambda: not list(server.private.glob(f"kernel-{kernel}.json")))
