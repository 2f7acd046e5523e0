"""The guard before every route of the lab, those of JupyterLab and its server included."""

import re
from typing import Any, ClassVar

from jupyter_server.services.shutdown import ShutdownHandler
from jupyterlab_server.licenses_handler import LicensesHandler
from tornado.routing import Router
from tornado.web import Application, RequestHandler

from kernel_lib.wire.who import AccountView
from widgets.dashboards.guard import Guard
from widgets.dashboards.presence import Nothing
from widgets.lab.owner import Owner

COOKIE = "leadbook_lab_session"
_POLLED = re.compile(r"/api/(kernels|sessions|contents|status|me)\b.*")
"""What JupyterLab asks for every few seconds by itself. It must not keep a session alive that nobody uses."""


_LEFT_OUT = (ShutdownHandler, LicensesHandler)
"""Handlers that are not served: one would stop the server, the other answers errors in a way of its own."""


class LabGuard(Guard):
    """Lets through only the session that holds the lab."""

    cookie: ClassVar[str] = COOKIE

    @property
    def owner(self) -> Owner:
        """Who holds the lab."""
        owner: Owner = self.settings["leadbook_owner"]
        return owner

    async def find_person(self) -> AccountView | None:
        """Return the holder of the lab, when it is the one who asks."""
        if not self.owner.is_at(self.secret):
            return None
        if self.request.method == "GET" and _POLLED.fullmatch(str(self.request.path)):
            remembered = self.sessions.remembered(self.secret)
            if remembered is not None:
                return remembered
        return await self.sessions.person(self.secret)

    @property
    def content_security_policy(self) -> str:
        """No outside host; JupyterLab needs inline scripts, and its charts compile expressions.

        A handler that puts its answers into a sandbox, as the one for files does, keeps it.
        """
        own = str(getattr(super(Guard, self), "content_security_policy", ""))
        sandbox = "".join(f"; {rule.strip()}" for rule in own.split(";") if rule.strip().startswith("sandbox"))
        return (
            "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
            f"connect-src 'self' {self.address.websocket}; worker-src 'self' blob:; form-action 'self'; "
            f"base-uri 'none'; frame-src 'self' blob:; manifest-src 'self'; frame-ancestors 'none'{sandbox}"
        )

    def turn_away(self) -> None:
        """Lead a person to the sign-in, and tell a script 401."""
        if self.wants_page():
            self.redirect("/sign-in")
        else:
            super().turn_away()


def guard_everything(app: Application) -> None:
    """Put the guard before every handler that the application knows, and before its answer to unknown addresses."""
    for router in (app.default_router, app.wildcard_router):
        _guard_rules(router)
    app.settings["default_handler_class"] = _guarded(Nothing)


def _guard_rules(router: Router) -> None:
    rules: list[Any] = router.rules  # type: ignore[attr-defined]  # every router of an application has rules
    rules[:] = [rule for rule in rules if rule.target not in _LEFT_OUT]
    for rule in rules:
        if isinstance(rule.target, Router):
            _guard_rules(rule.target)
        else:
            rule.target = _guarded(rule.target)


def _guarded(handler: type[RequestHandler]) -> type[RequestHandler]:
    if issubclass(handler, LabGuard):
        return handler
    if issubclass(handler, Guard):
        return type(f"Lab{handler.__name__}", (LabGuard, handler), {})
    members: dict[str, Any] = {"__module__": handler.__module__}
    return type(f"Guarded{handler.__name__}", (LabGuard, handler), members)
