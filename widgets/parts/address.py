"""Where pages are, and what their address asks for."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

HOME = "/"
SIGN_IN = "/sign-in"


def page(path: str, **query: str) -> str:
    """Return the address of a page with its parameters; a path that carries its own is kept."""
    asked_for = urlencode({key: value for key, value in query.items() if value})
    if not asked_for:
        return path
    return f"{path}{'&' if '?' in path else '?'}{asked_for}"


def asked(env: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of the page's address, from LEADBOOK_QUERY; the last of two same names counts."""
    return dict(parse_qsl(env.get("LEADBOOK_QUERY", "").lstrip("?")))
