"""The lab's own sign-in and sign-out."""

from typing import ClassVar

from tornado.web import StaticFileHandler

from kernel_lib.errors import Refusal
from kernel_lib.wire.who import SessionGranted
from widgets.dashboards.guard import Access
from widgets.dashboards.sign_in import SignIn, SignOut
from widgets.lab.guard import LabGuard


class LabSignIn(LabGuard, SignIn):
    """Admits analysts, auditors and compliance staff, one at a time."""

    access: ClassVar[Access] = Access.NOBODY
    place: ClassVar[str] = "Leadbook lab"

    async def refuse(self, granted: SessionGranted) -> Refusal | None:
        """Refuse by role, and while somebody else is here; otherwise hand the lab over."""
        if self.owner.secret:
            await self.sessions.person(self.owner.secret)
        refusal = self.owner.refuse(granted)
        if refusal is None:
            self.owner.move_in(granted)
            await self.sessions.person(granted.session)
        return refusal

    def next_page(self) -> str:
        """Return JupyterLab's address."""
        return "/lab"


class LabSignOut(LabGuard, SignOut):
    """Ends the session and frees the lab. Open to a plain link, since JupyterLab has no button of ours."""

    async def get(self) -> None:
        """Show the button."""
        self.finish(self.rendered("sign_out.html.j2"))


class LabStyle(LabGuard, StaticFileHandler):
    """The stylesheet of the sign-in page."""

    access: ClassVar[Access] = Access.NOBODY
