"""Showing the public statement to compliance, and putting it out (E-18, H-06)."""

from dataclasses import dataclass
from pathlib import Path

from audits.checkpoint import SignedLog
from audits.events import ConfigurationViewed, StatementPublished
from audits.note import read_note
from gallery.authority import Person
from gallery.index.exact import Index
from gallery.ledger import Ledger
from gallery.publication.files import files_of
from gallery.publication.statement import Known, missing, statement
from gallery.publication.writing import replace_files
from gallery.records.gallery import count_eligible
from gallery.rules import Rules
from kernel_lib.errors import WrongState
from kernel_lib.faces.weights import Weights
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.publication import Publication, PublicStatement, Published, PublishedFile
from kernel_lib.words.language import Words

FOLDER = "public"
"""The folder for pages inside the publication folder, beside the checkpoints."""


@dataclass(frozen=True)
class Publishing:
    """What is told, and where it goes. `folder` is None where this installation publishes nothing.

    What is `simulated` is never put out: it would tell the public of people and searches that never were.
    """

    ledger: Ledger
    log: SignedLog
    rules: Rules
    index: Index
    models: tuple[Weights, ...]
    version: str
    audit_dir: Path
    folder: Path | None
    simulated: bool = False

    def preview(self, person: Person) -> Publication:
        """Return the statement as it would go out now, and what keeps it back."""
        statements = self._statements()
        with self.ledger.act(person, ConfigurationViewed) as act:
            act.note(what="statement", missing=len(missing(self.rules)))
        return Publication(statements=statements, missing=missing(self.rules))

    def publish(self, person: Person) -> Published:
        """Write every file of the statement; the entry with their hashes is in the log before the first is in place.

        Raises:
            WrongState: nobody answers for the system by name (H-06), or there is no publication folder.
            OSError: the folder cannot be written; what was published before stays.
        """
        files = files_of(self._statements())
        with self.ledger.act(person, StatementPublished) as act:
            kept_back = missing(self.rules)
            if kept_back:
                raise WrongState("H-06", kept_back[0], "Name it in the rules of publication; nothing was published.")
            if self.simulated:
                reason = "Everything in this installation is simulated; nothing of it is told to the public."
                raise WrongState("E-18", reason, "Publish from the installation that is in use.")
            if self.folder is None:
                reason = "This installation has no publication folder."
                raise WrongState("E-18", reason, "Set LEADBOOK_PUBLISH_DIR for the service and start it again.")
            act.decided_by("E-18")
            act.note(**{_key(name): sha256_hex(content) for name, content in files.items()})
        replace_files(self.folder / FOLDER, files)
        made = (PublishedFile(name=name, sha256=sha256_hex(held), bytes=len(held)) for name, held in files.items())
        return Published(files=tuple(made), sequence=act.sequence)

    def _statements(self) -> tuple[PublicStatement, ...]:
        known = self._known()
        return statement(known, Words("en")), statement(known, Words("fr"))

    def _known(self) -> Known:
        today = self.rules.who.local_day(self.ledger.now(), self.rules.who.home.code)
        with self.ledger.reading() as connection:
            searchable = count_eligible(connection, self.index.model_id, today)
        signed = read_note((self.audit_dir / "latest").read_bytes(), self.log.public_key, "latest")
        return Known(self.rules, self.models, self.version, searchable, today, signed)


def _key(name: str) -> str:
    return name.replace(".", "_")
