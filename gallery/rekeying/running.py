"""Carrying a change of the identity key out, before anybody is answered (M-02).

    agreed → [key to come on the disk] → begun → [every value resealed, some thousand at a time] → opened by the new
    key alone → followed → [old key on the list of what was destroyed, then destroyed] → [pages written anew]

Each arrow is a commit, each bracket may be done again. Until "followed" both keys are held, so a kill at any moment
loses nothing: whoever opens the installation next goes on. A key on the list that came back with a backup is changed
again at once: its destruction was decided already.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from audits.destroyed import KEY, Register
from audits.events import KeyChangeBegun, KeyChanged
from gallery.keys import Keys, destroy_former_identity, exchange_identity, identity_to_come, key_print
from gallery.ledger import Ledger
from gallery.records.database import Database
from gallery.records.identity_key import KeyState, key_begins, key_follows
from gallery.records.key_changes import KeyChange, change_key_change, open_key_change
from gallery.records.resealing import Place, count_opened, places, reseal, values_sealed
from kernel_lib.errors import SettingsError

RULE = "M-02"
ROWS_AT_ONCE = 2_000

Progress = Callable[[int, int], None]
"""Told of values looked at and values in all."""


@dataclass(frozen=True)
class Rekeyed:
    """The keys that hold now, and how many values were brought under a new one; None where nothing was due."""

    keys: Keys
    values: int | None = None


@dataclass(frozen=True)
class Rekeying:
    """What a change needs of an installation that answers nobody yet."""

    ledger: Ledger
    database: Database
    destroyed: Register
    folder: Path

    def settle(self, keys: Keys, progress: Progress | None = None) -> Rekeyed:
        """Finish a change that was begun, or carry out one that is due.

        Raises:
            LogUnavailable: the log or the list of what was destroyed cannot be written; the next start goes on.
            IdentityClosed: a value opens with neither key; both keys stay.
            SettingsError: there is no room to write the records anew, or a reader is in the way.
        """
        try:
            return self._settled(keys, progress)
        except OSError as error:
            raise SettingsError(
                f"identity key: expected room for the records and nobody else who reads them, got "
                f"{error.strerror or type(error).__name__}; nothing is lost, make room and start again"
            ) from error

    # Private

    def _settled(self, keys: Keys, progress: Progress | None) -> Rekeyed:
        if self.database.sealed_by is KeyState.OWN and not self._due(keys):
            # What a kill left of the key before, once the new one had its name. A key to come that seals nothing yet
            # stays where it is: these records open by the identity key alone.
            destroy_former_identity(self.folder)
            return Rekeyed(keys)
        following = keys.next_identity or identity_to_come(self.folder)
        if self.database.sealed_by is KeyState.OWN:
            self._begin(keys.identity, following)
        if self.database.sealed_by is KeyState.BOTH:
            self._reseal(progress)
            self._follow(keys.identity, following)
        self.destroyed.add((_listed(keys.identity),), ())
        exchange_identity(self.folder)
        self.database.rewrite_for_keys()
        self.database.sealed_by = KeyState.OWN
        with self.ledger.reading() as connection:
            values = sum(values_sealed(connection).values())
        return Rekeyed(replace(keys, identity=following, next_identity=None), values)

    def _due(self, keys: Keys) -> bool:
        return self._agreed() is not None or _listed(keys.identity) in self.destroyed.keys

    def _agreed(self) -> KeyChange | None:
        with self.ledger.reading() as connection:
            change = open_key_change(connection)
        return change if change and change.approved else None

    def _begin(self, before: bytes, following: bytes) -> None:
        change = self._agreed()
        with self.ledger.act(None, KeyChangeBegun, object_id=change.id if change else None) as act:
            act.decided_by(RULE)
            values = sum(values_sealed(act.connection).values())
            act.note(values=values, before=key_print(before), after=key_print(following), came_back=change is None)
            key_begins(act.connection, following)
            if change:
                change_key_change(act.connection, change.id, begun_at=act.now)
        self.database.seal_by(following, before)

    def _reseal(self, progress: Progress | None) -> None:
        with self.ledger.reading() as connection:
            total = sum(values_sealed(connection).values())
        done = 0
        for place in places():
            done = self._reseal_place(place, done, total, progress)

    def _reseal_place(self, place: Place, done: int, total: int, progress: Progress | None) -> int:
        after = None
        while True:
            with self.ledger.unrecorded() as connection:
                step = reseal(connection, place, after, ROWS_AT_ONCE)
            done += step.seen
            if progress:
                progress(done, total)
            if step.last is None:
                return done
            after = step.last

    def _follow(self, before: bytes, following: bytes) -> None:
        """Let the new key hold alone, once it has opened every value."""
        change = self._agreed()
        with self.ledger.act(None, KeyChanged, object_id=change.id if change else None) as act:
            act.decided_by(RULE)
            count = count_opened(act.connection, following)
            act.note(values=count, before=key_print(before), after=key_print(following), came_back=change is None)
            key_follows(act.connection, following)
            if change:
                change_key_change(act.connection, change.id, done_at=act.now, resealed=count)
        self.database.seal_by(following)


# Private


def _listed(key: bytes) -> str:
    """Return the name under which a key stands on the list of what was destroyed."""
    return f"{KEY}{key_print(key)}"
