"""What is answered when something cannot be done: a page for a person, JSON for a script, never a traceback."""

from http import HTTPStatus
from types import TracebackType

from kernel_lib.errors import LogUnavailable, Refusal, Refused, ServiceUnreachable

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType]

_WORDS: dict[int, tuple[str, str, str]] = {
    HTTPStatus.UNAUTHORIZED: ("session.none", "Nobody is signed in, or the session has ended.", "Sign in again."),
    HTTPStatus.FORBIDDEN: ("access.denied", "This is not open to you.", "Go back to the home page."),
    HTTPStatus.NOT_FOUND: ("address.unknown", "There is nothing at this address.", "Go back to the home page."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("address.method", "This address cannot be used in that way.", "Go back."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("upload.size", "What was sent is larger than allowed.", "Send less."),
}


def refusal_of(status: int, error: BaseException | None) -> Refusal:
    """Put a failed request into words for the person who made it."""
    if isinstance(error, Refused):
        return error.refusal
    if isinstance(error, ServiceUnreachable):
        return Refusal(
            "service.unreachable", "The Leadbook service does not answer.", "Wait a minute, then reload the page."
        )
    if isinstance(error, LogUnavailable):
        return Refusal(
            "log.unavailable",
            "The audit log cannot be written, so nothing was done.",
            "Tell the administrator; nothing runs until the log can be written.",
        )
    rule, reason, next_step = _WORDS.get(
        status,
        (
            "page.failed",
            "Something went wrong on the dashboards server.",
            "Reload the page, or tell the administrator.",
        ),
    )
    return Refusal(rule, reason, next_step)


def status_of(error: BaseException | None, otherwise: int) -> int:
    """Return the status with which an error of ours is answered."""
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, ServiceUnreachable | LogUnavailable):
        return int(HTTPStatus.SERVICE_UNAVAILABLE)
    return otherwise
