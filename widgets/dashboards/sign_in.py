"""Signing in and out: the only form that is open to nobody in particular."""

from typing import ClassVar

from kernel_lib.errors import Refusal, Refused
from kernel_lib.wire.who import SessionGranted
from widgets.dashboards.guard import Access, Guard
from widgets.dashboards.pages import is_page_path
from widgets.dashboards.refusals import refusal_of

_FIELD_LIMITS = {"username": 64, "password": 256}


class SignIn(Guard):
    """The sign-in form, and what it sends."""

    access: ClassVar[Access] = Access.NOBODY
    place: ClassVar[str] = "Leadbook"

    async def get(self) -> None:
        """Show the form, or go on to the home page when somebody is signed in already."""
        if await self.sessions.person(self.secret):
            self.redirect(self.next_page())
            return
        self._show(None)

    async def post(self) -> None:
        """Open a session at the service, put its secret into the cookie and go to the page that was asked for."""
        username = self.get_body_argument("username", "").strip()
        password = self.get_body_argument("password", "", strip=False)
        code = self.get_body_argument("code", "").strip()[:64]
        fields = _missing(username, password)
        if fields:
            self.set_status(422)
            self._show(Refusal("sign_in.incomplete", "Name and password are both needed.", "Fill in both.", fields))
            return
        try:
            granted = await self.sessions.sign_in(username, password, str(self.request.remote_ip), code)
        except Refused as refused:
            self.set_status(refused.status)
            self._show(refusal_of(refused.status, refused))
            return
        if self.secret:
            await self.sessions.sign_out(self.secret)
        refusal = await self.refuse(granted)
        if refusal:
            await self.sessions.sign_out(granted.session)
            self.set_status(403)
            self._show(refusal)
            return
        secure = self.address.secure
        self.set_cookie(self.cookie, granted.session, path="/", httponly=True, samesite="Strict", secure=secure)
        self.redirect(self.next_page(), status=303)

    async def refuse(self, granted: SessionGranted) -> Refusal | None:
        """Say why this person may not come in here, or None. Everybody may use the dashboards."""
        return None

    def next_page(self) -> str:
        """Return where to go after signing in: a page of ours, whatever was asked for."""
        wanted = self.get_argument("next", "/")
        return wanted if is_page_path(wanted) else "/"

    def _show(self, refusal: Refusal | None) -> None:
        username = self.get_body_argument("username", "")[:64] if self.request.method == "POST" else ""
        wanted = self.next_page()
        back = f"/sign-in?next={wanted}" if wanted != "/" else "/sign-in"
        self.finish(
            self.rendered(
                "sign_in.html.j2", refusal=refusal, username=username, place=self.place, next=wanted, back=back
            )
        )


class SignOut(Guard):
    """Ends the session, its tokens and its kernels."""

    async def post(self) -> None:
        """Sign out and go back to the form."""
        await self.sessions.sign_out(self.secret)
        self.clear_cookie(self.cookie, path="/")
        self.redirect("/sign-in", status=303)


def _missing(username: str, password: str) -> dict[str, str]:
    given = {"username": username, "password": password}
    words = {"username": "Type your user name.", "password": "Type your password."}
    return {name: words[name] for name, value in given.items() if not value or len(value) > _FIELD_LIMITS[name]}
