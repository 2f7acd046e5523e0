"""Known tasks as compliance and a second person make them, in one call."""

import io

import numpy as np
from PIL import Image

from gallery.casework import known_tasks, known_tasks_decided
from gallery.records.examinations import examinations_by
from kernel_lib.wire.known_tasks import KnownTaskDecision, KnownTaskProposal
from tests.gallery.casework.bench import ANSWER, Bench

AUTHORITY = "Consent form 7 of the test series, kept by compliance."
SAME = KnownTaskProposal(source="consent", authority=AUTHORITY, same=True, subject_number="S-002")
DIFFERENT = KnownTaskProposal(source="consent", authority=AUTHORITY, same=False)


def unlike(seed: int = 1, faces: int = 1) -> bytes:
    """Return a picture with so many faces for the fake detector that is similar to no other of these tests."""
    blocks = np.random.default_rng(seed).integers(0, 255, (12, 10 * max(1, faces), 3), np.uint8)
    pixels = np.kron(blocks, np.ones((10, 10, 1), np.uint8))
    pixels[0, 0] = (faces * 10, 60, 90)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def proposed(bench: Bench, proposal: KnownTaskProposal = SAME, seed: int = 1) -> str:
    """Return the id of a task that waits for a second person."""
    task_id = known_tasks.propose(bench.casework, bench["compliance"], proposal).id
    return known_tasks.offer(bench.casework, bench["compliance"], task_id, "task.png", unlike(seed)).id


def registered(bench: Bench, proposal: KnownTaskProposal = SAME, seed: int = 1) -> str:
    """Return the id of a task that is given out."""
    decision = KnownTaskDecision(approved=True, reason=ANSWER)
    return known_tasks_decided.decide(bench.casework, bench["higher"], proposed(bench, proposal, seed), decision).id


def task_of(bench: Bench, task_id: str) -> tuple[str, str]:
    """Return who was given a task, and its examination."""
    with bench.ledger.reading() as connection:
        for name, person in bench.people.items():
            for each in examinations_by(connection, person.account_id):
                if each.request_id == task_id:
                    return name, each.id
    raise AssertionError("the task was given to nobody")
