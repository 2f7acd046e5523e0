"""Who stands behind a request, and whether that person may. Every route but two goes through here."""

from typing import Annotated, Any

from fastapi import Depends, Request

from audits.events import AccessRefused
from gallery.authority import Person
from gallery.service.parts import Parts
from kernel_lib.errors import NotAllowed, SignInRequired

_SCHEME = "bearer "


def parts_of(request: Request) -> Parts:
    """Return the parts of the running service."""
    parts: Parts = request.app.state.parts
    return parts


PartsNow = Annotated[Parts, Depends(parts_of)]


class Permitted:
    """Turns a bearer secret into a person who holds one permission, or refuses and records the refusal."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    def __call__(self, request: Request, parts: PartsNow) -> Person:
        """Return the person. Raises SignInRequired when nobody is known, NotAllowed without the permission."""
        try:
            person = parts.sessions.resolve(_secret(request))
        except SignInRequired as refused:
            raise parts.strangers.refused(parts.ledger, refused, _route(request)) from refused
        request.state.person = person
        try:
            parts.authority.demand(person, self.permission)
        except NotAllowed as refused:
            raise parts.ledger.refusal_recorded(person, AccessRefused, refused, route=_route(request)) from refused
        return person


def permitted(permission: str) -> Any:
    """Return the dependency that lets in whoever holds a permission: `Annotated[Person, permitted("log_read")]`."""
    return Depends(Permitted(permission))


def _secret(request: Request) -> str | None:
    header = request.headers.get("authorization", "")
    return header[len(_SCHEME) :].strip() if header.lower().startswith(_SCHEME) else None


def _route(request: Request) -> str:
    """Name the route by its template: a path may hold a user name."""
    template = getattr(request.scope.get("route"), "path", "unknown")
    return f"{request.method} {template}"[:120]
