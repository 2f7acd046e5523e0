"""What touches the records most, with the records of the real service in a real PostgreSQL, each time tests are run.

The other journeys stand there with `make test-postgres`.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audits.verify import verify
from gallery.command.installation import Installation, make
from gallery.command.restore_check import keep, put_back
from gallery.command.story import Cast, Story
from gallery.demonstration.feed import subjects_by_picture
from gallery.demonstration.probes import DemonstrationProbe, probes
from kernel_lib.errors import LogUnavailable
from kernel_lib.settings import Settings
from kernel_lib.wire.casework import RequestDraft
from tests.conftest import Running, copies_of
from tests.journeys.test_destroyed import test_a_picture_of_a_dismissed_charge_is_found_nowhere_afterwards
from tests.journeys.test_faults import test_a_killed_service_keeps_every_acknowledged_act
from tests.standing import STANDING, Standing

pytestmark = [pytest.mark.journey, pytest.mark.records("postgres")]

__all__ = [
    "test_a_killed_service_keeps_every_acknowledged_act",
    "test_a_picture_of_a_dismissed_charge_is_found_nowhere_afterwards",
]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, standing: Standing) -> Installation:
    """A demonstration whose records are in PostgreSQL, made once by the real set-up."""
    folder = tmp_path_factory.mktemp("made_on_postgresql")
    settings = Settings(folder / "data", Settings.from_env().cache_dir, database_url=standing.server.fresh())
    return make(settings, lambda _: None)


@pytest.fixture(scope="session")
def run_copy(made: Installation, standing: Standing) -> Callable[[Path], Running]:
    """A function that copies it, its database too, and starts its service there."""
    return copies_of(made, standing)


@pytest.fixture
def story(running: Running) -> Story:
    """The story of the demonstration's own people, in a copy of it."""
    names = ("investigator", "approver", "examiner1", "examiner2", "examiner3")
    investigator, approver, *examiners = (running.client(name) for name in names)
    eyes = subjects_by_picture(running.settings.data_dir / "demonstration" / "feed")
    return Story(Cast(investigator, approver, tuple(examiners)), eyes, datetime.now(UTC).date())


@pytest.fixture
def mated(running: Running, tmp_path: Path) -> DemonstrationProbe:
    """A probe whose subject is in the gallery."""
    return next(each for each in probes(running.settings.photographs_dir, tmp_path / "probes") if each.mate)


@pytest.mark.proves("I-09")
def test_a_request_goes_on_to_its_lead_after_the_server_of_the_records_died(
    running: Running, story: Story, mated: DemonstrationProbe
) -> None:
    """While PostgreSQL is away the service says so and does nothing; when it is back, the same process goes on."""
    client = running.client("investigator")
    request_id = story.request(mated)
    story.approve(request_id)

    STANDING.server.crash()
    with pytest.raises(LogUnavailable, match="cannot reach or write its records"):
        client.requests.open(RequestDraft(occurrence_number="2026-000009"))
    STANDING.server.start()
    rank = story.examine_first(request_id, mated.mate)
    story.examine_next(mated.mate)

    assert rank == 1
    assert client.requests.get(request_id).state == "lead"
    assert "2026-000009" not in {each.draft.occurrence_number for each in client.requests.list()}
    assert verify(running.settings.audit_dir).whole


@pytest.mark.proves("M-10")
def test_a_backup_made_while_searches_run_is_put_back_whole(
    made: Installation, running: Running, story: Story, mated: DemonstrationProbe, tmp_path: Path
) -> None:
    """One moment of records, pictures and log: a service starts on it in another database, and the work went on."""
    installation = Installation(running.settings, running.passwords, made.enrolment)
    kept = tmp_path / "kept"
    kept.mkdir()
    ended: list[str] = []
    under_way, over = threading.Event(), threading.Event()

    def search() -> None:
        while not over.is_set():
            ended.append(str(story.play(mated).state))
            under_way.set()

    searching = threading.Thread(target=search)
    searching.start()
    assert under_way.wait(120)
    before = len(ended)
    backup = keep(installation, kept)
    over.set()
    searching.join()
    back = put_back(installation, backup, (), lambda _: None, STANDING.emptied(tmp_path / "restored"))

    assert set(ended) == {"lead"}
    assert len(ended) > before
    with running.client("clerk") as clerk:
        assert (back.destroyed, back.pictures) == (0, clerk.status().pictures)
    assert verify(kept / "restored" / "audit").whole
