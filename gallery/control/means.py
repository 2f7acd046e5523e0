"""What every act of control needs."""

from dataclasses import dataclass

from sqlalchemy import Connection

from gallery.authority import Authority
from gallery.ledger import Ledger
from gallery.records.who import account_by_id
from gallery.rules import Rules
from kernel_lib.errors import NotFound, Unacceptable


@dataclass(frozen=True)
class Control:
    """Log and records, permissions, rules, and the model that searches."""

    ledger: Ledger
    authority: Authority
    rules: Rules
    model_id: str

    def demand_reason(self, rule: str, reason: str) -> None:
        """Do nothing when a reason is long enough to be one. Raises Unacceptable."""
        shortest = self.rules.control.reason_min_length
        if len(reason) < shortest:
            message = f"Give the reason in at least {shortest} characters."
            following = "Write down why; nothing was changed."
            raise Unacceptable(rule, f"A written reason is missing. {message}", following, fields={"reason": message})


def display_name(connection: Connection, account_id: str | None) -> str:
    """Return how a person is called, or an empty text."""
    account = account_by_id(connection, account_id) if account_id else None
    return account.display_name if account else ""


def unknown(noun: str) -> NotFound:
    """Return the refusal for a thing that does not exist."""
    return NotFound("G-01", f"There is no such {noun}.", "Open the page of controls again.")
