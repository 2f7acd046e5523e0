"""Letters are kept encrypted, each under a key of its own, and fetched one at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from audits.events import Exported
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.ledger import Act
from gallery.records.applications import Application, Letter, add_letter, letters_of
from gallery.records.ids import new_id
from gallery.rights.receiving import held_application
from kernel_lib.errors import NotFound


@dataclass(frozen=True)
class Written:
    """A letter that is not kept yet: its kind, to whom it goes, and its PDF."""

    kind: str
    recipient: str
    account_id: str | None
    pdf: bytes


def keep_letters(
    casework: Casework, act: Act, person: Person, application: Application, written: Iterable[Written]
) -> None:
    """Keep letters of an application; their hashes come into the entry of the act."""
    hashes = []
    for each in written:
        lineage_id = new_id()
        letter = Letter(
            id=new_id(),
            application_id=application.id,
            kind=each.kind,
            recipient=each.recipient,
            account_id=each.account_id,
            lineage_id=lineage_id,
            sha256=casework.images.put(lineage_id, each.pdf),
            bytes=len(each.pdf),
            dated=casework.rules.who.local_day(act.now, person.service),
            made_by=person.account_id,
            made_at=act.now,
        )
        add_letter(act.connection, letter)
        hashes.append(letter.sha256)
    act.note(letters=len(hashes), first_letter_sha256=hashes[0] if hashes else None)


def fetch(casework: Casework, person: Person, application_id: str, letter_id: str) -> bytes:
    """Return the PDF of a letter. Raises NotFound for one that is not of this application and service."""
    with casework.ledger.act(person, Exported, object_id=application_id) as act:
        casework.authority.demand(person, "application_viewed")
        held_application(act.connection, person, application_id)
        found = [each for each in letters_of(act.connection, application_id) if each.id == letter_id]
        if not found:
            raise NotFound("F-64", "There is no such letter of this application.", "Look at the application again.")
        act.note(kind=f"application_{found[0].kind}", sha256=found[0].sha256, bytes=found[0].bytes)
        return casework.images.get(found[0].lineage_id, found[0].sha256)
