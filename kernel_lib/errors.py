"""The whole error tree.

    LeadbookError
    ├── Refused               a rule said no: a normal result, with what may be done next
    │   ├── SignInRequired    nobody is known, or the session or token has ended (401)
    │   ├── NotAllowed        this person may not do this (403)
    │   ├── NotFound          no such thing, or none that this person may know of (404)
    │   ├── WrongState        right act, wrong moment: a stage before it is still open (409)
    │   └── Unacceptable      what was offered does not meet a rule; may name fields (422)
    ├── PictureRefused        bytes that are not a picture this product can take in
    ├── PictureDamaged        a stored picture is missing or is not the one that was stored (500)
    ├── WeightsRefused        a model file is unknown, missing or changed
    ├── LogUnavailable        the audit log cannot be written, so nothing may run
    ├── LogDamaged            the audit log is not whole; carries the place
    ├── SettingsError         the installation is not set up as it must be
    ├── ServiceUnreachable    no service answered
    └── ReportError           a report cannot be run, or its run failed

Messages say what, where, expected and got. They never hold a name, a face, a path of a person's picture or a secret.
"""

from dataclasses import dataclass, field


class LeadbookError(Exception):
    """Superclass of everything raised here. Never raised itself."""


@dataclass(frozen=True)
class Refusal:
    """Why a rule said no, in words for the person who asked.

    `rule` is a rule id such as "A-11" or "session.expired"; `reason` one plain sentence; `next_step` what may be
    done; `fields` maps a form field to its own message; `reference` is the sequence number of the log entry that
    recorded the refusal, or None before it is recorded.
    """

    rule: str
    reason: str
    next_step: str
    fields: dict[str, str] = field(default_factory=dict)
    reference: int | None = None


class Refused(LeadbookError):
    """A rule said no. Carries the `Refusal`; the service records it before it answers."""

    status = 422

    def __init__(
        self,
        rule: str,
        reason: str,
        next_step: str,
        *,
        fields: dict[str, str] | None = None,
        reference: int | None = None,
    ) -> None:
        super().__init__(f"{rule}: {reason}")
        self.refusal = Refusal(rule, reason, next_step, dict(fields or {}), reference)


class SignInRequired(Refused):
    """Nobody is signed in, or the session or token has ended. Sign in again."""

    status = 401


class NotAllowed(Refused):
    """The person is known and may not do this."""

    status = 403


class NotFound(Refused):
    """There is no such thing, or none that this person may know of."""

    status = 404


class WrongState(Refused):
    """The act is possible, but not at this stage."""

    status = 409


class Unacceptable(Refused):
    """What was offered does not meet a rule. `refusal.fields` names the fields at fault."""

    status = 422


class PictureRefused(LeadbookError):
    """Bytes that this product cannot take in as a picture. `rule` names the limit, `reason` says it in words."""

    def __init__(self, rule: str, reason: str, next_step: str) -> None:
        super().__init__(f"{rule}: {reason}")
        self.rule = rule
        self.reason = reason
        self.next_step = next_step


class PictureDamaged(LeadbookError):
    """A stored picture is missing, or is not the bytes that its name says. `next_step` says what a clerk may do."""

    rule = "picture.damaged"
    reason = "A stored picture that this needs is missing or damaged, so nothing was done."
    next_step = (
        "Leave it and go on with other work. Have the administrator restore it from a backup, "
        "or take the picture in again from its source."
    )


class WeightsRefused(LeadbookError):
    """A model file is not in the registry, is missing, or is not the file that the registry names."""


class LogUnavailable(LeadbookError):
    """The audit log cannot be written. The caller must not act, and must give no result."""


class LogDamaged(LeadbookError):
    """The audit log is not whole. `place` names the segment, record or checkpoint."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place


class SettingsError(LeadbookError):
    """The installation is not set up as it must be; the message says what to change."""


class ServiceUnreachable(LeadbookError):
    """No service answered on the socket; the message says how to start it."""


class ReportError(LeadbookError):
    """A report cannot be run as asked, or its run failed; the message names the parameter or the cell."""
