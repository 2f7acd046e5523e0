"""The drop zone hears from the browser only whether a picture was taken in."""

from typing import Any

from kernel_lib.errors import Refused, ServiceUnreachable, SignInRequired
from kernel_lib.wire.model import RefusalReply
from tests.widgets.press import tell
from widgets.parts.intake import Intake


def _heard(**content: Any) -> tuple[list[bool], list[Exception]]:
    received: list[bool] = []
    refused: list[Exception] = []
    intake = Intake()
    intake.when_sent(lambda: received.append(True), refused.append)
    tell(intake, **content)
    return received, refused


def test_a_picture_taken_in_is_only_announced() -> None:
    """No bytes and no view come by the trait; the page reads them from the service."""
    assert _heard(event="received", probe="forged") == ([True], [])


def test_a_refusal_keeps_its_rule_and_reference() -> None:
    """What the service said is handed on as it is."""
    reply = RefusalReply(rule="A-13", reason="No picture.", next_step="Send one.", reference=3).model_dump_json()

    _, refused = _heard(event="refused", status=422, reply=reply)

    assert isinstance(refused[0], Refused)
    assert (refused[0].refusal.rule, refused[0].refusal.reference) == ("A-13", 3)


def test_an_ended_session_is_told_as_such() -> None:
    """Status 401 leads to the sign-in."""
    reply = RefusalReply(rule="session.expired", reason="Ended.", next_step="Sign in.").model_dump_json()

    _, refused = _heard(event="refused", status=401, reply=reply)

    assert isinstance(refused[0], SignInRequired)


def test_anything_else_reads_as_no_answer() -> None:
    """A page of HTML, or nothing, is not shown as a reason."""
    _, refused = _heard(event="refused", status=502, reply="<html>")

    assert isinstance(refused[0], ServiceUnreachable)
