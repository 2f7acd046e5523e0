"""One house with a year of invented casework in its log, counted by several tests that change none of it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from kernel_lib.vocabulary import Role
from tests.audits.told_year import told_year
from tests.gallery.house import House

REQUESTS = 60
COSTS = [{"label": label, "number": 1000} for label in ("licence", "maintenance", "staff_hours")]
SHARES = [
    {"label": "source", "words": "Booking records, as the person stated"},
    *({"label": f"by_race_{group}", "number": number} for group, number in (("black", 300), ("white", 700))),
]


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A service with a year behind it; costs and shares of the gallery are filed."""
    with closing(House(tmp_path_factory.mktemp("told"))) as house:
        for role in (Role.COMPLIANCE, Role.ANALYST, Role.HIGHER_APPROVER):
            house.somebody(role)
        for entry in told_year(3, REQUESTS):
            house.parts.floor.log.append(entry)
        for kind, lines in (("costs", COSTS), ("gallery_shares", SHARES)):
            answer = house.ask("POST", "/filings", "compliance", json={"kind": kind, "year": 2026, "lines": lines})
            assert answer.is_success, answer.text
        yield house
