"""The edge of every route: whatever is raised inside becomes a refusal that a person can read, and nothing more."""

import errno
import logging
import traceback
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from audits.events import AccessRefused
from gallery.ledger import one_line
from gallery.service.parts import Parts
from kernel_lib.errors import LogUnavailable, NotFound, PictureDamaged, PictureRefused, Refused, Unacceptable
from kernel_lib.wire.model import RefusalReply

PICTURE_LIMIT = 50 << 20
_FORM_ROOM = 1 << 16
JSON_LIMIT = 1 << 20
_FAULTS_TOLD = 50
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}

_log = logging.getLogger("leadbook.service")


class UploadTooLarge(HTTPException):
    """More bytes came than a route takes in. Raised while they arrive, so that they are never all held."""

    def __init__(self, limit: int) -> None:
        super().__init__(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"expected at most {limit >> 20} MB")


def guard(app: FastAPI) -> None:
    """Put the edge around an application."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(PictureRefused, _refused)
    app.add_exception_handler(PictureDamaged, _damaged)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(LogUnavailable, _unavailable)
    app.add_exception_handler(DBAPIError, _records)
    app.add_exception_handler(NoConnection, _without_records)
    app.add_exception_handler(OSError, _disk)
    app.add_middleware(Edge)


class Edge:
    """Limits what may come in, and answers for what nobody expected."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, _limited(scope, receive), send)
        except Exception as error:  # noqa: BLE001  # the one place at which nothing may pass, whatever it is
            _log.error("unexpected error in %s: %s", _template(scope), _without_values(error))
            answer = await run_in_threadpool(_unexpected, Request(scope), error)
            await answer(scope, receive, send)


def _limited(scope: Scope, receive: Receive) -> Receive:
    kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    limit = PICTURE_LIMIT + _FORM_ROOM if kind.startswith(b"multipart/") else JSON_LIMIT
    seen = 0

    async def receive_limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise UploadTooLarge(limit)
        return message

    return receive_limited


def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, PictureRefused):
        error = Unacceptable(error.rule, error.reason, error.next_step, fields={"picture": error.reason})
    if not isinstance(error, Refused):
        return _unexpected(request, error)
    return _reply(request, error, error.status)


def _invalid(request: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else ()
    fields = {_field(fault): one_line(str(fault.get("msg", "")), 200) for fault in faults[:_FAULTS_TOLD]}
    reason = "Some fields are missing or not as expected."
    return _reply(request, Unacceptable("request.fields", reason, "Correct the fields.", fields=fields), 422)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _reply(
            request, Unacceptable("upload.size", "The file is larger than 50 MB.", "Choose a smaller one."), status
        )
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        return _reply(request, NotFound("route.unknown", "There is no such route.", "Go back to your work list."), 404)
    return _reply(request, Unacceptable("request.form", "The request cannot be read.", "Send it again."), 422)


def _unavailable(request: Request, error: Exception) -> Response:
    """Answer for a log or a disk that cannot be written: nothing was done."""
    _log.error("unavailable in %s: %s", _template(request.scope), _without_values(error))
    told = RefusalReply(
        rule="service.unavailable",
        reason="The service cannot write its log or its records, so nothing was done.",
        next_step="Tell the administrator: the disk may be full.",
    )
    return _json(told, HTTPStatus.SERVICE_UNAVAILABLE)


def _records(request: Request, error: Exception) -> Response:
    """Answer for what the database says; a mistake of the program in what it was asked is not for now to mend."""
    if isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return _without_records(request, error)
    _log.error("unexpected error in %s: %s", _template(request.scope), _without_values(error))
    return _unexpected(request, error)


def _without_records(request: Request, error: Exception) -> Response:
    """Answer for records that cannot be reached or written: what is not committed is not done."""
    _log.error("records unavailable in %s: %s", _template(request.scope), _without_values(error))
    told = RefusalReply(
        rule="records.unavailable",
        reason="The service cannot reach or write its records, so nothing goes on.",
        next_step="Wait a minute and look whether your last step was kept. If it stays so, tell the administrator: "
        "the database may have stopped, or its disk may be full.",
    )
    return _json(told, HTTPStatus.SERVICE_UNAVAILABLE)


def _disk(request: Request, error: Exception) -> Response:
    if isinstance(error, OSError) and error.errno in _DISK:
        return _unavailable(request, error)
    _log.error("unexpected error in %s: %s", _template(request.scope), _without_values(error))
    return _unexpected(request, error)


def _damaged(request: Request, error: Exception) -> Response:
    """Answer for a stored picture that is not what it was: what it is, and what the person may do."""
    _log.error("damaged picture in %s: %s", _template(request.scope), _without_values(error))
    told = RefusalReply(rule=PictureDamaged.rule, reason=PictureDamaged.reason, next_step=PictureDamaged.next_step)
    return _failed(request, error, told)


def _unexpected(request: Request, error: Exception) -> Response:
    """Answer for an error that nobody foresaw."""
    told = RefusalReply(
        rule="service.failed",
        reason="Something unexpected happened in the service; the act was not carried out.",
        next_step="Try again; if it happens again, tell the administrator the time.",
    )
    return _failed(request, error, told)


def _failed(request: Request, error: Exception, told: RefusalReply) -> Response:
    """Answer with the log entry of the failure; record it here when it came outside any act."""
    reference = _reference(error)
    if reference is None:
        parts: Parts = request.app.state.parts
        details = {"route": _template(request.scope), "error": type(error).__name__}
        try:
            reference = parts.ledger.record(AccessRefused(result="failed", rule=told.rule, details=details))
        except LogUnavailable as unavailable:
            return _unavailable(request, unavailable)
    return _json(told.model_copy(update={"reference": reference}), HTTPStatus.INTERNAL_SERVER_ERROR)


def _reply(request: Request, refused: Refused, status: int) -> Response:
    """Answer a refusal, recorded here when it came before any act."""
    if refused.refusal.reference is None:
        parts: Parts = request.app.state.parts
        actor, route = getattr(request.state, "person", None), _template(request.scope)
        try:
            if actor is None:
                refused = parts.strangers.refused(parts.ledger, refused, route)
            else:
                refused = parts.ledger.refusal_recorded(actor, AccessRefused, refused, route=route)
        except LogUnavailable as error:
            return _unavailable(request, error)
    return _json(RefusalReply.of(refused.refusal), status)


def _json(told: RefusalReply, status: int) -> Response:
    return Response(told.model_dump_json(), status_code=status, media_type="application/json")


def _reference(error: BaseException) -> int | None:
    """Return the log entry that the ledger noted on an error that it recorded as failed."""
    notes = [note.removeprefix("log entry ") for note in getattr(error, "__notes__", ())]
    return next((int(note) for note in notes if note.isdigit()), None)


def _field(fault: Mapping[str, object]) -> str:
    place = fault.get("loc", ())
    words = [str(part) for part in place if part not in ("body", "query", "path")] if isinstance(place, tuple) else []
    return one_line(".".join(words), 80) or "request"


def _template(scope: Scope) -> str:
    return f"{scope.get('method', '')} {getattr(scope.get('route'), 'path', 'unknown')}"[:120]


def _without_values(error: BaseException) -> str:
    """Say where an error arose, without its message: that could hold what no file may."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return f"{type(error).__name__} at " + " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
