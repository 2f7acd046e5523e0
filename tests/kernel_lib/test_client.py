"""The client turns every answer of a service into a model or into an error of the tree."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer

import pytest

from kernel_lib.client import Client
from kernel_lib.errors import (
    LogUnavailable,
    NotAllowed,
    NotFound,
    Refused,
    ServiceUnreachable,
    SignInRequired,
    Unacceptable,
    WrongState,
)


class _Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True
    status = 200
    body = b"{}"
    seen: list[tuple[str, str, str | None]]


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def _answer(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        self.rfile.read(length)
        self.server.seen.append((self.command, self.path, self.headers.get("authorization")))
        self.send_response(self.server.status)
        self.send_header("content-length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815  # the names that http.server calls

    def address_string(self) -> str:
        return "unix"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server gives
        del format, args


@pytest.fixture
def service(tmp_path: Path) -> Iterator[_Server]:
    """A service that answers what the test tells it to."""
    server = _Server(str(tmp_path / "s"), _Handler)
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def refusal(rule: str = "A-11") -> bytes:
    """A refusal as the service answers it."""
    return json.dumps(
        {"rule": rule, "reason": "No.", "next_step": "Ask.", "fields": {"ground": "short"}, "reference": 7}
    ).encode()


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, SignInRequired), (403, NotAllowed), (404, NotFound), (409, WrongState), (422, Unacceptable), (418, Refused)],
)
def test_a_refusal_arrives_as_its_own_kind(service: _Server, tmp_path: Path, status: int, kind: type[Refused]) -> None:
    """Status and body become one exception with rule, next step, fields and reference."""
    service.status, service.body = status, refusal()

    with Client(tmp_path / "s", "secret") as client, pytest.raises(Refused) as caught:
        client.resolve()

    assert type(caught.value) is kind
    assert caught.value.refusal.rule == "A-11"
    assert caught.value.refusal.fields == {"ground": "short"}
    assert caught.value.refusal.reference == 7


def test_a_log_that_cannot_be_written_is_told_apart(service: _Server, tmp_path: Path) -> None:
    """503 with a refusal body means that nothing was done."""
    service.status, service.body = 503, refusal("I-09")

    with Client(tmp_path / "s", "secret") as client, pytest.raises(LogUnavailable):
        client.work()


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"detail": "x"}'])
def test_an_answer_that_is_no_refusal_says_nothing_about_the_act(service: _Server, tmp_path: Path, body: bytes) -> None:
    """A broken answer is never taken for a refusal."""
    service.status, service.body = 500, body

    with Client(tmp_path / "s", "secret") as client, pytest.raises(ServiceUnreachable):
        client.work()


def test_nobody_on_the_socket_is_said_with_what_to_do(tmp_path: Path) -> None:
    """The message names the socket and the command that starts the service."""
    with Client(tmp_path / "none", "secret") as client, pytest.raises(ServiceUnreachable, match="leadbook service"):
        client.work()


def test_the_secret_travels_as_a_bearer(service: _Server, tmp_path: Path) -> None:
    """And nowhere else."""
    service.body = b'{"ticket": "t"}'

    with Client(tmp_path / "s", "the-secret") as client:
        assert client.ticket("search") == "t"

    assert service.seen == [("POST", "/sessions/tickets", "Bearer the-secret")]


def test_a_kernel_forgets_its_ticket_once_it_is_redeemed(service: _Server, tmp_path: Path) -> None:
    """Neither ticket nor token stays in the environment."""
    service.body = b'{"token": "k", "expires_at": "2026-11-24T12:00:00Z"}'
    env = {"LEADBOOK_SOCKET": str(tmp_path / "s"), "LEADBOOK_TICKET": "once"}

    with Client.from_env(env) as client:
        assert client.secret == "k"

    assert env == {"LEADBOOK_SOCKET": str(tmp_path / "s")}


def test_without_ticket_or_token_nobody_is_signed_in(tmp_path: Path) -> None:
    """The kernel is told to sign in."""
    with pytest.raises(SignInRequired):
        Client.from_env({"LEADBOOK_SOCKET": str(tmp_path / "s")})


@pytest.mark.parametrize("asked", ["../stops", "r1/submission?", "r1/submission#", "r1\n", "é", "", "..", "a//b"])
def test_an_id_cannot_lead_to_another_route(service: _Server, tmp_path: Path, asked: str) -> None:
    """Whatever stands in the address of a page, the act that it asks for stays the act of its own route."""
    service.status, service.body = 404, refusal("route.unknown")

    with Client(tmp_path / "s", "secret") as client, pytest.raises(NotFound):
        client.requests.examine(asked)

    sent = service.seen[-1][1]
    assert sent.startswith("/%25")
    assert "/" not in sent[1:]
    assert not {"?", "#"} & set(sent)
