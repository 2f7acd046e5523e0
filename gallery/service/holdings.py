"""What the service holds: opened, swept of what no record knows, and brought to what the records say."""

from dataclasses import dataclass

import numpy as np

from audits.event import REASON_LIMIT, Detail
from gallery.backup.acts import sweep_copies
from gallery.backup.again import destroy_again
from gallery.images.store import Images
from gallery.index.allowed import Allowed
from gallery.index.exact import Index
from gallery.index.shelf import Shelf
from gallery.keys import own_key
from gallery.ledger import Ledger, one_line
from gallery.lifecycle.certificate_folder import CertificateFolder
from gallery.records.gallery import reference_numbers, sealed_templates
from gallery.records.lineages import known_lineages
from gallery.service.floor import Floor
from kernel_lib.faces.engine import FaceEngine


@dataclass(frozen=True)
class Holdings:
    """Pictures of faces and of marks, the index with the models that fill it, and certificates of destruction."""

    faces: FaceEngine
    images: Images
    marks: Images
    index: Index
    certificates: CertificateFolder


def open_holdings(floor: Floor, faces: FaceEngine) -> tuple[Holdings, dict[str, Detail]]:
    """Open all, swept and brought to what the records hold; say what that took.

    Raises:
        LogUnavailable: the log cannot be written.
        LogDamaged: a file of certificates is not as it was signed.
        OSError: a store cannot be read or written.
    """
    sweep_copies(floor.settings)
    images = Images(floor.settings.gallery_dir / "pictures", floor.keys.master, floor.destroyed.add)
    # Before the index opens: what an older copy of records or pictures brought back may not be found (M-10).
    certificates = _certificates(floor)
    destroy_again(floor.ledger, floor.database, images, floor.destroyed, certificates)
    with floor.ledger.reading() as connection:
        swept = images.sweep(known_lineages(connection))
        marks = _mark_images(floor, known_lineages(connection))
    index = Index(Shelf(floor.settings.index_dir, floor.keys.master), faces.model_id, faces.dimensions)
    filled = fill_index(floor.ledger, images, index)
    return Holdings(faces, images, marks, index, certificates), {**filled, "lineages_swept": swept}


def fill_index(ledger: Ledger, images: Images, index: Index) -> dict[str, Detail]:
    """Load the index and bring it to what the records hold; say what was added, removed, and why it was rebuilt."""
    refused = index.load()
    with ledger.reading() as connection:
        known = Allowed.of(reference_numbers(connection, index.model_id))
        missing = known.without(index.held)
        numbers, vectors = missing.numbers, np.empty((len(missing), index.dimensions), np.float32)
        for row, held in enumerate(sealed_templates(connection, index.model_id, numbers.tolist())):
            vectors[row] = np.frombuffer(images.unseal(held.lineage_id, held.sealed, "template"), np.float32)
    if refused:
        index.fill(numbers, vectors)
    else:
        index.add(numbers, vectors, index.model_id)
    removed = index.remove(index.held.without(known).numbers)
    index.save()
    told: dict[str, Detail] = {"index_rebuilt": bool(refused), "index_added": len(numbers), "index_removed": removed}
    return {**told, "index_refused": one_line(refused, REASON_LIMIT)} if refused else told


# Private


def _mark_images(floor: Floor, known: frozenset[str]) -> Images:
    """The store of pictures of marks: a folder and a key of its own, swept of what no record knows."""
    settings = floor.settings
    store = Images(settings.gallery_dir / "marks", own_key(settings.keys_dir, "marks.key"))
    store.sweep(known)
    return store


def _certificates(floor: Floor) -> CertificateFolder:
    """The folder beside the log and its copy hold the same, and a file for each run that has certificates."""
    settings = floor.settings
    folder = CertificateFolder(settings.audit_dir, settings.publish_dir, floor.keys.signing, floor.log.public_key)
    folder.gather()
    folder.write_missing(floor.database)
    return folder
