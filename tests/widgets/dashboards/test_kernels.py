"""Kernels get one person's ticket and an allow-listed environment; the browser cannot run code in them."""

import json
import os
import re
import signal
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.widgets.dashboards.conftest import Running

ALLOWED = {
    *("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "HOME", "IPYTHONDIR", "VIRTUAL_ENV"),
    *("LEADBOOK_SOCKET", "LEADBOOK_TICKET", "LEADBOOK_LANGUAGE", "LEADBOOK_QUERY"),
    *("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_PLATFORM_DIRS"),
    *("PYTHONDONTWRITEBYTECODE", "PYTHONNOUSERSITE", "PYTHONUTF8"),
    *("JPY_PARENT_PID", "PYDEVD_USE_FRAME_EVAL", "PYDEVD_DISABLE_FILE_VALIDATION"),
}

_BINARY = Subprotocol("v1.kernel.websocket.jupyter.org")


def _environments(server: Running) -> set[Path]:
    return set((server.private / "home").glob("*.env"))


def _socket(server: Running, browser: httpx.Client, kernel: str, **options: Any) -> ClientConnection:
    cookie = f"leadbook_session={browser.cookies.get('leadbook_session', '')}"
    address = f"{server.url.replace('http', 'ws')}/api/kernels/{kernel}/channels?session_id=s"
    return connect(address, origin=server.url, additional_headers={"Cookie": cookie}, **options)  # type: ignore[arg-type]


def _message(kind: str, channel: str, **content: Any) -> str:
    header = {"msg_id": uuid4().hex, "msg_type": kind, "session": "s", "username": "", "version": "5.3", "date": ""}
    whole = {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "buffers": [],
        "channel": channel,
    }
    return json.dumps(whole)


def _binary(kind: str, **content: Any) -> bytes:
    whole = json.loads(_message(kind, "shell", **content))
    parts = [
        b"shell",
        *(json.dumps(whole[name]).encode() for name in ("header", "parent_header", "metadata", "content")),
    ]
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return b"".join(number.to_bytes(8, "little") for number in (len(offsets), *offsets)) + b"".join(parts)


def _reply(socket: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        answer: dict[str, Any] = json.loads(socket.recv(timeout=15))
        if answer["msg_type"] == kind:
            return answer


def test_the_environment_is_allow_listed_and_holds_one_spent_ticket(server: Running) -> None:
    """No secret of the server, no header of the browser: only what a kernel needs, for the person who asked."""
    before = _environments(server)
    headers = {"SERVER_SECRET": "forged", "X-Leadbook-Ticket": "forged", "LEADBOOK-TICKET": "forged"}
    with server.sign_in("ines") as browser:
        browser.headers.update(headers)
        server.open(browser, "/search?request=r1&LEADBOOK_TICKET=forged")
    (written,) = _environments(server) - before
    given = dict(line.split("=", 1) for line in written.read_text().split("\0") if line)

    assert set(given) <= ALLOWED
    assert given["LEADBOOK_QUERY"] == "request=r1&LEADBOOK_TICKET=forged"
    assert given["LEADBOOK_TICKET"] not in server.service.tickets
    assert "forged" not in given["LEADBOOK_TICKET"]


def test_kernel_sockets_lie_in_a_private_folder(server: Running) -> None:
    """The kernel listens on Unix sockets in a folder that only its user may enter, and on no port."""
    with server.sign_in("ines") as browser:
        kernel = server.open(browser)
    connection = json.loads((server.private / f"kernel-{kernel}.json").read_text())

    assert connection["transport"] == "ipc"
    assert connection["ip"].startswith(str(server.private))
    assert server.private.stat().st_mode & 0o777 == 0o700


def test_code_sent_over_the_websocket_is_not_run(server: Running, tmp_path: Path) -> None:
    """The kernel answers an info request sent afterwards, and the code before it has left no trace."""
    kinds, channels = ("execute_request", "debug_request", "input_reply"), ("shell", "control", "stdin")
    with server.sign_in("ines") as browser:
        kernel = server.open(browser)
        with _socket(server, browser, kernel) as socket:
            for kind, channel in product(kinds, channels):
                code = f"open({str(tmp_path / f'{kind}-{channel}')!r}, 'w').close()"
                more = {"value": code, "command": "evaluate", "arguments": {"expression": code}}
                socket.send(_message(kind, channel, code=code, silent=False, **more))
            socket.send(_message("kernel_info_request", "shell"))
            answer = _reply(socket, "kernel_info_reply")

    assert answer["content"]["status"] == "ok"
    assert list(tmp_path.iterdir()) == []


def test_code_sent_in_the_binary_protocol_is_not_run(server: Running, tmp_path: Path) -> None:
    """The newer framing of messages is checked as well."""
    trace = tmp_path / "ran"
    with server.sign_in("ines") as browser:
        kernel = server.open(browser)
        with _socket(server, browser, kernel, subprotocols=[_BINARY]) as socket:
            socket.send(_binary("execute_request", code=f"open({str(trace)!r}, 'w').close()", silent=False))
            socket.send(_binary("kernel_info_request"))
            answered = any(b'"kernel_info_reply"' in bytes(socket.recv(timeout=15)) for _ in range(50))

    assert answered
    assert not trace.exists()


def test_widgets_of_the_owner_answer_over_the_websocket(server: Running) -> None:
    """What pages need does pass: the open comms of the kernel are listed."""
    with server.sign_in("ines") as browser:
        kernel = server.open(browser)
        with _socket(server, browser, kernel) as socket:
            socket.send(_message("comm_info_request", "shell", target_name="jupyter.widget"))
            answer = _reply(socket, "comm_info_reply")

    assert answer["content"]["comms"]


def test_the_websocket_is_for_the_owners_page_only(server: Running) -> None:
    """Nobody, somebody else, and another site's page in the owner's own browser are all turned away."""
    handshake = {"connection": "Upgrade", "upgrade": "websocket", "sec-websocket-version": "13"}
    handshake |= {"sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ=="}
    with server.sign_in("ines") as owner, server.client() as nobody, server.sign_in("ella") as other:
        path = f"/api/kernels/{server.open(owner)}/channels"
        tried = [
            (nobody, server.url),
            (other, server.url),
            (owner, "http://evil.example"),
            (owner, "null"),
            (owner, ""),
        ]
        statuses = [browser.get(path, headers=handshake | {"origin": origin}).status_code for browser, origin in tried]
        del owner.headers["origin"]
        unsaid = owner.get(path, headers=handshake).status_code

    assert statuses == [401, 404, 403, 403, 403]
    assert unsaid == 403


def test_leaving_a_page_ends_its_kernel(server: Running, wait_until: Callable[..., None]) -> None:
    """The beacon carries no token, only our origin, and that is enough for the owner."""
    with server.sign_in("ines") as browser:
        kernel = server.open(browser)
        answer = browser.post(f"/voila/api/shutdown/{kernel}", content=b"")
        wait_until(lambda: browser.get(f"/api/kernels/{kernel}").status_code == 404)

    assert answer.status_code == 204
    wait_until(lambda: not list(server.private.glob(f"kernel-{kernel}*")))


def test_leaving_before_the_page_is_there_ends_its_kernel(server: Running, wait_until: Callable[..., None]) -> None:
    """A reader who goes away while the page starts leaves no kernel behind."""
    before = set(server.private.glob("kernel-*.json"))
    with server.sign_in("ines") as browser, browser.stream("GET", "/search") as page:
        next(page.iter_bytes())

    wait_until(lambda: not set(server.private.glob("kernel-*.json")) - before)


def test_a_kernel_that_has_ended_closes_the_pages_websocket(server: Running) -> None:
    """The page learns at once that its kernel is gone."""
    with server.sign_in("ines") as browser:
        kernel = server.open(browser)
        with _socket(server, browser, kernel) as socket:
            browser.post("/sign-out")
            with pytest.raises(ConnectionClosedError, match="kernel ended"):
                list(socket)
            code = socket.close_code

    assert code == 4404


def test_a_kernel_that_dies_is_not_started_again(server: Running, wait_until: Callable[..., None]) -> None:
    """Its ticket is spent and its state is gone: the page is told, and nothing runs in its place."""
    with server.sign_in("ines") as browser:
        kernel = server.open(browser)
        with _socket(server, browser, kernel) as socket:
            os.kill(_process_of(kernel), signal.SIGKILL)
            with pytest.raises(ConnectionClosedError, match="kernel ended"):
                list(socket)
        answer = browser.get(f"/api/kernels/{kernel}")

    assert answer.status_code == 404


def _process_of(kernel: str) -> int:
    lines = {path.parent.name: path for path in Path("/proc").glob("[0-9]*/cmdline")}
    (found,) = [number for number, path in lines.items() if f"kernel-{kernel}" in _read(path)]
    return int(found)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def test_a_notebook_that_fails_says_so_without_a_traceback(server: Running) -> None:
    """The page has its frame, one sentence and a way to try again; nothing of the error's inside."""
    with server.sign_in("ines") as browser:
        page = browser.get("/leads").text

    assert "This page could not start" in page
    assert "inner words" not in page
    assert not re.search(r"Traceback|ValueError", page)
