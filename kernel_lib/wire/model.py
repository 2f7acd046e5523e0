"""The strict frozen model that every message is made of, and the reply that says no."""

from pydantic import BaseModel, ConfigDict, Field

from kernel_lib.errors import Refusal


class Message(BaseModel):
    """A message on the wire: frozen, unknown fields refused, text trimmed at its ends."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class RefusalReply(Message):
    """A refusal as the service answers it (see `kernel_lib.errors.Refusal`)."""

    rule: str
    reason: str
    next_step: str
    fields: dict[str, str] = Field(default_factory=dict)
    reference: int | None = None

    @classmethod
    def of(cls, refusal: Refusal) -> "RefusalReply":
        """Make the reply from a refusal."""
        return cls(
            rule=refusal.rule,
            reason=refusal.reason,
            next_step=refusal.next_step,
            fields=refusal.fields,
            reference=refusal.reference,
        )


class Recorded(Message):
    """An act was done and is in the log under this sequence number."""

    sequence: int
