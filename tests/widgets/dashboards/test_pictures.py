"""Pictures in both directions."""

import socket

import pytest

from tests.widgets.dashboards.conftest import Running
from tests.widgets.dashboards.fake_service import PIXEL


def test_a_picture_is_handed_on_for_the_person_who_may_see_it(server: Running) -> None:
    """The bytes are the service's, and no copy is kept."""
    with server.sign_in("ines") as browser:
        answer = browser.get("/leadbook/pictures/people/one")

    assert answer.content == PIXEL
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "../me",
        "people/../../me",
        "%2e%2e/me",
        "..%2fme",
        "people%2fone",
        "people//one",
        "/etc/passwd",
        "people/one/",
        "people/.one",
        "people/one%00",
        "people/one%0d%0aX-A:1",
        "people\\..\\me",
        "people/ön",
        "",
    ],
)
def test_a_path_that_is_not_plain_is_not_found(server: Running, path: str) -> None:
    """No way up, no encoding, no empty part: the service is not even asked. Sent raw, as no browser would."""
    with server.sign_in("ines") as browser:
        browser.get("/leadbook/status")
        before = len(server.service.asked)
        status = _raw(server, f"/leadbook/pictures/{path}", browser.cookies["leadbook_session"])
        asked = server.service.asked[before:]

    assert status in {400, 404}
    assert asked == []


def test_what_is_not_a_picture_is_not_handed_on(server: Running) -> None:
    """A page that calls itself a picture would run in our origin."""
    with server.sign_in("ines") as browser:
        answer = browser.get("/leadbook/pictures/page")

    assert answer.status_code == 502
    assert "script" not in answer.text


def test_a_probe_reaches_the_service_and_its_refusal_the_page(server: Running) -> None:
    """The refusal keeps its status, rule, next step and number in the log."""
    with server.sign_in("ines") as browser:
        answer = browser.post(
            "/leadbook/requests/r1/probe",
            content=PIXEL,
            headers={"content-type": "image/png", "x-leadbook-filename": "still%20one.png"},
        )

    path, body = server.service.probes[-1]
    assert path == "/requests/r1/probe"
    assert PIXEL in body
    assert b'filename="still one.png"' in body
    assert answer.status_code == 422
    assert answer.json()["rule"] == "A-05"
    assert answer.json()["reference"] == 41


def test_a_probe_may_also_come_as_a_form(server: Running) -> None:
    """One file in a form is taken, two are refused."""
    with server.sign_in("ines") as browser:
        one = browser.post("/leadbook/requests/r2/probe", files={"picture": ("a.png", PIXEL, "image/png")})
        two = browser.post(
            "/leadbook/requests/r2/probe", files=[("picture", ("a.png", PIXEL)), ("picture", ("b.png", PIXEL))]
        )

    assert one.json()["rule"] == "A-05"
    assert two.json()["rule"] == "upload.files"


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_form_that_cannot_be_read_is_refused_in_words(server: Running, kind: str) -> None:
    """A broken form is the sender's mistake, not a failure of the server."""
    with server.sign_in("ines") as browser:
        answer = browser.post("/leadbook/requests/r2/probe", content=b"--x\r\nbroken", headers={"content-type": kind})

    assert answer.status_code == 422
    assert answer.json()["rule"] in {"upload.form", "upload.files"}


@pytest.mark.parametrize("length", ["abc", "5\r\nContent-Length: 6"])
def test_a_length_that_is_none_is_a_bad_request(server: Running, length: str) -> None:
    """A forged length is turned away by the server's own reading of HTTP."""
    with server.sign_in("ines") as browser:
        secret = browser.cookies["leadbook_session"]
    head = f"Origin: {server.url}\r\nContent-Length: {length}\r\n"

    assert _raw(server, "/leadbook/requests/r1/probe", secret, method="POST", head=head) == 400


def test_a_probe_of_more_than_fifty_megabytes_is_refused(server: Running) -> None:
    """By its announced length, before the service is asked."""
    offered = len(server.service.probes)
    with server.sign_in("ines") as browser:
        secret = browser.cookies["leadbook_session"]
    head = f"Origin: {server.url}\r\nContent-Length: {60 * 1024**2}\r\n"
    status = _raw(server, "/leadbook/requests/r1/probe", secret, method="POST", head=head)

    assert status == 422
    assert len(server.service.probes) == offered


def test_forty_megabytes_go_through(server: Running) -> None:
    """A large picture passes whole."""
    with server.sign_in("ines") as browser:
        browser.post("/leadbook/requests/big/probe", content=b"x" * (40 * 1024**2))

    assert len(server.service.probes[-1][1]) > 40 * 1024**2
    server.service.probes.clear()


def _raw(server: Running, target: str, secret: str, *, method: str = "GET", head: str = "") -> int:
    host, port = server.url.removeprefix("http://").split(":")
    request = f"{method} {target} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: leadbook_session={secret}\r\n{head}\r\n"
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request.encode())
        return int(connection.recv(64).split()[1])
