"""HTTP over the service's Unix socket; every answer that says no becomes an exception of the error tree."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

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
from kernel_lib.wire.model import RefusalReply

Reply = TypeVar("Reply", bound=BaseModel)

_REFUSALS: dict[int, type[Refused]] = {
    kind.status: kind for kind in (SignInRequired, NotAllowed, NotFound, WrongState, Unacceptable)
}
_TIMEOUT = httpx.Timeout(60.0, connect=5.0)
_STREAM_TIMEOUT = httpx.Timeout(600.0, connect=5.0)
_PIECE = 1 << 20
_PATH = re.compile(r"(?:/(?!\.+(?:/|\Z))[A-Za-z0-9._~%-]+)+")


class Connection:
    """One person's connection. Safe to share between threads; close it when done."""

    def __init__(self, socket: Path, secret: str | None = None, transport: httpx.BaseTransport | None = None) -> None:
        self._socket = socket
        headers = {"authorization": f"Bearer {secret}"} if secret else {}
        transport = transport or httpx.HTTPTransport(uds=str(socket))
        self._http = httpx.Client(transport=transport, base_url="http://leadbook", headers=headers, timeout=_TIMEOUT)

    def close(self) -> None:
        """Close the socket."""
        self._http.close()

    def ask(self, method: str, path: str, reply: type[Reply], body: BaseModel | None = None, **query: str) -> Reply:
        """Send one message and return the reply as its model.

        Raises:
            Refused: the service said no; the class tells the kind (see `kernel_lib.errors`).
            LogUnavailable: the service cannot write its log, so nothing was done.
            ServiceUnreachable: no service answered, or it failed; nothing can be said about the act.
        """
        content = body.model_dump_json().encode() if body is not None else None
        response = self.send(method, path, content=content, params=query, headers={"content-type": "application/json"})
        return reply.model_validate_json(response.content)

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Send one request and return the raw response, once it is known not to be a refusal."""
        try:
            response = self._http.request(method, _within(path), **request)
        except httpx.TransportError as error:
            raise self._unreachable(error) from error
        if response.is_success:
            return response
        raise _failure(response)

    @contextmanager
    def stream(self, method: str, path: str, body: BaseModel) -> Iterator[Iterator[bytes]]:
        """Send one message and give the answer piece by piece, once it is known not to be a refusal."""
        headers, content = {"content-type": "application/json"}, body.model_dump_json().encode()
        sent = self._http.stream(method, _within(path), content=content, headers=headers, timeout=_STREAM_TIMEOUT)
        try:
            with sent as response:
                if not response.is_success:
                    response.read()
                    raise _failure(response)
                yield response.iter_bytes(_PIECE)
        except httpx.TransportError as error:
            raise self._unreachable(error) from error

    def _unreachable(self, error: httpx.TransportError) -> ServiceUnreachable:
        return ServiceUnreachable(
            f"service at {self._socket}: expected an answer, got {type(error).__name__}; "
            "start it with `leadbook service` and try again"
        )


def _within(path: str) -> str:
    """Return a path that leads where it says.

    An id may come from the address of a page. With `..`, `?` or `#` in it the act of another route could be asked for:
    such a path is sent as one word, which the service knows no route for, refuses and records.
    """
    return path if _PATH.fullmatch(path) else f"/{quote(quote(path, safe=''), safe='')}"


def _failure(response: httpx.Response) -> Exception:
    status = response.status_code
    try:
        reply = RefusalReply.model_validate_json(response.content)
    except ValidationError:
        return ServiceUnreachable(f"service: expected a reply, got status {status}; see the service's own output")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return LogUnavailable(reply.reason)
    kind = _REFUSALS.get(status, Refused)
    return kind(reply.rule, reply.reason, reply.next_step, fields=reply.fields, reference=reply.reference)
