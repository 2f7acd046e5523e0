"""A client that answers from memory, and views to answer with. It keeps what was asked of it in `asked`."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from kernel_lib.vocabulary import (
    AccountState,
    LeadState,
    RequestState,
    Role,
    Verdict,
    WorkflowProfile,
    WorkKind,
)
from kernel_lib.wire.audit import AnswerView, LogStatus, ParameterView, QuestionView, RecentEvent
from kernel_lib.wire.casework import (
    ApprovalView,
    ChoiceView,
    EarlierSearch,
    FaceView,
    FindingView,
    GroupView,
    IntakeForm,
    OffenceView,
    PlanLine,
    PlanView,
    ProbeView,
    RequestDraft,
    RequestView,
    RoleView,
    Work,
    WorkItem,
)
from kernel_lib.wire.examination import (
    ExaminerConclusion,
    LeadReveal,
    LeadView,
)
from kernel_lib.wire.who import AccountView

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def an_account(*roles: Role) -> AccountView:
    """A person with these roles."""
    return AccountView(
        id="a1",
        username="person",
        display_name="Person One",
        service="halton",
        service_name="Halton",
        roles=roles or (Role.INVESTIGATOR,),
        certificates=(),
        workflow=WorkflowProfile.INVESTIGATOR_LED,
        state=AccountState.ACTIVE,
    )


def a_form() -> IntakeForm:
    """An intake form with open and closed choices."""
    return IntakeForm(
        offences=(
            OffenceView(id="robbery", title="Robbery", statute="CC 344", open=True),
            OffenceView(
                id="mischief", title="Mischief", statute="CC 430", open=False, note="Not on the list in force."
            ),
        ),
        offences_version="2026-02",
        source_types=(
            ChoiceView(id="security_camera", title="Security camera"),
            ChoiceView(id="live_feed", title="Live camera", open=False, rule="A-05", note="Never searched."),
        ),
        authorities=(ChoiceView(id="consent", title="Consent of the owner"),),
        depicted_roles=(
            RoleView(id="person_of_interest", title="Person of interest", purposes=("criminal_investigation",)),
            RoleView(
                id="missing",
                title="Missing person",
                offence_needed=False,
                purposes=("find_missing",),
                asks="Say who reported the person missing.",
            ),
        ),
        purposes=(
            ChoiceView(id="criminal_investigation", title="Investigate the offence"),
            ChoiceView(id="find_missing", title="Find a missing person"),
            ChoiceView(id="general_interest", title="General interest", open=False, rule="A-10", note="Refused."),
        ),
        exigent_hours=48,
        groups=(
            GroupView(
                field="depicted_sex",
                title="Sex, as you perceive it",
                choices=(ChoiceView(id="male", title="Male"), ChoiceView(id="unknown", title="Cannot be said")),
            ),
        ),
        occurrence_format=r"^H\d{2}-\d{6}$",
        occurrence_example="H26-000123",
        ground_min_length=40,
    )


def a_draft(**changes: Any) -> RequestDraft:
    """A complete draft."""
    answers: dict[str, Any] = {
        "occurrence_number": "H26-000123",
        "offence_id": "robbery",
        "depicted_role": "person_of_interest",
        "ground": "The person at the counter takes the cash box and leaves by the front door.",
        "protected_activity": False,
        "source_type": "security_camera",
        "source_holder": "Corner shop",
        "source_obtained_on": date(2026, 11, 20),
        "source_place": "Oakville",
        "source_authority": "consent",
        "source_declared": True,
        "purpose": "criminal_investigation",
        "undertaking": True,
    }
    return RequestDraft(**{**answers, **changes})


def findings(verdict: Verdict = Verdict.OK) -> tuple[FindingView, ...]:
    """One finding of each kind up to a verdict."""
    return (
        FindingView(
            component="eye_distance",
            value=21.0,
            unit="px",
            limit=30.0,
            verdict=verdict,
            sentence="Eye distance 21 px, caution below 30.",
        ),
        FindingView(
            component="sharpness",
            value=0.7,
            unit="",
            limit=0.4,
            verdict=Verdict.OK,
            sentence="Sharpness 0.7, floor 0.4.",
        ),
    )


def a_probe(chosen: int | None = None, faces: int = 3) -> ProbeView:
    """A probe with faces side by side; the last is below the floor."""
    listed = tuple(
        FaceView(
            index=at,
            box=(60.0 + 200 * at, 80.0, 90.0, 110.0),
            findings=findings(Verdict.REFUSED if at == 2 else (Verdict.CAUTION if at == 1 else Verdict.OK)),
            searchable=at != 2,
            picture=f"requests/r1/faces/{at}",
        )
        for at in range(faces)
    )
    return ProbeView(
        id="p1",
        filename="camera <4>.jpg",
        sha256="ab" * 32,
        bytes=150_000,
        format="JPEG",
        width=640,
        height=360,
        notes=("Turned upright as its metadata says.",),
        faces=listed,
        chosen_face=chosen,
        chosen_why="" if chosen is None else "Stands at the counter as told.",
        picture="requests/r1/probe",
    )


def a_request(**changes: Any) -> RequestView:
    """A draft request without a picture."""
    fields: dict[str, Any] = {
        "id": "r1",
        "number": "R-0001",
        "state": RequestState.DRAFT,
        "state_words": "A draft in your hands.",
        "requester": "Person One",
        "created_at": NOW,
        "submitted_at": None,
        "draft": a_draft(),
        "offence_title": "Robbery",
        "probe": None,
        "approval": None,
    }
    return RequestView(**{**fields, **changes})


def a_plan(**open_points: str) -> PlanView:
    """A plan with what is still open."""
    return PlanView(
        lines=(PlanLine(heading="Gallery", sentence="3,214 pictures of Halton are searched."),), open_points=open_points
    )


def a_lead(*, acknowledged: bool = False) -> LeadView:
    """A lead before or after its acknowledgement."""
    reveal = LeadReveal(
        subject_number="S-0042",
        owning_service="Halton",
        picture="leads/l1/candidate",
        captured_on=date(2021, 3, 4),
        age_gap_years=5.5,
        probe_picture="leads/l1/probe",
        conclusions=(
            ExaminerConclusion(
                examiner="First examiner",
                value=1,
                title="Some support",
                sentence="More expected.",
                reasons="Nose & ears.",
            ),
            ExaminerConclusion(
                examiner="Second examiner", value=1, title="Some support", sentence="More expected.", reasons="Brow."
            ),
        ),
        facts=(("Gallery", "3,214 pictures"), ("Candidates", "20")),
        check_first=("Where the person was at that time.",),
        cautions=("Low quality probe.",),
    )
    return LeadView(
        id="l1",
        request_number="R-0001",
        occurrence_number="H26-000123",
        state=LeadState.ACKNOWLEDGED if acknowledged else LeadState.ISSUED,
        issued_at=NOW,
        expires_at=NOW + timedelta(days=30),
        limits=("A candidate is not an identification.", "No arrest may rest on it alone."),
        acknowledgement_text="I have read the limits and will keep to them.",
        acknowledged_at=NOW if acknowledged else None,
        reveal=reveal if acknowledged else None,
    )


def work(**lists: tuple[WorkItem, ...]) -> Work:
    """A work list."""
    return Work(mine=lists.get("mine", ()), others=lists.get("others", ()), recent=lists.get("recent", ()))


def an_item(kind: WorkKind = WorkKind.APPROVE, page: str = "/approvals?request=r1") -> WorkItem:
    """One line of a work list."""
    return WorkItem(kind=kind, title="Request R-0001", detail="Robbery", page=page, object_id="r1", since=NOW)


def a_log(*, whole: bool | None = True) -> LogStatus:
    """The state of a log."""
    return LogStatus(events=120, whole=whole, verified_at=NOW, root="cd" * 32, checkpoint_size=100, checkpoint_at=NOW)


def a_question() -> QuestionView:
    """A named question with one parameter."""
    return QuestionView(
        name="searches_by_day",
        title="Searches by day",
        sentence="How many searches ran on each day?",
        parameters=(ParameterView(name="since", kind="date", default="2026-11-01", hint="First day."),),
        chart="bar",
        sql="SELECT day, count(*) FROM events",
        item=13,
        means="Each row is a day.",
        means_not="A busy day is no fault.",
    )


def an_answer() -> AnswerView:
    """An answer of two rows."""
    return AnswerView(
        name="searches_by_day",
        columns=("day", "searches"),
        rows=(("2026-11-23", 4), ("2026-11-24", 2)),
        sql_sha256="ef" * 32,
        events=120,
    )


def an_event() -> RecentEvent:
    """One log entry."""
    return RecentEvent(
        sequence=120, time=NOW, act="signed_in", actor_id="a1", role="auditor", object_id=None, result="done", rule=None
    )


def an_approval(*, approved: bool = True) -> ApprovalView:
    """A decision."""
    return ApprovalView(
        approved=approved,
        decided_by="Person Two",
        decided_at=NOW,
        necessity="n",
        proportionality="p",
        other_means="o",
        reason="" if approved else "Other means are open.",
    )


def an_earlier_search() -> EarlierSearch:
    """An earlier request with the same picture."""
    return EarlierSearch(request_id="r0", occurrence_number="H26-000001", state=RequestState.NO_LEAD, submitted_at=NOW)
