"""Every check of the records passes in a world that keeps its rule, and fails when the wrong state is planted."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Executable, delete, insert, text, update

from audits.event import DENIED_WORDS
from audits.questions import question
from gallery.conformance import (
    assessing,
    destroying,
    examining,
    following,
    holding,
    intake,
    listing,
    logged,
    measuring,
    probes,
    publishing,
    rights,
    searching,
    securing,
    sharing,
    staffing,
    youth,
)
from gallery.conformance.finding import Check, Outcome
from gallery.records import (
    access,
    amendments,
    arrays,
    assessments,
    audit_samples,
    breaches,
    case_file,
    chains,
    evaluations,
    exits,
    feeds,
    filings,
    follow_up,
    further,
    held,
    jobs,
    keeper_requests,
    marks,
    packs,
    proficiency,
    releases,
    review_tables,
    risk_register,
    runs,
    sessions,
    sharing_tables,
    standing_tables,
    terms,
    tuning,
)
from gallery.records import case_tables as case
from gallery.records.application_tables import application_items, application_letters, applications, disagreements
from gallery.records.destruction_tables import destruction_runs, destructions
from gallery.records.who import accounts, certificates
from kernel_lib.errors import PictureDamaged
from tests.gallery.conformance import world
from tests.gallery.conformance.world import DRAFT, HASH, NOW, TODAY, ago

Plant = tuple[Check, Executable]


def _draft(**changed: Any) -> Executable:
    return update(case.requests).where(case.requests.c.id == "r1").values(draft={**DRAFT, **changed})


def _all(table: Any, **values: Any) -> Executable:
    return update(table).values(**values)


def _one(table: Any, key: Any, **values: Any) -> Executable:
    return update(table).where(next(iter(table.primary_key.columns)) == key).values(**values)


def _fact(kind: str, **values: Any) -> Executable:
    return update(follow_up.lead_facts).where(follow_up.lead_facts.c.kind == kind).values(**values)


def _state(picture: str, **values: Any) -> Executable:
    current = held.eligibility.c.current.is_(True)
    return update(held.eligibility).where(held.eligibility.c.picture_id == f"pic-{picture}", current).values(**values)


ELIGIBLE = {"state": "eligible"}
_LATER, _EARLIER = date(2026, 11, 23), date(2020, 1, 1)

PARTS_A_TO_C: tuple[Plant, ...] = (
    (intake.case_number_of_the_form, _all(case.cases, occurrence_number="12")),
    (intake.offence_list_named, _all(terms.request_terms, offences_version="")),
    (intake.source_declared, _draft(source_holder="")),
    (intake.no_prohibited_source, _draft(source_type="social_media")),
    (intake.supplied_posts_reasoned, _all(case.approvals, reason="")),
    (intake.depicted_role_told, _draft(depicted_role="")),
    (intake.ground_given, _draft(ground="robbery")),
    (intake.protected_activity_asked, _draft(protected_activity=True)),
    (intake.purpose_open, _draft(purpose="intelligence_only")),
    (intake.approved_by_another, _all(case.approvals, decided_by="asker")),
    (intake.approvals_answered, _all(case.approvals, necessity=" ")),
    (intake.urgent_ones_followed, delete(case.approvals)),
    (probes.derived_with_parents, _all(case.derivatives, parent_sha256="")),
    (probes.nothing_generated, _all(chains.probe_chains, operations=["synthesis"])),
    (probes.edited_by_the_certified, _all(chains.probe_chains, made_by="nobody")),
    (probes.quality_measured, _all(case.probe_faces, findings=[{}])),
    (probes.none_below_the_floor, _all(case.probe_faces, searchable=False)),
    (probes.one_face_chosen, _all(case.probes, chosen_why="")),
    (probes.further_pictures_kept, _all(further.further_pictures, chosen_why="")),
    (probes.no_probe_enrolled, _all(case.probes, sha256=f"{1:064d}")),
    (probes.probes_removed_in_time, _all(case.requests, state="refused", case_id=None, changed_at=ago(days=9000))),
    (probes.likeness_told, delete(chains.probe_fingerprints)),
    (searching.galleries_approved, _all(case.approvals, galleries=["other"])),
    (searching.searches_told_whole, _all(case.searches, model_id="")),
    (searching.capsules_as_hashed, _all(case.searches, capsule_sha256=HASH)),
    (searching.index_as_records, delete(held.references)),
    (searching.exclusions_counted, _all(case.searches, excluded={})),
    (searching.undertaking_given, _draft(undertaking=False)),
    (searching.bounds_by_two, _all(tuning.search_settings, decided_by="boss")),
    (listing.length_within_bounds, _all(case.searches, longest=51)),
    (listing.every_length_evaluated, _all(evaluations.evaluations, body='{"by_length": []}')),
    (listing.none_under_the_threshold, _all(case.candidates, score=0.1)),
    (listing.every_candidate_disposed, _one(case.examination_letters, "e1", disposition=None)),
    (listing.doubts_answered_by_another, _all(review_tables.identity_tickets, answered_by="first")),
    (listing.copies_marked, _all(follow_up.lead_copies, mark="Copy")),
    (
        listing.others_purged_in_time,
        _one(case.requests, "r1", state="no_lead", changed_at=ago(days=9000), case_id=None),
    ),
    (
        listing.holds_kept,
        insert(review_tables.purged_candidates).values(candidate_id="ca2", pictures=[], purged_at=ago(days=1)),
    ),
)

PARTS_D_AND_E: tuple[Plant, ...] = (
    (examining.stages_in_order, _one(case.examinations, "e1", locked_at=ago(days=9))),
    (examining.notes_before_candidates, _one(case.examinations, "e1", analysed_at=None)),
    (examining.checklist_whole, _one(case.examinations, "e1", conclusion={"components": []})),
    (
        examining.dissimilarities_explained,
        _one(
            case.examinations,
            "e1",
            conclusion={"components": [{"component": "ears", "observation": "dissimilar", "note": "odd"}]},
        ),
    ),
    (examining.values_of_the_scale, _one(case.examinations, "e1", value=9)),
    (examining.contradictions_decided, _all(review_tables.descriptions, decided_by=None)),
    (examining.examined_by_another, _all(case.examinations, examiner_id="first")),
    (examining.verifiers_without_part, _one(case.examinations, "e2", examiner_id="asker")),
    (examining.foils_beside, delete(case.examination_letters).where(case.examination_letters.c.letter == "B")),
    (examining.known_tasks_by_two, _all(review_tables.known_task_proposals, decided_by="office")),
    (examining.leads_by_agreement, _one(case.examinations, "e2", subject_id="sub2")),
    (examining.differences_settled, _one(case.examinations, "e2", value=-2)),
    (examining.times_kept, _one(case.examinations, "e1", opened_at=None)),
    (examining.recusals_taken_away, _all(review_tables.contexts_seen, stepped_back=True)),
    (examining.versions_chained, _all(case.examination_versions, previous_sha256=None)),
    (following.one_person_a_lead, _one(case.leads, "l1", candidate_id="ca9")),
    (following.acknowledged_before_read, _one(case.leads, "l1", acknowledged_at=None)),
    (following.facts_after_acknowledgement, _one(case.leads, "l1", acknowledged_at=NOW)),
    (following.relied_on_with_a_fact, _fact("corroboration", recorded_at=NOW)),
    (following.arrays_by_somebody_else, _all(arrays.photo_arrays, administrator_id="asker")),
    (following.arrays_measured, _all(arrays.photo_arrays, measured={})),
    (following.paragraphs_as_hashed, _fact("paragraph", body={"text": "other", "sha256": HASH})),
    (following.checks_dated, _fact("check", body={"answer": "fits"})),
    (following.nothing_on_expired_leads, _one(case.leads, "l1", expires_at=ago(days=2))),
    (following.outcomes_of_the_list, _fact("outcome", body={"outcome": "forgotten"})),
    (following.withdrawals_told, delete(follow_up.notices)),
    (following.packs_hashed, _all(packs.packs, files=0)),
    (following.packs_hold_every_search, _all(packs.packs, requests=0)),
    (following.disclosures_whole, _all(case_file.disclosures, method="")),
    (following.wrongful_ones_preserved, delete(case_file.incidents)),
)

PART_F: tuple[Plant, ...] = (
    (holding.bookings_have_an_authority, _one(held.booking_events, "ev-sub1", ica_authority="9(9)")),
    (holding.none_of_offences_without_photographs, _one(held.charges, "ch-sub1", offence_id="parking")),
    (holding.offences_dated, _one(held.charges, "ch-sub1", offences_version="")),
    (holding.all_from_feeds, delete(feeds.feed_lines).where(feeds.feed_lines.c.number == 1)),
    (holding.refused_lines_told, _all(feeds.feed_lines, refused_at=NOW, refused_rule=None)),
    (holding.marks_apart, _all(marks.mark_pictures, sha256=f"{1:064d}")),
    (holding.quality_at_enrolment, _one(held.pictures, "pic-sub1", findings=[])),
    (holding.templates_of_poses, _one(held.pictures, "pic-sub1", pose="left_profile")),
    (holding.every_event_of_somebody, delete(held.subjects).where(held.subjects.c.id == "sub1")),
    (holding.files_of_each_lineage, _one(held.pictures, "pic-sub1", lineage_id="gone-9")),
    (holding.every_picture_has_a_state, _state("sub1", current=False)),
    (holding.every_state_reviewed, _state("sub1", next_review=_LATER)),
    (holding.states_as_the_rules_say, _state("sub1", state="ineligible")),
    (holding.no_disposition_no_search, _state("sub9", **ELIGIBLE)),
    (holding.not_convicted_not_searched, _state("sub3", **ELIGIBLE)),
    (holding.services_have_profiles, _one(held.subjects, "sub1", service="elsewhere")),
    (holding.elections_end_search, _state("sub4", **ELIGIBLE)),
    (holding.decisions_to_keep_whole, _all(standing_tables.retention_decisions, reasons="no")),
    (holding.serious_offences_only, _one(held.charges, "ch-sub1", offence_id="mischief")),
    (holding.sealed_not_searched, _state("sub7", **ELIGIBLE)),
    (holding.reviews_near, _state("sub1", next_review=date(2099, 1, 1))),
    (holding.held_not_searched, _state("sub8", **ELIGIBLE)),
    (holding.charges_needed, delete(held.charges).where(held.charges.c.id == "ch-sub1")),
    (destroying.no_record_of_the_destroyed, _one(held.pictures, "pic-sub1", lineage_id="gone-1")),
    (destroying.certificates_issued, _all(destructions, certificate=None)),
    (destroying.runs_released_by_two, _all(destruction_runs, released_by_compliance="clerk")),
    (destroying.runs_done_as_planned, _all(destruction_runs, planned=7)),
    (destroying.nothing_late_unexplained, _state("sub3", state="due_for_destruction", due_on=_EARLIER)),
    (destroying.record_keeper_chased, _all(keeper_requests.keeper_requests, reply="")),
    (destroying.register_names_each, _all(destructions, lineage_id="unheard-of")),
    (youth.age_at_offence_decides, _state("sub2", rule="F-31.conviction", **ELIGIBLE)),
    (youth.none_searched_by_default, _state("sub2", **ELIGIBLE)),
    (youth.uncharged_never_searched, _state("sub5", **ELIGIBLE)),
    (rights.identity_before_answer, _one(applications, "ap1", identity_checked_on=None)),
    (rights.withheld_by_section, _all(application_items, section="")),
    (rights.corrections_reasoned, _one(applications, "ap2", ground="")),
    (rights.statements_attached, delete(disagreements)),
    (rights.removals_by_letter, delete(application_letters)),
    (rights.answered_in_time, _one(applications, "ap3", received_on=_EARLIER)),
    (rights.refused_with_letter, _one(applications, "ap1", ground="")),
)

PARTS_G_AND_H: tuple[Plant, ...] = (
    (sharing.everything_owned, _one(case.requests, "r1", service="elsewhere")),
    (sharing.agreements_signed, _all(sharing_tables.agreements, signed_by="boss")),
    (sharing.searched_under_agreements, _all(sharing_tables.agreements, expires_on=_EARLIER)),
    (sharing.stricter_limits_kept, _all(case.searches, longest=50)),
    (sharing.identities_by_the_owner, _all(sharing_tables.partner_identities, owner="elsewhere")),
    (sharing.owners_see_who_searched, _all(sharing_tables.partner_searches, purpose="")),
    (sharing.messages_acknowledged, _all(sharing_tables.partner_messages, acknowledged_at=None)),
    (sharing.no_courtesy_search, _all(sharing_tables.partner_searches, searcher="elsewhere")),
    (sharing.results_of_open_sources, _all(sharing_tables.external_results, source="open_web")),
    (sharing.abroad_by_two, _all(sharing_tables.outside_disclosures, authorised_by="boss")),
    (sharing.exits_by_two, _all(exits.exit_proposals, released_by_compliance="clerk")),
    (staffing.roles_apart, _one(accounts, "first", roles=["examiner", "administrator"])),
    (staffing.duties_apart, _one(case.examinations, "e2", examiner_id="boss")),
    (staffing.roles_changed_by_two, _all(access.role_changes, decided_by="boss")),
    (staffing.certificates_whole, _one(certificates, "first-examination", mentor="")),
    (staffing.certified_at_each_act, _one(certificates, "first-examination", expires=date(2026, 6, 1))),
    (staffing.suspended_do_nothing, _all(proficiency.suspensions, since=ago(days=20))),
    (staffing.looked_at_again_by_others, _all(proficiency.rereviews, done_by="second")),
    (staffing.readers_trained, _one(certificates, "asker-limits", expires=date(2026, 6, 1))),
)

PARTS_J_TO_M: tuple[Plant, ...] = (
    (publishing.runs_hashed, _all(runs.report_runs, files={})),
    (publishing.released_by_two, _all(releases.releases, released_by="boss")),
    (publishing.released_in_both_forms, _all(releases.releases, files={"report.html": HASH})),
    (publishing.costs_filed_whole, _all(filings.filings, sha256="")),
    (publishing.jobs_on_time, _all(jobs.job_runs, ran_at=ago(days=90))),
    (assessing.questions_answered, delete(assessments.assessment_answers)),
    (assessing.versions_by_two, _all(assessments.assessment_versions, accepted_by="office")),
    (assessing.amendments_before_effect, _all(amendments.assessment_amendments, accepted_at=None)),
    (assessing.risks_accepted, _all(risk_register.assessment_risks, accepted_at=None)),
    (assessing.evidence_given, _all(assessments.assessment_answers, evidence=[])),
    (assessing.engagement_kept, _all(risk_register.engagements, changed="")),
    (measuring.evaluation_as_filed, _all(evaluations.evaluations, sha256=HASH)),
    (measuring.both_modes_told, _all(evaluations.evaluations, body='{"by_length": [{"length": 2}]}')),
    (measuring.false_positives_by_construction_told, _all(evaluations.evaluations, body='{"statements": ["x"]}')),
    (measuring.failures_counted, _all(evaluations.evaluations, body="{}")),
    (measuring.size_told, _all(evaluations.evaluations, body="{}")),
    (measuring.same_threshold_told, _all(evaluations.evaluations, body='{"operating": {"threshold": 0.1}}')),
    (securing.no_session_beyond_its_end, _all(sessions.sessions, last_seen_at=NOW)),
    (securing.breaches_assessed, delete(breaches.breach_steps)),
    (securing.improper_searches_are_breaches, _all(breaches.breaches, finding_id=None)),
)

PLANTS = (*PARTS_A_TO_C, *PARTS_D_AND_E, *PART_F, *PARTS_G_AND_H, *PARTS_J_TO_M)


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
        seen.connection.execute(_all(terms.request_terms, due_at=None))
        seen.connection.execute(_all(case.approvals, decided_at=NOW))
        after = intake.searched_with_approval(seen)

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)
    assert after.seen == "searches: 1 of 1 before an approval by another person"


@pytest.mark.proves("W-22")
def test_a_young_person_s_picture_past_its_period_is_seen(kept: Engine, tmp_path: Path) -> None:
    """A searchable picture whose last day was yesterday (F-43)."""
    with world.looking(kept, tmp_path) as seen:
        seen.connection.execute(_state("sub2", **ELIGIBLE))
        before = youth.ended_the_same_day(seen)
        seen.connection.execute(_state("sub2", next_review=_LATER))
        after = youth.ended_the_same_day(seen)

    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)
    assert TODAY > _LATER


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
        old = check(replace(seen, last_acts=dict.fromkeys(acts, _EARLIER)))

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
        seen.connection.execute(_all(case.searches, started_at=ago(days=40)))
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
