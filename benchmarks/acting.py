"""Examiners at work against a running service, their searches timed."""

import time
from contextlib import ExitStack
from datetime import UTC, datetime

from gallery.command.installation import Installation, signed_in
from gallery.command.story import Cast, Story
from gallery.demonstration.probes import probes
from kernel_lib.wire.examination import AnalysisNotes

WHY = "Timed on purpose, whatever the quality of the picture."


def act_searches(made: Installation, runs: int) -> list[float]:
    """Return the milliseconds of each search, from the examiner's call to the answer; the first does not count."""
    settings = made.settings
    probe = probes(settings.photographs_dir, settings.data_dir / "demonstration" / "probes")[1]
    with ExitStack() as stack:
        names = ("investigator", "approver", "examiner1")
        investigator, approver, examiner = (
            stack.enter_context(signed_in(settings, name, made.passwords[name])) for name in names
        )
        story = Story(Cast(investigator, approver, (examiner,)), {}, datetime.now(UTC).date())
        times = []
        for _ in range(runs + 1):
            request_id = story.request(probe)
            story.approve(request_id)
            examination = examiner.requests.examine(request_id)
            visible = {row.id: True for row in examination.components}
            examiner.examinations.lock_analysis(
                examination.id, AnalysisNotes(visible=visible, suitable=True, quality_reason=WHY)
            )
            start = time.perf_counter()
            examiner.examinations.open_candidates(examination.id)
            times.append((time.perf_counter() - start) * 1000)
    return times[1:]
