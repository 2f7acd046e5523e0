"""Taking a service's data out of the installation: proposed, released by two people of different duties, sent once.

A proposal stands in the records until it is carried out, another one replaces it, or the days of the rule are over.
What it said of where the data go stands in the signed certificate; the log holds its hash.
"""

import hashlib
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
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
from gallery.records.exits import ExitProposal, add_exit, change_exit, standing_exit
from gallery.records.ids import new_id
from gallery.records.of_service import originals_of
from gallery.rules.sharing import SharingRules
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.settings import Settings
from kernel_lib.vocabulary import Role
from kernel_lib.wire.leaving import ExitAsked, ExitChecked, ExitView

_BOTH = "One person of records and another of compliance must each release an exit."
_SPOOL = 16 << 20
_CHUNK = 1 << 20


_DUTIES = {Role.RECORDS_CLERK: "released_by_records", Role.COMPLIANCE: "released_by_compliance"}


@dataclass
class Leaving:
    """Proposes, releases and sends the exit of each service; one a service at a time."""

    ledger: Ledger
    log: SignedLog
    settings: Settings
    pictures: Images
    marks: Images
    keys: Keys
    rules: SharingRules
    version: str
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def propose(self, person: Person, asked: ExitAsked) -> ExitView:
        """Propose that everything of the person's own service goes out; an earlier proposal is void with it.

        Raises:
            NotAllowed: it is another service's.
            Unacceptable: it is not said in writing where the data go, or nothing is held.
        """
        with self._turn, self.ledger.act(person, ExitProposed) as act:
            made = self._proposed(act, person, asked)
            add_exit(act.connection, made)
            act.about(object_id=made.id)
            act.decided_by("G-10")
            act.note(lineages=made.lineages, originals=made.originals, lineages_sha256=made.lineages_sha256)
            act.note(destination_sha256=sha256_of(made.destination), rule_version=made.rule_version)
            return _view(made)

    def current(self, person: Person) -> ExitView:
        """Return the exit of the person's service that stands. Raises NotFound when there is none."""
        with self._turn, self.ledger.act(person, ExitViewed) as act:
            return _view(self._of(act, person))

    def release(self, person: Person, exit_id: str) -> ExitView:
        """Give one of the two releases.

        Raises:
            NotAllowed: a notebook's token asks.
            NotFound: there is no such exit of this service.
            WrongState: this person's duty released it already, or this person gave the other release.
        """
        with self._turn, self.ledger.act(person, ExitReleased) as act:
            _demand_session(person)
            held = self._of(act, person, exit_id)
            duty = next((mine for role, mine in _DUTIES.items() if role in person.roles and not vars(held)[mine]), None)
            if duty is None or person.account_id in (held.released_by_records, held.released_by_compliance):
                raise WrongState("G-10", _BOTH, "Ask the other one.")
            change_exit(act.connection, held.id, **{duty: person.account_id})
            held = self._of(act, person, exit_id)
            act.decided_by("G-10")
            act.note(lineages_sha256=held.lineages_sha256, both=held.is_released)
            return _view(held)

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
        with self._turn, self.ledger.act(person, ExitVerified) as act:
            held = self._of(act, person, exit_id)
            if not held.is_released:
                raise WrongState("G-10", _BOTH, "Ask for what is missing.")
            change_exit(act.connection, held.id, ended_at=act.now)
            act.decided_by("M-13")
            act.note(certificate_sha256=checked.certificate_sha256, files=checked.files, bytes=checked.bytes)
        return act.sequence

    # Private

    def _allowed(self, person: Person, exit_id: str, gathered: Gathered) -> tuple[ExitProposal, Act]:
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

    def _proposed(self, act: Act, person: Person, asked: ExitAsked) -> ExitProposal:
        if asked.service != person.service:
            raise NotAllowed("G-10", "Only people of a service take its data out.", "Ask that service.")
        if len(asked.destination.strip()) < self.rules.reason_min_length:
            reason = "The data go out in clear: it must be said in writing where they go and who keeps them there."
            raise Unacceptable("G-10", reason, "Say where they go.", fields={"destination": "Say where they go."})
        originals = originals_of(act.connection, person.service)
        if not originals:
            raise Unacceptable("G-10", "Nothing is held of your service.", "There is nothing to take out.")
        return ExitProposal(
            id=new_id(),
            service=person.service,
            destination=asked.destination.strip(),
            lineages=len({each.lineage_id for each in originals}),
            originals=len(originals),
            lineages_sha256=lineages_hash(originals),
            rule_version=self.rules.version,
            proposed_by=person.account_id,
            proposed_at=act.now,
            stands_until=act.now + self.rules.exit_stands,
        )

    def _of(self, act: Act, person: Person, exit_id: str = "") -> ExitProposal:
        held = standing_exit(act.connection, person.service, act.now)
        if held is None or (exit_id and held.id != exit_id):
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


def _view(held: ExitProposal) -> ExitView:
    names = set(ExitView.model_fields) - set(_DUTIES.values())
    shown = {name: getattr(held, name) for name in names}
    return ExitView(**shown, **{name: vars(held)[name] is not None for name in _DUTIES.values()})


def _said(held: ExitProposal) -> dict[str, Any]:
    names = ("service", "destination", "lineages", "originals", "lineages_sha256", "proposed_by")
    told = {name: getattr(held, name) for name in names}
    released = {str(role): vars(held)[name] for role, name in sorted(_DUTIES.items())}
    return {"format": FORMAT, "exit_id": held.id, **told, "released_by": released}
