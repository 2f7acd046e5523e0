"""Wrong states, one for each check of the records: a statement that breaks the rule in the world that keeps it."""

from datetime import date
from typing import Any

from sqlalchemy import Executable, delete, insert, update

from gallery.conformance import (
    assessing,
    destroying,
    enrolling,
    examining,
    following,
    holding,
    intake,
    listing,
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
from gallery.conformance.finding import Check
from gallery.records import (
    access,
    amendments,
    arrays,
    assessments,
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
from tests.gallery.conformance.casework_rows import DRAFT
from tests.gallery.conformance.planting import HASH, NOW, ago

Plant = tuple[Check, Executable]


def _draft(**changed: Any) -> Executable:
    return update(case.requests).where(case.requests.c.id == "r1").values(draft={**DRAFT, **changed})


def every(table: Any, **values: Any) -> Executable:
    """Return the statement that gives every row of a table these values."""
    return update(table).values(**values)


def _one(table: Any, key: Any, **values: Any) -> Executable:
    return update(table).where(next(iter(table.primary_key.columns)) == key).values(**values)


def _fact(kind: str, **values: Any) -> Executable:
    return update(follow_up.lead_facts).where(follow_up.lead_facts.c.kind == kind).values(**values)


def state_of(picture: str, **values: Any) -> Executable:
    """Return the statement that gives a picture's state in force these values."""
    current = held.eligibility.c.current.is_(True)
    return update(held.eligibility).where(held.eligibility.c.picture_id == f"pic-{picture}", current).values(**values)


ELIGIBLE = {"state": "eligible"}
LATER, EARLIER = date(2026, 11, 23), date(2020, 1, 1)

PARTS_A_TO_C: tuple[Plant, ...] = (
    (intake.case_number_of_the_form, every(case.cases, occurrence_number="12")),
    (intake.offence_list_named, every(terms.request_terms, offences_version="")),
    (intake.source_declared, _draft(source_holder="")),
    (intake.no_prohibited_source, _draft(source_type="social_media")),
    (intake.supplied_posts_reasoned, every(case.approvals, reason="")),
    (intake.depicted_role_told, _draft(depicted_role="")),
    (intake.ground_given, _draft(ground="robbery")),
    (intake.protected_activity_asked, _draft(protected_activity=True)),
    (intake.purpose_open, _draft(purpose="intelligence_only")),
    (intake.approved_by_another, every(case.approvals, decided_by="asker")),
    (intake.approvals_answered, every(case.approvals, necessity=" ")),
    (intake.urgent_ones_followed, delete(case.approvals)),
    (probes.derived_with_parents, every(case.derivatives, parent_sha256="")),
    (probes.nothing_generated, every(chains.probe_chains, operations=["synthesis"])),
    (probes.edited_by_the_certified, every(chains.probe_chains, made_by="nobody")),
    (probes.quality_measured, every(case.probe_faces, findings=[{}])),
    (probes.none_below_the_floor, every(case.probe_faces, searchable=False)),
    (probes.one_face_chosen, every(case.probes, chosen_why="")),
    (probes.further_pictures_kept, every(further.further_pictures, chosen_why="")),
    (probes.no_probe_enrolled, every(case.probes, sha256=f"{1:064d}")),
    (probes.probes_removed_in_time, every(case.requests, state="refused", case_id=None, changed_at=ago(days=9000))),
    (probes.likeness_told, delete(chains.probe_fingerprints)),
    (searching.galleries_approved, every(case.approvals, galleries=["other"])),
    (searching.searches_told_whole, every(case.searches, model_id="")),
    (searching.capsules_as_hashed, every(case.searches, capsule_sha256=HASH)),
    (searching.index_as_records, delete(held.references)),
    (searching.exclusions_counted, every(case.searches, excluded={})),
    (searching.undertaking_given, _draft(undertaking=False)),
    (searching.bounds_by_two, every(tuning.search_settings, decided_by="boss")),
    (listing.length_within_bounds, every(case.searches, longest=51)),
    (listing.every_length_evaluated, every(evaluations.evaluations, body='{"by_length": []}')),
    (listing.none_under_the_threshold, every(case.candidates, score=0.1)),
    (listing.every_candidate_disposed, _one(case.examination_letters, "e1", disposition=None)),
    (listing.doubts_answered_by_another, every(review_tables.identity_tickets, answered_by="first")),
    (listing.copies_marked, every(follow_up.lead_copies, mark="Copy")),
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
    (examining.contradictions_decided, every(review_tables.descriptions, decided_by=None)),
    (examining.examined_by_another, every(case.examinations, examiner_id="first")),
    (examining.verifiers_without_part, _one(case.examinations, "e2", examiner_id="asker")),
    (examining.foils_beside, delete(case.examination_letters).where(case.examination_letters.c.letter == "B")),
    (examining.known_tasks_by_two, every(review_tables.known_task_proposals, decided_by="office")),
    (examining.leads_by_agreement, _one(case.examinations, "e2", subject_id="sub2")),
    (examining.differences_settled, _one(case.examinations, "e2", value=-2)),
    (examining.times_kept, _one(case.examinations, "e1", opened_at=None)),
    (examining.recusals_taken_away, every(review_tables.contexts_seen, stepped_back=True)),
    (examining.versions_chained, every(case.examination_versions, previous_sha256=None)),
    (following.one_person_a_lead, _one(case.leads, "l1", candidate_id="ca9")),
    (following.acknowledged_before_read, _one(case.leads, "l1", acknowledged_at=None)),
    (following.facts_after_acknowledgement, _one(case.leads, "l1", acknowledged_at=NOW)),
    (following.relied_on_with_a_fact, _fact("corroboration", recorded_at=NOW)),
    (following.arrays_by_somebody_else, every(arrays.photo_arrays, administrator_id="asker")),
    (following.arrays_measured, every(arrays.photo_arrays, measured={})),
    (following.paragraphs_as_hashed, _fact("paragraph", body={"text": "other", "sha256": HASH})),
    (following.checks_dated, _fact("check", body={"answer": "fits"})),
    (following.nothing_on_expired_leads, _one(case.leads, "l1", expires_at=ago(days=2))),
    (following.outcomes_of_the_list, _fact("outcome", body={"outcome": "forgotten"})),
    (following.withdrawals_told, delete(follow_up.notices)),
    (following.withdrawals_told, every(follow_up.lead_copies, withdrawn_at=None, made_at=ago(days=3))),
    (following.packs_hashed, every(packs.packs, files=0)),
    (following.packs_hold_every_search, every(packs.packs, requests=0)),
    (following.disclosures_whole, every(case_file.disclosures, method="")),
    (following.wrongful_ones_preserved, delete(case_file.incidents)),
)

PART_F: tuple[Plant, ...] = (
    (enrolling.bookings_have_an_authority, _one(held.booking_events, "ev-sub1", ica_authority="9(9)")),
    (enrolling.none_of_offences_without_photographs, _one(held.charges, "ch-sub1", offence_id="parking")),
    (enrolling.offences_dated, _one(held.charges, "ch-sub1", offences_version="")),
    (enrolling.all_from_feeds, delete(feeds.feed_lines).where(feeds.feed_lines.c.number == 1)),
    (enrolling.refused_lines_told, every(feeds.feed_lines, refused_at=NOW, refused_rule=None)),
    (enrolling.marks_apart, every(marks.mark_pictures, sha256=f"{1:064d}")),
    (enrolling.quality_at_enrolment, _one(held.pictures, "pic-sub1", findings=[])),
    (enrolling.templates_of_poses, _one(held.pictures, "pic-sub1", pose="left_profile")),
    (enrolling.every_event_of_somebody, delete(held.subjects).where(held.subjects.c.id == "sub1")),
    (enrolling.files_of_each_lineage, _one(held.pictures, "pic-sub1", lineage_id="gone-9")),
    (holding.every_picture_has_a_state, state_of("sub1", current=False)),
    (holding.every_state_reviewed, state_of("sub1", next_review=LATER)),
    (holding.states_as_the_rules_say, state_of("sub1", state="ineligible")),
    (holding.no_disposition_no_search, state_of("sub9", **ELIGIBLE)),
    (holding.not_convicted_not_searched, state_of("sub3", **ELIGIBLE)),
    (holding.services_have_profiles, _one(held.subjects, "sub1", service="elsewhere")),
    (holding.elections_end_search, state_of("sub4", **ELIGIBLE)),
    (holding.decisions_to_keep_whole, every(standing_tables.retention_decisions, reasons="no")),
    (holding.serious_offences_only, _one(held.charges, "ch-sub1", offence_id="mischief")),
    (holding.sealed_not_searched, state_of("sub7", **ELIGIBLE)),
    (holding.reviews_near, state_of("sub1", next_review=date(2099, 1, 1))),
    (holding.held_not_searched, state_of("sub8", **ELIGIBLE)),
    (holding.charges_needed, delete(held.charges).where(held.charges.c.id == "ch-sub1")),
    (destroying.no_record_of_the_destroyed, _one(held.pictures, "pic-sub1", lineage_id="gone-1")),
    (destroying.certificates_issued, every(destructions, certificate=None)),
    (destroying.runs_released_by_two, every(destruction_runs, released_by_compliance="clerk")),
    (destroying.runs_done_as_planned, every(destruction_runs, planned=7)),
    (destroying.nothing_late_unexplained, state_of("sub3", state="due_for_destruction", due_on=EARLIER)),
    (destroying.record_keeper_chased, every(keeper_requests.keeper_requests, reply="")),
    (destroying.register_names_each, every(destructions, lineage_id="unheard-of")),
    (youth.age_at_offence_decides, state_of("sub2", rule="F-31.conviction", **ELIGIBLE)),
    (youth.none_searched_by_default, state_of("sub2", **ELIGIBLE)),
    (youth.uncharged_never_searched, state_of("sub5", **ELIGIBLE)),
    (rights.identity_before_answer, _one(applications, "ap1", identity_checked_on=None)),
    (rights.withheld_by_section, every(application_items, section="")),
    (rights.corrections_reasoned, _one(applications, "ap2", ground="")),
    (rights.statements_attached, delete(disagreements)),
    (rights.removals_by_letter, delete(application_letters)),
    (rights.answered_in_time, _one(applications, "ap3", received_on=EARLIER)),
    (rights.refused_with_letter, _one(applications, "ap1", ground="")),
)

PARTS_G_AND_H: tuple[Plant, ...] = (
    (sharing.everything_owned, _one(case.requests, "r1", service="elsewhere")),
    (sharing.agreements_signed, every(sharing_tables.agreements, signed_by="boss")),
    (sharing.searched_under_agreements, every(sharing_tables.agreements, expires_on=EARLIER)),
    (sharing.stricter_limits_kept, every(case.searches, longest=50)),
    (sharing.identities_by_the_owner, every(sharing_tables.partner_identities, owner="elsewhere")),
    (sharing.owners_see_who_searched, every(sharing_tables.partner_searches, purpose="")),
    (sharing.messages_acknowledged, every(sharing_tables.partner_messages, acknowledged_at=None)),
    (sharing.no_courtesy_search, every(sharing_tables.partner_searches, searcher="elsewhere")),
    (sharing.results_of_open_sources, every(sharing_tables.external_results, source="open_web")),
    (sharing.abroad_by_two, every(sharing_tables.outside_disclosures, authorised_by="boss")),
    (sharing.exits_by_two, every(exits.exit_proposals, released_by_compliance="clerk")),
    (staffing.roles_apart, _one(accounts, "first", roles=["examiner", "administrator"])),
    (staffing.duties_apart, _one(case.examinations, "e2", examiner_id="boss")),
    (staffing.roles_changed_by_two, every(access.role_changes, decided_by="boss")),
    (staffing.certificates_whole, _one(certificates, "first-examination", mentor="")),
    (staffing.certified_at_each_act, _one(certificates, "first-examination", expires=date(2026, 6, 1))),
    (staffing.suspended_do_nothing, every(proficiency.suspensions, since=ago(days=20))),
    (staffing.looked_at_again_by_others, every(proficiency.rereviews, done_by="second")),
    (staffing.readers_trained, _one(certificates, "asker-limits", expires=date(2026, 6, 1))),
)

PARTS_J_TO_M: tuple[Plant, ...] = (
    (publishing.runs_hashed, every(runs.report_runs, files={})),
    (publishing.released_by_two, every(releases.releases, released_by="boss")),
    (publishing.released_in_both_forms, every(releases.releases, files={"report.html": HASH})),
    (publishing.costs_filed_whole, every(filings.filings, sha256="")),
    (publishing.jobs_on_time, every(jobs.job_runs, ran_at=ago(days=90))),
    (assessing.questions_answered, delete(assessments.assessment_answers)),
    (assessing.versions_by_two, every(assessments.assessment_versions, accepted_by="office")),
    (assessing.amendments_before_effect, every(amendments.assessment_amendments, accepted_at=None)),
    (assessing.risks_accepted, every(risk_register.assessment_risks, accepted_at=None)),
    (assessing.evidence_given, every(assessments.assessment_answers, evidence=[])),
    (assessing.engagement_kept, every(risk_register.engagements, changed="")),
    (measuring.evaluation_as_filed, every(evaluations.evaluations, sha256=HASH)),
    (measuring.both_modes_told, every(evaluations.evaluations, body='{"by_length": [{"length": 2}]}')),
    (measuring.false_positives_by_construction_told, every(evaluations.evaluations, body='{"statements": ["x"]}')),
    (measuring.failures_counted, every(evaluations.evaluations, body="{}")),
    (measuring.size_told, every(evaluations.evaluations, body="{}")),
    (measuring.same_threshold_told, every(evaluations.evaluations, body='{"operating": {"threshold": 0.1}}')),
    (securing.no_session_beyond_its_end, every(sessions.sessions, last_seen_at=NOW)),
    (securing.breaches_assessed, delete(breaches.breach_steps)),
    (securing.improper_searches_are_breaches, every(breaches.breaches, finding_id=None)),
)

PLANTS = (*PARTS_A_TO_C, *PARTS_D_AND_E, *PART_F, *PARTS_G_AND_H, *PARTS_J_TO_M)
