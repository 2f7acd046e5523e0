"""Every check of the records passes in a world that keeps its rule, and fails when the wrong state is planted."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Executable, delete, text, update

from audits.event import DENIED_WORDS
from audits.questions import question
from gallery.conformance import (
    assessing,
    following,
    intake,
    listing,
    logged,
    probes,
    publishing,
    searching,
    securing,
    staffing,
    youth,
)
from gallery.conformance.finding import Check, Outcome
from gallery.records import audit_samples, case_file, review_tables, terms
from gallery.records import case_tables as case
from kernel_lib.errors import PictureDamaged
from tests.gallery.conformance import world
from tests.gallery.conformance.planting import NOW, TODAY, ago
from tests.gallery.conformance.plants import EARLIER, ELIGIBLE, LATER, PLANTS, every, state_of


@pytest.fixture(scope="module")
def kept() -> Engine:
    """A world in which every rule is kept; what a test plants is taken back."""
    return world.whole()


@pytest.mark.proves("W-22")
@pytest.mark.parametrize(("check", "wrong"), PLANTS, ids=[each.__name__ for each, _ in PLANTS])
def test_a_planted_wrong_state_is_seen_and_an_innocent_one_passes(
    check: Check, wrong: Executable, kept: Engine, tmp_path: Path
) -> None:
    """Pass before, fail after, with a sentence that tells what and how many (W-22)."""
    with world.looking(kept, tmp_path) as seen:
        before = check(seen)
        seen.connection.execute(wrong)
        after = check(seen)

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL), (before.seen, after.seen)
    assert after.seen != before.seen
    assert len(after.seen) > 10


@pytest.mark.proves("W-22")
def test_a_search_before_its_approval_is_seen(kept: Engine, tmp_path: Path) -> None:
    """No urgent hours and a decision after the search: a search without approval (A-11)."""
    with world.looking(kept, tmp_path) as seen:
        before = intake.searched_with_approval(seen)
        seen.connection.execute(every(terms.request_terms, due_at=None))
        seen.connection.execute(every(case.approvals, decided_at=NOW))
        after = intake.searched_with_approval(seen)

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)
    assert after.seen == "searches: 1 of 1 before an approval by another person"


@pytest.mark.proves("W-22", "C-12")
def test_days_over_count_once_nothing_keeps_the_case_any_more(kept: Engine, tmp_path: Path) -> None:
    """A hold that was lifted keeps nothing; a freeze keeps a case that has no hold (C-13, E-19)."""
    long_over = case.requests.c.id == "r1"
    with world.looking(kept, tmp_path) as seen:
        seen.connection.execute(
            update(case.requests).where(long_over).values(state="no_lead", changed_at=ago(days=9000))
        )
        seen.connection.execute(every(review_tables.holds, lifted_at=ago(days=1)))
        frozen = listing.others_purged_in_time(seen)
        seen.connection.execute(delete(case_file.case_freezes))
        lifted = listing.others_purged_in_time(seen)
        seen.connection.execute(every(review_tables.holds, lifted_at=None))
        held = listing.others_purged_in_time(seen)

    assert [each.outcome for each in (frozen, lifted, held)] == [Outcome.PASS, Outcome.FAIL, Outcome.PASS]


@pytest.mark.proves("W-22")
def test_a_young_person_s_picture_past_its_period_is_seen(kept: Engine, tmp_path: Path) -> None:
    """A searchable picture whose last day was yesterday (F-43)."""
    with world.looking(kept, tmp_path) as seen:
        seen.connection.execute(state_of("sub2", **ELIGIBLE))
        before = youth.ended_the_same_day(seen)
        seen.connection.execute(state_of("sub2", next_review=LATER))
        after = youth.ended_the_same_day(seen)

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)
    assert TODAY > LATER


@pytest.mark.proves("W-22")
def test_a_review_of_access_that_is_late_is_seen(kept: Engine, tmp_path: Path) -> None:
    """A year on, nobody has looked at any account again (H-07)."""
    with world.looking(kept, tmp_path) as seen:
        before = staffing.access_reviewed(seen)
        after = staffing.access_reviewed(replace(seen, now=NOW + timedelta(days=400)))

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)
    assert after.seen == "accounts in use: 6 of 6 without a review in time"


LOG: tuple[tuple[Check, str, tuple[Any, ...]], ...] = (
    (intake.offence_on_the_list, "requests_off_list", (*[None] * 4, "accepted off the list", None, None)),
    (searching.searchers_certified, "uncertified_acts", (None, "search_started", "x", "x", "none", "c1", "done", None)),
    (searching.within_the_rate, "search_bursts", ("2026-11-20", "demo", "x", 99, 1)),
    (youth.within_the_access_period, "youth_returned", ("2026-11-20T10:00:00Z", *[None] * 6, "2026-11-19")),
    (logged.keys_allowed, "entries_lacking", ("allowed key", 9, 1, 7)),
)


@pytest.mark.proves("W-22")
@pytest.mark.parametrize(("check", "asked", "row"), LOG, ids=[each.__name__ for each, _, _ in LOG])
def test_what_the_log_answers_is_seen(
    check: Check, asked: str, row: tuple[Any, ...], kept: Engine, tmp_path: Path
) -> None:
    """Pass on an innocent answer, fail on one that tells of a broken rule (W-22)."""
    with world.looking(kept, tmp_path) as seen:
        before = check(seen)
        after = check(replace(seen, ask=lambda name, **_: world.answer(row) if name == asked else world.LOG[name]))

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL), (before.seen, after.seen)


@pytest.mark.proves("W-22", "E-20")
def test_a_warrant_that_the_log_does_not_find_is_seen(kept: Engine, tmp_path: Path) -> None:
    """The records know a warrant after a lead, the question of the log lists none (E-20)."""
    with world.looking(kept, tmp_path) as seen:
        before = following.steps_found_by_the_log(seen)
        after = following.steps_found_by_the_log(replace(seen, ask=lambda name, **_: world.answer()))

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)


@pytest.mark.proves("W-22", "I-04")
def test_the_question_of_forbidden_keys_knows_every_word_that_an_entry_refuses() -> None:
    """The list within the statement is that of the events (I-04)."""
    listed = re.search(r"list_contains\(\[(.*?)\]", question("entries_lacking").sql, re.DOTALL)

    assert listed is not None
    assert set(re.findall(r"'([a-z]+)'", listed[1])) == DENIED_WORDS


COLUMNS: tuple[tuple[Check, str], ...] = (
    (probes.no_template_of_a_probe, "alter table probes add column template blob"),
    (searching.no_filter_by_group, "alter table searches add column sex text"),
    (searching.no_labels, "alter table subjects add column race text"),
    (staffing.reports_name_nobody, "alter table wrongdoing_reports add column account_id text"),
)


@pytest.mark.proves("W-22")
@pytest.mark.parametrize(("check", "change"), COLUMNS, ids=[each.__name__ for each, _ in COLUMNS])
def test_a_column_that_may_not_be_is_seen(check: Check, change: str, tmp_path: Path) -> None:
    """Absent and a pass, there and a fail (W-22)."""
    engine = world.empty()
    with world.looking(engine, tmp_path) as seen:
        before = check(seen)
    with engine.begin() as connection:
        connection.execute(text(change))
    with world.looking(engine, tmp_path) as seen:
        after = check(seen)

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)


DATED: tuple[Check, ...] = (
    publishing.statement_published,
    assessing.use_reviewed,
    securing.backed_up,
    securing.staff_checked,
)


@pytest.mark.proves("W-22")
@pytest.mark.parametrize("check", DATED, ids=[each.__name__ for each in DATED])
def test_what_was_not_done_lately_is_seen(check: Check, kept: Engine, tmp_path: Path) -> None:
    """Done today, never done, and done six years ago (W-22)."""
    acts = ("statement_published", "use_reviewed", "backup_verified", "staff_checked")
    with world.looking(kept, tmp_path) as seen:
        today = check(seen)
        never = check(replace(seen, last_acts={}))
        old = check(replace(seen, last_acts=dict.fromkeys(acts, EARLIER)))

    assert [each.outcome for each in (today, never, old)] == [Outcome.PASS, Outcome.FAIL, Outcome.FAIL]
    assert "2020-01-01" in old.seen


@pytest.mark.proves("W-22", "A-13")
def test_an_original_of_other_bytes_is_seen(kept: Engine, tmp_path: Path) -> None:
    """What the store gives is not what was received (A-13)."""

    def damaged(lineage_id: str, sha256: str) -> bytes:
        raise PictureDamaged("picture: expected the bytes of its name, got others")

    with world.looking(kept, tmp_path) as seen:
        before = probes.originals_as_received(seen)
        seen.casework.images.get = damaged
        after = probes.originals_as_received(seen)

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)


@pytest.mark.proves("W-22", "I-06")
def test_a_sample_that_was_not_drawn_is_seen(kept: Engine, tmp_path: Path) -> None:
    """A search last month and its sample, then no sample (I-06)."""
    with world.looking(kept, tmp_path) as seen:
        seen.connection.execute(every(case.searches, started_at=ago(days=40)))
        before = logged.sample_drawn(seen)
        seen.connection.execute(delete(audit_samples.audit_samples))
        after = logged.sample_drawn(seen)

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)


@pytest.mark.proves("W-22", "I-01")
def test_a_log_that_is_put_out_nowhere_is_told(kept: Engine, tmp_path: Path) -> None:
    """No folder and nothing shown, an empty folder and a fail, a state in it and a pass (I-01)."""
    public = tmp_path / "public"
    public.mkdir()
    with world.looking(kept, tmp_path) as seen:
        nowhere = logged.log_out_of_reach(seen)
        seen = replace(seen, settings=replace(seen.settings, publish_dir=public))
        empty = logged.log_out_of_reach(seen)
        (public / "checkpoint.txt").write_text("signed")
        there = logged.log_out_of_reach(seen)

    assert [each.outcome for each in (nowhere, empty, there)] == [Outcome.UNPROVEN, Outcome.FAIL, Outcome.PASS]


@pytest.mark.proves("W-22")
def test_an_item_without_a_question_is_seen(kept: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every item has one; without any question each is named (I-05)."""
    with world.looking(kept, tmp_path) as seen:
        before = logged.every_item_has_a_question(seen)
        monkeypatch.setattr(logged, "questions", lambda: ())
        after = logged.every_item_has_a_question(seen)

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)


@pytest.mark.proves("W-22")
def test_elements_that_are_missing_are_seen(kept: Engine, tmp_path: Path) -> None:
    """An assessment with a place for nine elements of ten (K-02)."""
    with world.looking(kept, tmp_path) as seen:
        before = assessing.elements_whole(seen)
        assessment = replace(seen.rules.assessment, elements=seen.rules.assessment.elements[1:])
        after = assessing.elements_whole(replace(seen, rules=replace(seen.rules, assessment=assessment)))

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)


_ABSENCE = {
    "no_probe_enrolled",
    "nothing_late_unexplained",
    "abroad_by_two",
    "roles_changed_by_two",
    "index_as_records",
}
"""Rules that something may not be there at all: nothing keeps them too."""


@pytest.mark.proves("W-22")
def test_of_nothing_at_all_no_rule_about_acts_passes(tmp_path: Path) -> None:
    """In records with nothing in them only rules about absence pass (W-22)."""
    engine = world.empty()
    with world.looking(engine, tmp_path) as seen:
        seen.casework.index.numbers = frozenset()
        passed = {check.__name__ for check, _ in PLANTS if check(seen).outcome is Outcome.PASS}

    assert passed == _ABSENCE
