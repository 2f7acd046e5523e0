"""The language of the pages: which one a browser asked for last, and the switch on each page."""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from widgets.dashboards.guard import LANGUAGE_COOKIE, Access, Guard
from widgets.dashboards.pages import is_page_path

_QUERY = re.compile(r"[\w.~!*()+%&=,:;@/?-]{0,2000}", re.ASCII)
_YEAR = 365


class LanguageSwitch(Guard):
    """Keeps the language that was asked for in a cookie that is no secret, and goes back to the same page."""

    access: ClassVar[Access] = Access.NOBODY

    async def post(self) -> None:
        """Keep the language; an unknown one is English."""
        language = "fr" if self.get_body_argument("language", "") == "fr" else "en"
        secure = self.address.secure
        self.set_cookie(
            LANGUAGE_COOKIE, language, path="/", expires_days=_YEAR, httponly=True, samesite="Strict", secure=secure
        )
        self.redirect(way_back(self.get_body_argument("back", "/")), status=303)


def way_back(wanted: str) -> str:
    """Return the page that was left with its query, or the home page when it is none of ours."""
    parts = urlsplit(wanted)
    elsewhere = parts.scheme or parts.netloc or not wanted.startswith("/")
    if elsewhere or not (is_page_path(parts.path) or parts.path == "/sign-in"):
        return "/"
    query = parts.query if _QUERY.fullmatch(parts.query) else ""
    return f"{parts.path}?{query}" if query else parts.path
