"""Destroying again what an older copy of records or pictures brought back, before anything can be searched (M-10).

What it lacks of certificates comes back as well, from their folder beside the log.
"""

from collections.abc import Collection

from sqlalchemy import Connection, select

from audits.destroyed import Register
from audits.events import DestructionRepeated
from gallery.images.store import Images
from gallery.ledger import Ledger
from gallery.lifecycle.certificate_folder import CertificateFolder
from gallery.records.certified import finish_emptied, put_back
from gallery.records.database import Database
from gallery.records.erasing import erase_pictures
from gallery.records.held import pictures
from kernel_lib.hashing import sha256_of


def destroy_again(
    ledger: Ledger,
    database: Database,
    images: Images,
    destroyed: Register,
    certificates: CertificateFolder,
    files: Collection[str] = (),
) -> int:
    """Destroy every lineage of the list that is here again, and some single files; return how many lineages.

    Certificates that these records do not know come back first. Rows go next, with an entry that says so; then keys
    and files; then the records are rewritten. A crash on the way is made good by the next start: the list stays.

    Raises:
        LogUnavailable: the log cannot be written; the service does not start.
        LogDamaged: a file of certificates is not as it was signed; the service does not start.
        OSError: files or records cannot be rewritten; the service does not start.
    """
    _bring_back(ledger, database, certificates)
    gone = destroyed.lineages
    with ledger.reading() as connection:
        picture_ids = _pictures(connection, gone)
    folders = sorted(images.lineages() & gone)
    single = sorted(files)
    if not (picture_ids or folders or single):
        return 0
    with ledger.act(None, DestructionRepeated) as act:
        act.decided_by("M-10")
        act.note(records=len(picture_ids), lineages=len(folders), lineages_sha256=sha256_of(folders), files=len(single))
        erase_pictures(act.connection, picture_ids, act.now)
    images.destroy_all(folders)
    for each in single:
        lineage_id, _, sha256 = each.partition("/")
        images.remove(lineage_id, (sha256,))
    database.rewrite()
    return max(len(folders), len(picture_ids))


def _bring_back(ledger: Ledger, database: Database, certificates: CertificateFolder) -> None:
    """Put certificates into records that are older than they are, with their runs and proofs (F-32)."""
    for issued in certificates.unknown(database):
        with ledger.act(None, DestructionRepeated, object_id=issued.run.id) as act:
            act.decided_by("F-32")
            put = put_back(act.connection, issued.run, issued.lines, issued.index_name, issued.proofs)
            finish_emptied(act.connection, issued.run.id, act.now)
            act.note(certificates=put)


def _pictures(connection: Connection, gone: Collection[str]) -> list[str]:
    """Return the pictures of which the records still tell, though their lineage was destroyed."""
    rows = connection.execute(select(pictures.c.id, pictures.c.lineage_id))
    return sorted(row.id for row in rows if row.lineage_id in gone) if gone else []
