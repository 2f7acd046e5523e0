"""Another identity key is proposed by one person and decided on by another; the service carries it out (M-02, H-02)."""

from dataclasses import dataclass

from sqlalchemy import Connection

from audits.events import AdministrationViewed, KeyChangeDecided, KeyChangeProposed
from gallery.authority import Person
from gallery.ledger import Act, Ledger
from gallery.records.ids import new_id
from gallery.records.key_changes import (
    KeyChange,
    add_key_change,
    change_key_change,
    key_change_by_id,
    key_changes_held,
    open_key_change,
)
from gallery.records.resealing import values_sealed
from gallery.records.who import account_by_id
from gallery.rekeying.running import RULE
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.key_changes import KeyChangeAsked, KeyChangeDecision, KeyChanges, KeyChangeView, SealedCount

_SHOWN = 20


@dataclass(frozen=True)
class KeyChangeDesk:
    """Acts of administrators, and of compliance as the second person. `shortest` counts characters of a reason."""

    ledger: Ledger
    shortest: int

    def held(self, person: Person) -> KeyChanges:
        """Return what a change would seal anew, in numbers, and the changes so far."""
        with self.ledger.act(person, AdministrationViewed) as act:
            changes = tuple(_view(act.connection, each) for each in key_changes_held(act.connection, _SHOWN))
            counts = values_sealed(act.connection)
            act.note(key_changes=len(changes), values=sum(counts.values()))
            sealed = tuple(SealedCount(column=name, values=count) for name, count in sorted(counts.items()))
            return KeyChanges(sealed=sealed, changes=changes)

    def propose(self, person: Person, asked: KeyChangeAsked) -> KeyChangeView:
        """Propose another key; the one of now stays until another person agrees and the service starts again.

        Raises:
            WrongState: another change waits.
            Unacceptable: the reason is too short.
        """
        with self.ledger.act(person, KeyChangeProposed) as act:
            self._demand_reason(act, asked.reason)
            if open_key_change(act.connection):
                raise WrongState(
                    RULE, "A change of the identity key waits already.", "Decide on that, or carry it out."
                )
            change = KeyChange(new_id(), asked.reason, person.account_id, act.now)
            add_key_change(act.connection, change)
            act.about(object_id=change.id)
            return _view(act.connection, change)

    def decide(self, person: Person, change_id: str, decision: KeyChangeDecision) -> KeyChangeView:
        """Agree, and the next start of the service carries the change out; or turn it down.

        Raises:
            NotFound: there is no such proposal.
            NotAllowed: one proposed it.
            WrongState: it was decided already.
            Unacceptable: the reason is too short.
        """
        with self.ledger.act(person, KeyChangeDecided, object_id=change_id) as act:
            act.note(approved=decision.approved)
            change = key_change_by_id(act.connection, change_id)
            if change is None:
                raise NotFound(RULE, "There is no such proposal.", "List the changes again.")
            if change.decided_at:
                raise WrongState(RULE, "This proposal was decided already.", "Read the decision.")
            if change.proposed_by == person.account_id:
                raise NotAllowed("H-02", "Another person decides on this.", "Ask a colleague, or compliance.")
            self._demand_reason(act, decision.reason)
            decided = {"approved": decision.approved, "decision_reason": decision.reason}
            decided |= {"decided_by": person.account_id, "decided_at": act.now}
            change_key_change(act.connection, change.id, **decided)
            return _view(act.connection, key_change_by_id(act.connection, change.id) or change)

    # Private

    def _demand_reason(self, act: Act, reason: str) -> None:
        if len(reason) < self.shortest:
            message = f"Give the reason in at least {self.shortest} characters."
            raise Unacceptable("I-02", message, "Nothing was changed.", fields={"reason": message})
        act.note(reason_sha256=sha256_hex(reason.encode()))


# Private


def _view(connection: Connection, change: KeyChange) -> KeyChangeView:
    named = {
        each: account.display_name
        for each in (change.proposed_by, change.decided_by)
        if each and (account := account_by_id(connection, each))
    }
    told = {**vars(change), "decided_by": named.get(change.decided_by or "", "")}
    return KeyChangeView(**{**told, "proposed_by": named.get(change.proposed_by, "")})
