"""The composition root: every part is made here once, in the order in which each needs the ones before it."""

from collections.abc import Callable
from importlib.metadata import version

from audits.checkpoint import Clock
from audits.event import Detail
from audits.events import ServiceStarted
from gallery.accounts.sessions import Sessions
from gallery.assessment.amending import open_for_drift
from gallery.casework.means import Casework
from gallery.casework.occurrences import RecordsExport
from gallery.desk.log import LogDesk
from gallery.enrolment.encoding.asked import Encoding
from gallery.enrolment.encoding.here import Here
from gallery.index.exact import Index
from gallery.ledger import Ledger
from gallery.lifecycle.reckoning import review_due
from gallery.lifecycle.reckoning_all import reckon_under_new_rules
from gallery.records.gallery import models_of_references
from gallery.service.floor import Floor, open_floor
from gallery.service.furnishing import parts_of
from gallery.service.holdings import Holdings, open_holdings
from gallery.service.in_use import InUse
from gallery.service.parts import Parts
from gallery.simulated.faces import simulated_faces
from gallery.simulated.folder import demand_its_own
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.settings import Settings

_RUNTIME = ("leadbook", "onnxruntime", "numpy", "numba", "llvmlite", "opencv-python-headless", "pillow", "insightface")


def open_parts(settings: Settings, *, clock: Clock | None = None, threads: int = 2) -> Parts:
    """Open everything, rebuild what is derived and stale, and record that the service started.

    Raises:
        WeightsRefused: a model file is missing or changed.
        LeadbookError: as `open_floor` does.
    """
    floor = open_floor(settings, clock=clock)
    try:
        with floor.database.reading() as connection:
            demand_its_own(floor.simulation, models_of_references(connection))
        if floor.simulation:
            return furnish(floor, simulated_faces(settings.data_dir))
        models = InUse.of(floor.database, settings)
        faces = models.open(threads)
        return furnish(floor, faces, lambda: models.open(1))
    except BaseException:
        floor.close()
        raise


def furnish(floor: Floor, faces: FaceEngine, bulk: Callable[[], FaceEngine] | None = None) -> Parts:
    """Put the stores, models and acts on the floor: sweep, rebuild, review, verify, then record the start.

    `bulk` opens an engine that uses one core a run, for many pictures at once; without it `faces` looks at those too.
    """
    held, told = open_holdings(floor, faces)
    casework = _casework(floor, held)
    _record_start(floor.ledger, faces, held.index, told)
    sessions = Sessions(floor.accounts)
    sessions.end_expired()
    open_for_drift(floor.ledger, floor.rules, held.index.model_id)
    _bring_to_today(floor, casework)
    log = LogDesk(floor.ledger, floor.log, floor.settings.audit_dir, floor.settings.analytics_dir)
    log.recompute()
    return parts_of(floor, held, casework, _encoding(floor.settings, faces, bulk or (lambda: faces)), log, sessions)


# Private


def _casework(floor: Floor, held: Holdings) -> Casework:
    return Casework(
        ledger=floor.ledger,
        images=held.images,
        index=held.index,
        faces=held.faces,
        rules=floor.rules,
        authority=floor.authority,
        runtime={name: version(name) for name in _RUNTIME},
        occurrences=RecordsExport(floor.settings.occurrences_csv),
    )


def _bring_to_today(floor: Floor, casework: Casework) -> None:
    """Reckon what new rules or new days change, before anybody is answered."""
    reckon_under_new_rules(floor.ledger, floor.rules, floor.database.place)
    review_due(floor.ledger, floor.rules)
    with floor.ledger.reading() as connection:
        casework.standings.refresh(connection, casework.faces.model_id)


def _encoding(settings: Settings, faces: FaceEngine, bulk: Callable[[], FaceEngine]) -> Encoding:
    here = Here(bulk, faces.model_id)
    if not settings.dask_address:
        return here
    # Loaded here, because only an installation with workers needs what speaks to them.
    from gallery.enrolment.encoding.network import security_of
    from gallery.enrolment.encoding.trial import Trial
    from gallery.enrolment.encoding.workers import Workers

    return Workers(here, Trial.of(faces), settings.dask_address, security_of(settings))


def _record_start(ledger: Ledger, faces: FaceEngine, index: Index, told: dict[str, Detail]) -> None:
    ledger.record(
        ServiceStarted(
            actor_id="system",
            role="system",
            details={
                "version": version("leadbook"),
                "model": faces.model_id,
                "index_sha256": index.snapshot_id,
                "references": index.size,
                **told,
            },
        )
    )
