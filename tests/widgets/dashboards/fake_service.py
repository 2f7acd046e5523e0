"""A small stand-in for the service on a Unix socket: sessions, tickets, one picture, nothing of the gallery."""

import json
import secrets
import socketserver
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

PASSWORD = "correct horse battery"
LETTER = b"%PDF-1.7 a letter"
PACK = b"PK\x03\x04 a sealed pack"
REPORT = b"<!DOCTYPE html><html><p>A report</p></html>"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
ROLES = {
    "ines": ["investigator"],
    "amir": ["approver"],
    "ella": ["examiner"],
    "ana": ["analyst"],
    "aud": ["auditor"],
    "adm": ["administrator"],
}


class FakeService:
    """Remembers who signed in, which tickets were given and redeemed, and what was offered."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.sessions: dict[str, str] = {}
        self.tickets: dict[str, tuple[str, str]] = {}
        self.tokens: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []
        self.probes: list[tuple[str, bytes]] = []
        self.locked: set[str] = set()
        self._server = _Server(str(socket), _Handler)
        self._server.service = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> "FakeService":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def end_all_sessions(self) -> None:
        """Let every session expire."""
        self.sessions.clear()

    def person(self, username: str) -> dict[str, Any]:
        """Return an account as the service shows it."""
        return {
            "id": f"id-{username}",
            "username": username,
            "display_name": username.capitalize(),
            "service": "halton",
            "service_name": "Halton",
            "roles": ROLES[username],
            "certificates": [],
            "workflow": "investigator-led",
            "state": "active",
        }


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    service: FakeService


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        service, who = self.server.service, self._who()
        service.asked.append(("GET", self.path))
        if who is None:
            self._refuse(401, "session.none")
        elif self.path == "/me":
            self._answer(service.person(who))
        elif self.path == "/status":
            self._answer(_STATUS)
        elif self.path == "/pictures/people/one":
            self._send(200, "image/png", PIXEL)
        elif self.path == "/reports/r1/files/report.html":
            self._send(200, "application/octet-stream", REPORT)
        elif self.path in ("/reports/r1/files/report.pdf", "/reports/r2/files/report.pdf"):
            self._send(200, "application/octet-stream", LETTER if "/r1/" in self.path else REPORT)
        elif self.path == "/packs/p1":
            self._send(200, "application/zip", PACK)
        elif self.path in ("/applications/a1/letters/l1", "/breaches/b1/letters/person/fr"):
            self._send(200, "application/pdf", LETTER)
        elif self.path in ("/pictures/page", "/packs/page"):
            self._send(200, "text/html", b"<script>1</script>")
        else:
            self._refuse(404, "picture.none")

    def do_POST(self) -> None:
        service = self.server.service
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        service.asked.append(("POST", self.path))
        if self.path.startswith(("/figures/extract?", "/samples/2026-10/files")) and self._who():
            self._send(200, "application/zip", PACK)
            return
        if self.path == "/sessions":
            self._sign_in(json.loads(body))
        elif self.path == "/tokens":
            self._redeem(json.loads(body)["ticket"])
        elif (who := self._who()) is None:
            self._refuse(401, "session.none")
        elif self.path == "/sessions/tickets":
            ticket = secrets.token_urlsafe(32)
            service.tickets[ticket] = (who, json.loads(body)["page"])
            self._answer({"ticket": ticket})
        elif self.path.endswith("/probe"):
            service.probes.append((self.path, body))
            self._refuse(422, "A-05")

    def do_DELETE(self) -> None:
        self.server.service.sessions.pop(self._bearer(), None)
        self._answer({"sequence": 7})

    def _sign_in(self, asked: dict[str, str]) -> None:
        service, username = self.server.service, asked["username"]
        if username in service.locked:
            self._refuse(403, "account.locked")
        elif username not in ROLES or asked["password"] != PASSWORD:
            self._refuse(401, "sign_in.wrong")
        else:
            secret = secrets.token_urlsafe(32)
            service.sessions[secret] = username
            expires = "2099-01-01T00:00:00Z"
            self._answer({"session": secret, "expires_at": expires, "account": service.person(username)})

    def _redeem(self, ticket: str) -> None:
        service = self.server.service
        if ticket not in service.tickets:
            self._refuse(401, "ticket.used")
            return
        token = secrets.token_urlsafe(32)
        service.tokens[token] = service.tickets.pop(ticket)[0]
        self._answer({"token": token, "expires_at": "2099-01-01T00:00:00Z"})

    def _bearer(self) -> str:
        return (self.headers.get("authorization") or "").removeprefix("Bearer ")

    def _who(self) -> str | None:
        service, bearer = self.server.service, self._bearer()
        return service.sessions.get(bearer) or service.tokens.get(bearer)

    def _answer(self, value: dict[str, Any]) -> None:
        self._send(200, "application/json", json.dumps(value).encode())

    def _refuse(self, status: int, rule: str) -> None:
        reply = {"rule": rule, "reason": f"Refused by {rule}.", "next_step": "Do this next.", "reference": 41}
        self._send(status, "application/json", json.dumps(reply).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


_STATUS = {
    "service_name": "Halton",
    "pictures": 1234,
    "eligible": 1200,
    "model": "sface-2021dec",
    "log_events": 17,
    "log_verified_at": None,
    "log_whole": None,
    "demonstration": True,
}
