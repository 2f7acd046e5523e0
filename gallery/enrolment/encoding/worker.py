"""A worker: looks at the pictures that it is sent, keeps none of them, and writes none to its disk."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import dask.config
from distributed import Security, Worker, WorkerPlugin, get_worker

from gallery.enrolment.encoding.asked import Asked
from gallery.enrolment.encoding.network import security_of
from gallery.enrolment.encoding.trial import Trial
from gallery.evaluation.contenders import local_registry
from kernel_lib.faces.engine import RECOGNISER, FaceEngine
from kernel_lib.faces.pipeline import FacePipeline, Outcome
from kernel_lib.settings import Settings

_NAME = "leadbook-faces"
_NEVER_TO_DISK = {
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.http.routes": [],
}


@dataclass(frozen=True)
class Answer:
    """What a worker saw in some pictures, in their order, and what its models are."""

    trial: Trial | None
    outcomes: tuple[Outcome, ...]


class Faces(WorkerPlugin):
    """The models of a worker, loaded and checked when it starts."""

    name = _NAME

    def __init__(self, engine: FaceEngine) -> None:
        self.trial = Trial.of(engine)
        self.pipeline = FacePipeline(engine, 1)


def look(asked: Sequence[Asked], expected: Trial) -> Answer:
    """Look at pictures on a worker, unless its models are not the ones expected."""
    faces = _faces(get_worker())
    if faces is None or expected.fault(faces.trial):
        return Answer(faces.trial if faces else None, ())
    seen = faces.pipeline.see([each.data for each in asked], [each.wanted for each in asked])
    return Answer(faces.trial, tuple(seen))


def tried(dask_worker: Worker) -> Trial | None:
    """Return what the models of a worker are; None if it has none. The scheduler gives the worker by this name."""
    faces = _faces(dask_worker)
    return faces.trial if faces else None


def serve(settings: Settings, threads: int, recogniser: str) -> None:
    """Be a worker until the scheduler or a signal ends it.

    Raises:
        WeightsRefused: a model file is missing or changed.
        SettingsError: the address of the scheduler is elsewhere, and certificates are not given.
        OSError: no scheduler answers.
    """
    security = security_of(settings)
    registry = local_registry(settings.registry_toml)
    engine = FaceEngine.open(
        settings.models_dir, threads=1, recogniser=recogniser or RECOGNISER, local_registry=registry
    )
    cv2.setNumThreads(1)
    with dask.config.set(_NEVER_TO_DISK), tempfile.TemporaryDirectory(prefix="lb-worker-") as folder:
        asyncio.run(_serve(settings.dask_address, security, threads, Faces(engine), folder))


# Private


def _faces(worker: Worker) -> Faces | None:
    found = worker.plugins.get(_NAME)
    return found if isinstance(found, Faces) else None


async def _serve(address: str, security: Security | None, threads: int, faces: Faces, folder: str) -> None:
    worker = Worker(
        address,
        nthreads=threads,
        security=security,
        host=None if security else "127.0.0.1",
        plugins=(faces,),
        local_directory=folder,
        memory_limit=0,
    )
    async with worker:
        await worker.finished()
