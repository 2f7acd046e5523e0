"""Making a backup while searches run, and keeping on record that the file was read again and is whole (M-10)."""

from collections.abc import Iterator
from dataclasses import dataclass

from audits.checkpoint import SignedLog
from audits.destroyed import Register
from audits.events import BackupMade, BackupVerified
from audits.segments import time_text
from gallery.authority import Person
from gallery.backup.envelope import Label, fingerprint, sealed
from gallery.backup.records_then import COPY_PREFIX
from gallery.backup.snapshot import Moment
from gallery.backup.writing import About, archived
from gallery.keys import Keys, own_key
from gallery.ledger import Ledger
from kernel_lib.settings import Settings
from kernel_lib.wire.backup import BackupAsked, BackupChecked

KEY_NAME = "backup.key"
"""The key of backups in the keys folder. A copy is kept apart from the backups: without it none opens."""


@dataclass(frozen=True)
class Backups:
    """Makes backups of one installation."""

    ledger: Ledger
    log: SignedLog
    destroyed: Register
    settings: Settings
    keys: Keys
    version: str

    def make(self, person: Person, asked: BackupAsked) -> Iterator[bytes]:
        """Fix a moment, record it, copy the records of that moment, and return the encrypted file piece by piece.

        Acts wait only while the moment is fixed; they go on while the copy is made and the pieces are fetched.

        Raises:
            OSError: there is no room for the copy of the records, or they cannot be read.
        """
        key = own_key(self.settings.keys_dir, KEY_NAME)
        with self.ledger.act(person, BackupMade) as act:
            moment = Moment(self.settings, self.log.public_key)
            root = moment.checkpoint.root.hex()
            act.decided_by("M-10")
            act.note(log_size=moment.checkpoint.size, root=root, backup_key=fingerprint(key), keys=asked.with_keys)
            about = About(
                time_text(act.now),
                self.version,
                moment.checkpoint.size,
                root,
                moment.mark,
                asked.with_keys,
                moment.key_prints(),
            )
        try:
            # The list's head is then never older than the backup: one that is was not fetched after it was made.
            self.destroyed.sign_again()
            moment.copy_records()
        except BaseException:
            moment.close()
            raise
        return self._pieces(moment, key, about)

    def verified(self, person: Person, checked: BackupChecked) -> int:
        """Keep on record that a file was read again after it was written; return the entry's sequence."""
        with self.ledger.act(person, BackupVerified) as act:
            act.decided_by("M-10")
            act.note(sha256=checked.sha256, bytes=checked.bytes, files=checked.files, log_size=checked.log_size)
        return act.sequence

    def _pieces(self, moment: Moment, key: bytes, about: About) -> Iterator[bytes]:
        try:
            plain = archived(moment.members(with_keys=about.with_keys), about, self.keys.signing)
            yield from sealed(plain, key, Label.fresh(key, about.made_at))
        finally:
            moment.close()


def sweep_copies(settings: Settings) -> int:
    """Remove copies of the records that a killed backup left behind; return how many."""
    left = list(settings.gallery_dir.glob(f"{COPY_PREFIX}*"))
    for path in left:
        path.unlink()
    return len(left)
