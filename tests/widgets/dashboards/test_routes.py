"""The table of routes in the documentation is the table of the running server."""

import re
from pathlib import Path

from tests.widgets.dashboards.conftest import Running

DOCUMENT = Path(__file__).parents[3] / "docs" / "dashboards.md"
WORDS = {"NOBODY": {"open"}, "PERSON": {"signed in", "by role"}, "OWNER": {"owner"}}


def test_every_route_is_documented_with_its_access(server: Running) -> None:
    """Neither a route nor an access may be missing, nor stand there without being served."""
    rows = re.findall(r"^\| (`/.*?`) \| ([a-z ]+) \|", DOCUMENT.read_text(), re.MULTILINE)
    documented = {route: access for routes, access in rows for route in re.findall(r"`(\S+)`", routes)}
    live = {pattern.removesuffix("$"): access for pattern, _, access in server.routes}

    assert documented.keys() == live.keys()
    assert {route for route in live if documented[route] not in WORDS[live[route]]} == set()
