"""Taking a service's data out of the installation: proposed, released by two people of different duties, sent once.

A proposal is kept in memory only: a restart of the service voids it, and both releases are asked for again. What it
said of where the data go stands in the signed certificate; the log holds its hash.
"""

import hashlib
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from audits.checkpoint import SignedLog
from audits.events import ExitMade, ExitProposed, ExitReleased, ExitVerified, ExitViewed
from gallery.authority import Person
from gallery.backup.snapshot import Member
from gallery.backup.writing import SUMS, packed, sum_line
from gallery.images.store import Images
from gallery.keys import Keys
from gallery.leaving.certificate import CERTIFICATE, FORMAT, signed
from gallery.leaving.gathered import Gathered, lineages_hash
from gallery.leaving.log_extract import add_log
from gallery.ledger import Act, Ledger
from gallery.records.ids import new_id
from gallery.records.of_service import originals_of
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.settings import Settings
from kernel_lib.vocabulary import Role
from kernel_lib.wire.leaving import ExitAsked, ExitChecked, ExitView

STANDS_FOR = timedelta(days=7)
"""How long a proposal stands."""

_LEAST_SAID = 20
_BOTH = "One person of records and another of compliance must each release an exit."
_SPOOL = 16 << 20
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Exit:
    """One proposed exit: what goes, to where, and who allowed it."""

    id: str
    service: str
    destination: str
    lineages: int
    originals: int
    lineages_sha256: str
    proposed_by: str
    proposed_at: datetime
    released_by: dict[Role, str] = field(default_factory=dict)

    @property
    def is_released(self) -> bool:
        """Whether both duties allowed it."""
        return len(self.released_by) == len(_DUTIES)

    def view(self) -> ExitView:
        """Return it as it is shown."""
        names = ("id", "service", "destination", "lineages", "originals", "lineages_sha256", "proposed_at")
        return ExitView(
            **{name: getattr(self, name) for name in names},
            released_by_records=Role.RECORDS_CLERK in self.released_by,
            released_by_compliance=Role.COMPLIANCE in self.released_by,
        )


_DUTIES = (Role.RECORDS_CLERK, Role.COMPLIANCE)


