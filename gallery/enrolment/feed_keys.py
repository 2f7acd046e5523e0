"""Keys of records systems: an administrator registers the public half, and ends it when it is replaced or lost."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audits.events import FeedKeyEnded, FeedKeyRegistered, FeedKeysViewed
from gallery.authority import Person
from gallery.ledger import Ledger
from gallery.records import feeds
from kernel_lib.errors import NotFound, WrongState
from kernel_lib.feed import key_id_of
from kernel_lib.wire.feeds import FeedKeyAsked, FeedKeys, FeedKeyView


@dataclass(frozen=True)
class FeedKeyDesk:
    """Registers and ends the keys of a person's own service (G-01)."""

    ledger: Ledger

    def register(self, person: Person, asked: FeedKeyAsked) -> FeedKeyView:
        """Register a key. Raises WrongState for one that was registered before, by whatever service."""
        public_key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(asked.public_key)).public_bytes_raw()
        with self.ledger.act(person, FeedKeyRegistered) as act:
            key_id = key_id_of(public_key)
            if feeds.key_by_id(act.connection, key_id):
                raise WrongState("F-04", "This key was registered before.", "Have the records system make a new one.")
            key = feeds.FeedKey(key_id, person.service, public_key.hex(), asked.label, person.account_id, act.now)
            feeds.add_key(act.connection, key)
            act.about(object_id=key_id)
        return _view(key)

    def end(self, person: Person, key_id: str) -> FeedKeyView:
        """End a key: feeds signed by it are refused from now on. Raises NotFound when there is no open one."""
        with self.ledger.act(person, FeedKeyEnded) as act:
            key = feeds.key_by_id(act.connection, key_id)
            if key is None or key.service != person.service or key.ended_at:
                raise NotFound("F-04", "There is no open key of this id.", "List the keys again.")
            feeds.end_key(act.connection, key_id, act.now)
            act.about(object_id=key_id)
            ended = feeds.key_by_id(act.connection, key_id)
        return _view(ended or key)

    def keys(self, person: Person) -> FeedKeys:
        """Return every key of the person's service."""
        with self.ledger.act(person, FeedKeysViewed) as act:
            found = feeds.keys_of(act.connection, person.service)
            act.note(keys=len(found))
        return FeedKeys(keys=tuple(_view(each) for each in found))


def _view(key: feeds.FeedKey) -> FeedKeyView:
    return FeedKeyView(
        key_id=key.id,
        service=key.service,
        label=key.label,
        registered_at=key.registered_at,
        ended_at=key.ended_at,
    )
