"""Complete applications, changed where a test asks."""

from typing import Any

from gallery.rights import receiving
from kernel_lib.wire.rights import ApplicationAsked, ApplicationView, IdentityCheck
from tests.gallery.casework.bench import Bench
from tests.gallery.fakes import NOON

TODAY = NOON.date()
CHECKED = IdentityCheck(check="photo_identification", checked_on=TODAY)
REASONS = "The entry agrees with the certified copy of the court's record."


def asked(**changed: Any) -> ApplicationAsked:
    """Return an application for access to S-001 whose applicant showed who they are."""
    whole = {"kind": "access", "subject_number": "S-001", "received_on": TODAY, "identity": CHECKED}
    return ApplicationAsked(**{**whole, **changed})


def received(bench: Bench, **changed: Any) -> ApplicationView:
    """Receive such an application."""
    return receiving.receive(bench.casework, bench["clerk"], asked(**changed))