@dataclass
class Leaving:
    """Proposes, releases and sends the exit of each service; one a service at a time."""

    ledger: Ledger
    log: SignedLog
    settings: Settings
    pictures: Images
    marks: Images
    keys: Keys
    version: str
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _open: dict[str, Exit] = field(default_factory=dict, repr=False)

    def propose(self, person: Person, asked: ExitAsked) -> ExitView:
        """Propose that everything of the person's own service goes out; an earlier proposal is void with it.

        Raises:
            NotAllowed: it is another service's.
            Unacceptable: it is not said in writing where the data go, or nothing is held.
        """
        with self._turn:
            with self.ledger.act(person, ExitProposed) as act:
                made = self._proposed(act, person, asked)
                act.about(object_id=made.id)
                act.decided_by("G-10")
                act.note(lineages=made.lineages, originals=made.originals, lineages_sha256=made.lineages_sha256)
                act.note(destination_sha256=sha256_of(made.destination))
            self._open[made.service] = made
        return made.view()

    def current(self, person: Person) -> ExitView:
        """Return the exit of the person's service that stands. Raises NotFound when there is none."""
        with self._turn, self.ledger.act(person, ExitViewed) as act:
            return self._of(act, person).view()

    def release(self, person: Person, exit_id: str) -> ExitView:
        """Give one of the two releases.

        Raises:
            NotAllowed: a notebook's token asks.
            NotFound: there is no such exit of this service.
            WrongState: this person's duty released it already, or this person gave the other release.
        """
        with self._turn:
            with self.ledger.act(person, ExitReleased) as act:
                _demand_session(person)
                held = self._of(act, person, exit_id)
                duty = next((each for each in _DUTIES if each in person.roles and each not in held.released_by), None)
                if duty is None or person.account_id in held.released_by.values():
                    raise WrongState("G-10", _BOTH, "Ask the other one.")
                held = replace(held, released_by={**held.released_by, duty: person.account_id})
                act.decided_by("G-10")
                act.note(lineages_sha256=held.lineages_sha256, both=held.is_released)
            self._open[held.service] = held
        return held.view()

    def send(self, person: Person, exit_id: str) -> Iterator[bytes]:
        """Record that it goes out, and return the archive piece by piece; the certificate is its last file.

        Raises:
            NotAllowed: a notebook's token asks.
            NotFound: there is no such exit of this service.
            WrongState: two people have not released it, or what is held is no longer what they released.
            OSError: there is no room to gather it.
        """
        gathered = self._gathered(person.service)
        try:
            held, act = self._allowed(person, exit_id, gathered)
            self.log.checkpoint()
            checkpoint = add_log(gathered, self.settings.audit_dir, held.service)
        except BaseException:
            gathered.close()
            raise
        told = {"made_at": act.now.isoformat(), "log_entry": act.sequence, "log_root": checkpoint.root.hex()}
        return self._archived(gathered, {**_said(held), **told, "log_size": checkpoint.size, "version": self.version})

    def verified(self, person: Person, exit_id: str, checked: ExitChecked) -> int:
        """Keep on record that what was written is whole, and end the exit; return the entry's sequence."""
        with self._turn:
            with self.ledger.act(person, ExitVerified) as act:
                held = self._of(act, person, exit_id)
                if not held.is_released:
                    raise WrongState("G-10", _BOTH, "Ask for what is missing.")
                act.decided_by("M-13")
                act.note(certificate_sha256=checked.certificate_sha256, files=checked.files, bytes=checked.bytes)
            del self._open[held.service]
        return act.sequence

    # Private

    def _allowed(self, person: Person, exit_id: str, gathered: Gathered) -> tuple[Exit, Act]:
        with self._turn, self.ledger.act(person, ExitMade) as act:
            _demand_session(person)
            held = self._of(act, person, exit_id)
            if not held.is_released:
                raise WrongState("G-10", _BOTH, "Ask for what is missing.")
            if gathered.lineages_sha256 != held.lineages_sha256:
                reason = "What is held of your service is no longer what was released."
                raise WrongState("G-10", reason, "Propose the exit again.")
            act.decided_by("G-10")
            act.note(lineages=held.lineages, originals=held.originals, lineages_sha256=held.lineages_sha256)
            act.note(destination_sha256=sha256_of(held.destination))
        return held, act

    def _proposed(self, act: Act, person: Person, asked: ExitAsked) -> Exit:
        if asked.service != person.service:
            raise NotAllowed("G-10", "Only people of a service take its data out.", "Ask that service.")
        if len(asked.destination.strip()) < _LEAST_SAID:
            reason = "The data go out in clear: it must be said in writing where they go and who keeps them there."
            raise Unacceptable("G-10", reason, "Say where they go.", fields={"destination": "Say where they go."})
        originals = originals_of(act.connection, person.service)
        if not originals:
            raise Unacceptable("G-10", "Nothing is held of your service.", "There is nothing to take out.")
        return Exit(
            id=new_id(),
            service=person.service,
            destination=asked.destination.strip(),
            lineages=len({each.lineage_id for each in originals}),
            originals=len(originals),
            lineages_sha256=lineages_hash(originals),
            proposed_by=person.account_id,
            proposed_at=act.now,
        )

    def _of(self, act: Act, person: Person, exit_id: str = "") -> Exit:
        held = self._open.get(person.service)
        if held is None or (exit_id and held.id != exit_id) or act.now >= held.proposed_at + STANDS_FOR:
            raise NotFound("G-10", "There is no such exit of your service.", "Propose one.")
        act.about(object_id=held.id)
        return held

    def _gathered(self, service: str) -> Gathered:
        with self.ledger.reading() as connection:
            return Gathered.of(connection, service, self.settings.gallery_dir)

    def _archived(self, gathered: Gathered, said: dict[str, Any]) -> Iterator[bytes]:
        listed, files, length = hashlib.sha256(), 0, 0
        try:
            with tempfile.SpooledTemporaryFile(_SPOOL) as sums:
                for member in gathered.members(self.pictures, self.marks):
                    digest = hashlib.sha256()
                    yield from packed(member, digest)
                    line = sum_line(digest.hexdigest(), member.path)
                    sums.write(line)
                    listed.update(line)
                    files, length = files + 1, length + member.length
                size = sums.tell()
                sums.seek(0)
                yield from packed(Member(SUMS, size, iter(lambda: sums.read(_CHUNK), b"")), hashlib.sha256())
            total = {"files": files, "bytes": length, "sums_sha256": listed.hexdigest(), "counts": gathered.counts}
            content = signed({**said, **total}, self.keys.signing)
            yield from packed(Member(CERTIFICATE, len(content), iter((content,))), hashlib.sha256())
            yield bytes(1024)
        finally:
            gathered.close()


# Private


def _demand_session(person: Person) -> None:
    """A notebook's token neither releases nor takes out what leaves in clear."""
    if person.bearer != "session":
        raise NotAllowed("G-10", "Only somebody who signed in takes data out, no notebook.", "Use the command line.")


def _said(held: Exit) -> dict[str, Any]:
    names = ("service", "destination", "lineages", "originals", "lineages_sha256", "proposed_by")
    told = {name: getattr(held, name) for name in names}
    released = {str(duty): who for duty, who in sorted(held.released_by.items())}
    return {"format": FORMAT, "exit_id": held.id, **told, "released_by": released}
