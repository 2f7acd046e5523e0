"""Searches counted for each service and for all: one over several galleries counts once (G-11)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audits import events as acts
from audits.analytics import ask, build
from audits.checkpoint import SignedLog
from tests.audits.test_analytics import Story


@pytest.mark.proves("G-11")
def test_the_parts_add_up_to_the_whole(
    opened: Callable[[], SignedLog], folder: Path, tmp_path: Path, clock: Any
) -> None:
    """Peel searches twice, once over Halton and York as well; Halton once: three searches, two shared parts."""
    log = opened()
    story = Story(log, clock)
    for service, search, owners in (("peel", "s1", ()), ("peel", "s2", ("halton", "york")), ("halton", "s3", ())):
        about = {"service": service, "actor_id": "examiner-1", "search_id": search}
        for owner in owners:
            story.tell(acts.PartnerGallerySearched, **about, owner=owner, searcher=service)
        story.tell(acts.SearchCompleted, **about, returned=1)
    story.tell(acts.SearchCompleted, service="york", actor_id="system", search_id="s4", known_task=True)
    log.close()
    build(folder, tmp_path / "audit.duckdb")

    *parts, whole = ask(tmp_path / "audit.duckdb", "searches_by_service").rows

    assert parts == [("halton", 1, 0, 1), ("peel", 2, 1, 0), ("york", 0, 0, 1)]
    assert whole == ("all together", 3, 1, 2)
    assert tuple(map(sum, zip(*(part[1:] for part in parts), strict=True))) == whole[1:]
