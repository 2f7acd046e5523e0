"""The monthly sample follows from the log and its published checkpoint alone, and leaves no group out."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.checkpoint import open_log
from audits.events import LeadIssued, RequestSubmitted, SearchCompleted, SignedIn
from audits.sampling import Plan, Sample, Search, choose, draw
from tests.audits.conftest import HandClock

USERS, OFFENCES = ("a", "b", "c"), ("robbery", "murder")


@pytest.fixture
def searched(folder: Path, key: Ed25519PrivateKey, clock: HandClock) -> Path:
    """Sixty searches in November, some with leads, one in October and one in December, and a known task."""
    with open_log(folder, key, clock=clock, history_every=7) as log:
        clock.now = datetime(2026, 10, 31, 23, 59, tzinfo=UTC)
        _search(log, "early", "a", 3)
        for number in range(60):
            clock.now = datetime(2026, 11, 1 + number // 3, number % 20, tzinfo=UTC)
            _search(log, f"r{number}", USERS[min(number // 29, 2)], number % 4)
            if number % 8 == 3:
                log.append(LeadIssued(actor_id="z", object_id=f"lead-{number}", details={"request_id": f"r{number}"}))
        log.append(SearchCompleted(actor_id="k", details={"request_id": "task", "known_task": True, "returned": 2}))
        log.append(SearchCompleted(actor_id="x", result="failed", details={"request_id": "r1"}))
        clock.now = datetime(2026, 12, 2, tzinfo=UTC)
        _search(log, "late", "a", 3)
        log.append(LeadIssued(actor_id="z", object_id="lead-late", details={"request_id": "r1"}))
    return folder


def _search(log: Any, request: str, user: str, returned: int) -> None:
    offence = OFFENCES[0] if request != "r7" else OFFENCES[1]
    log.append(RequestSubmitted(actor_id="q", object_id=request, details={"offence_id": offence}))
    log.append(SearchCompleted(actor_id=user, details={"request_id": request, "returned": returned}))


@pytest.mark.proves("I-06")
def test_the_sample_can_be_drawn_again_from_the_published_seed(searched: Path) -> None:
    """By hand: the seed is the hash of a file that was published, and the order is that of hashes with it."""
    drawn = draw(searched, "2026-11", Plan(share=0.2, least=1))

    kept = sorted((searched / "checkpoints").glob("*.txt"))
    (file,) = (path for path in kept if hashlib.sha256(path.read_bytes()).hexdigest() == drawn.seed)
    after = kept[kept.index(file) + 1].read_text()
    assert "time 2026-11" in file.read_text()
    assert "time 2026-12" in after
    assert int(file.stem) == drawn.seed_size
    every = draw(searched, "2026-11", Plan(share=1.0)).drawn
    ranked = sorted(every, key=lambda each: hashlib.sha256(f"{drawn.seed}\n{each.hash}".encode()).hexdigest())
    assert ranked[0] in drawn.drawn
    assert draw(searched, "2026-11", Plan(share=0.2, least=1)) == drawn
    assert drawn.searches == len(every)
    assert 50 < len(every) <= 60


@pytest.mark.proves("I-06")
def test_every_user_offence_and_outcome_is_in_it(searched: Path) -> None:
    """Although only the least is asked for: the one with a single search, and the offence that came once."""
    drawn = draw(searched, "2026-11", Plan(share=0.0, least=0)).drawn

    assert {each.user for each in drawn} == set(USERS)
    assert {each.offence for each in drawn} == set(OFFENCES)
    assert {each.outcome for each in drawn} == {"lead", "no lead", "no candidates"}
    assert len(drawn) <= len(USERS) + len(OFFENCES) + 3


def test_only_searches_of_the_month_count_and_only_by_what_was_known_in_it(searched: Path) -> None:
    """Neither known tasks nor failures, nor searches before and after; a lead of December is not known."""
    every = draw(searched, "2026-11", Plan(share=1.0)).drawn

    assert not {each.user for each in every} & {"k", "x"}
    assert len({each.sequence for each in every}) == len(every)
    assert [each.outcome for each in every][1] == "no lead"


def test_another_seed_takes_others() -> None:
    """A share of a hundred searches of one kind, under two seeds: as many, and not the same."""
    searches = tuple(Search(number, f"{number:064x}", "a", "robbery", "lead") for number in range(100))
    first, second = (choose(searches, seed, Plan(share=0.1, least=0)) for seed in ("a" * 64, "b" * 64))

    assert (len(first), len(second)) == (10, 10)
    assert first != second
    assert [each.sequence for each in first] == sorted(each.sequence for each in first)


def test_each_search_is_taken_about_as_often() -> None:
    """Over four hundred seeds, a tenth of twenty searches: none is left out or preferred."""
    searches = tuple(Search(number, f"{number:064x}", "a", "robbery", "lead") for number in range(20))
    counts = [0] * 20
    for seed in range(400):
        for each in choose(searches, f"{seed:064x}", Plan(share=0.1, least=0)):
            counts[each.sequence] += 1

    assert sum(counts) == 800
    assert min(counts) >= 20
    assert max(counts) <= 65


@pytest.mark.parametrize(
    ("month", "message"),
    [
        ("2026-12", "expected one that has ended by the log"),
        ("2026-09", "expected one in which a checkpoint was kept"),
        ("November", "expected it as 2026-11"),
    ],
)
def test_a_month_without_a_seed_is_refused(searched: Path, month: str, message: str) -> None:
    """It has not ended, or nothing was kept in it."""
    with pytest.raises(ValueError, match=message):
        draw(searched, month, Plan())


def test_an_empty_month_has_an_empty_sample(folder: Path, key: Ed25519PrivateKey, clock: HandClock) -> None:
    """No search: nothing is drawn, and there is a seed all the same."""
    with open_log(folder, key, clock=clock) as log:
        log.append(SignedIn(actor_id="a"))
        clock.now = datetime(2026, 12, 5, tzinfo=UTC)
        log.append(SignedIn(actor_id="a"))

    drawn = draw(folder, "2026-11", Plan())

    assert isinstance(drawn, Sample)
    assert (drawn.searches, drawn.drawn, len(drawn.seed)) == (0, (), 64)


@pytest.mark.parametrize(("share", "least"), [(-0.1, 1), (1.1, 1), (0.5, -1)])
def test_a_plan_is_within_bounds(share: float, least: int) -> None:
    """A share is a share, and a number is not negative."""
    with pytest.raises(ValueError, match="expected a share of 0 to 1"):
        Plan(share, least)
