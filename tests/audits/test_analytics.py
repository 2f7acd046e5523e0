"""A snapshot holds what the log holds, and each question finds exactly what was put there to be found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from audits import events as acts
from audits.analytics import ROWS_LIMIT, Answer, ask, build, open_snapshot, read_snapshot
from audits.analytics.parts import parts_dir
from audits.checkpoint import SignedLog
from audits.event import Event
from audits.segments import read, segment_paths
from kernel_lib.errors import LogDamaged, NotFound, Unacceptable

Opened = Callable[[], SignedLog]


class Story:
    """Writes events a given number of seconds apart."""

    def __init__(self, log: SignedLog, clock: Any) -> None:
        self._log = log
        self._clock = clock

    def tell(self, event: type[Event], after: float = 1, **fields: Any) -> None:
        """Record an event; keywords that are no field of an event are details."""
        self._clock.move(after)
        common = {name: fields.pop(name) for name in list(fields) if name in Event.__dataclass_fields__}
        self._log.append(event(**common, details=fields))

    def search(self, number: int, requester: str, approver: str, approved_after: float, **search: Any) -> None:
        """Record a request from its draft to the end of its search."""
        case, request = f"case-{number}", f"request-{number}"
        about = {"case_id": case, "object_id": request}
        self.tell(acts.RequestDrafted, actor_id=requester, role="investigator", **about)
        self.tell(
            acts.RequestSubmitted,
            actor_id=requester,
            role="investigator",
            offence_id="robbery-344",
            source_type="police_camera",
            role_depicted="person_of_interest",
            exigent=number == 2,
            **about,
        )
        self.tell(
            acts.RequestApproved,
            approved_after,
            actor_id=approver,
            role="approver",
            **about,
        )
        certificate = search.pop("certificate", "examination valid until 2027-03-01")
        common = {"actor_id": "examiner-1", "role": "examiner", "certificate": certificate, "case_id": case}
        self.tell(
            acts.SearchCompleted,
            100,
            object_id=f"search-{number}",
            model_id="sface",
            gallery_size=60,
            eligible=55,
            excluded=5,
            list_length=20,
            threshold=0.25,
            milliseconds=4.5,
            **common,
            **search,
        )
        self.tell(acts.ListViewed, object_id=f"search-{number}", **common)


@pytest.fixture
def snapshot(opened: Opened, folder: Path, tmp_path: Path, clock: Any) -> Path:
    """A log of a day's work, told once for every question, and its snapshot."""
    log = opened()
    story = Story(log, clock)
    story.tell(acts.ServiceStarted, actor_id="system")
    story.tell(acts.SignInRefused, workstation="WS-9", result="refused", rule="sign_in.password")
    story.tell(acts.SignInRefused, workstation="WS-9", result="refused", rule="sign_in.password")
    story.tell(acts.SignedIn, actor_id="anna", role="investigator", workstation="WS-1")
    story.tell(acts.RequestSubmitted, actor_id="anna", result="refused", rule="A-05", source_type="social_media")
    story.search(1, "anna", "boris", 5, returned=20)
    story.search(2, "anna", "boris", 300, returned=0, certificate="expired")
    story.tell(
        acts.ExaminationLocked,
        1000,
        actor_id="examiner-1",
        certificate="valid until 2027-03-01",
        case_id="case-1",
        object_id="examination-1",
        stage_seconds=900.0,
        order="first",
        value_of_scale=2,
        selected=True,
    )
    story.tell(
        acts.VerificationLocked,
        2000,
        actor_id="examiner-2",
        certificate="valid until 2027-03-01",
        case_id="case-1",
        object_id="examination-2",
        stage_seconds=700.0,
        order="verification",
        value_of_scale=1,
        selected=True,
    )
    short = {"stage_seconds": 3, "short": True, "object_id": "examination-2", "case_id": "case-1"}
    story.tell(acts.AnalysisLocked, actor_id="examiner-2", certificate="valid until 2027-03-01", **short)
    task = {"object_id": "examination-9", "request_id": "request-9", "known_task": True, "short": True}
    story.tell(acts.VerificationLocked, actor_id="examiner-2", order="verification", value_of_scale=-2, **task)
    story.tell(
        acts.LeadIssued, actor_id="system", case_id="case-1", object_id="lead-1", request_id="request-1", lead=True
    )
    story.tell(acts.LeadAcknowledged, 60, actor_id="anna", case_id="case-1", object_id="lead-1")
    story.tell(acts.PictureEnrolled, actor_id="clerk", object_id="picture-1", lineage_id="lineage-1", model_id="sface")
    story.tell(acts.PictureRefused, actor_id="clerk", result="refused", rule="F-05", kind="no_face")
    story.tell(acts.QuestionAsked, actor_id="auditor", role="auditor", question="acts_by_person")
    story.tell(acts.ReportRun, actor_id="officer", report="audit_period", status="final", manifest_sha256="ab" * 32)
    story.tell(acts.ConfigurationChanged, actor_id="officer", object_id="search.toml", version=2)
    log.close()
    target = tmp_path / "analytics" / "audit.duckdb"
    build(folder, target)
    return target


def rows(answer: Answer, *columns: str) -> list[tuple[Any, ...]]:
    """The answer's rows, with these columns only."""
    places = [answer.columns.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in answer.rows]


EXPECTED: list[tuple[str, dict[str, Any], tuple[str, ...], list[tuple[Any, ...]]]] = [
    (
        "acts_by_person",
        {},
        ("person", "act", "times"),
        [("anna", "request_drafted", 2), ("anna", "request_submitted", 2), ("boris", "request_approved", 2)],
    ),
    ("acts_outside_hours", {"zone": "UTC"}, ("person", "times"), [("anna", 4), ("examiner-1", 4), ("boris", 2)]),
    ("application_outcomes", {}, ("kind",), []),  # seeded in test_application_outcomes.py
    ("approvals_quick", {}, ("request_id", "approver_id", "requester_id"), [("request-1", "boris", "anna")]),
    ("case_history", {"case_id": "case-2"}, ("act",), [("request_drafted",), ("request_submitted",)]),
    ("charges_undisclosed", {}, ("case_id",), []),  # seeded in test_lead_questions.py, as the next two
    (
        "configuration_changes",
        {},
        ("act", "object_id", "details"),
        [("configuration_changed", "search.toml", '{"version":2}')],
    ),
    ("empty_lists", {}, ("offence_id", "searches", "empty", "share_empty"), [("robbery-344", 2, 1, 0.5)]),
    (
        "enrolment_outcomes",
        {},
        ("outcome", "rule", "kind", "pictures"),
        [("refused", "F-05", "no_face", 1), ("taken in", "–", "–", 1)],
    ),
    (
        "examiner_agreement",
        {},
        ("first_examiner", "second_examiner", "pairs", "same_value", "one_selected", "conflicts", "mean_difference"),
        [("examiner-1", "examiner-2", 1, 0, 0, 0, 1.0)],
    ),
    ("exigent_requests", {}, ("request_id", "requester_id"), [("request-2", "anna")]),
    ("gaps_and_restarts", {}, ("act",), [("service_started",)]),
    ("leads_before_steps", {}, ("case_id",), []),
    ("leads_without_outcome", {}, ("lead_id",), []),
    ("lists_without_conclusion", {}, ("request_id", "person", "times_viewed"), [("request-2", "examiner-1", 1)]),
    ("log_readers", {}, ("person", "act", "question", "times"), [("auditor", "question_asked", "acts_by_person", 1)]),
    ("probe_sources", {}, ("source_type", "submitted", "refused"), [("police_camera", 2, 0), ("social_media", 0, 1)]),
    (
        "refusals_by_rule",
        {},
        ("rule", "act", "people", "refusals"),
        [
            ("sign_in.password", "sign_in_refused", 0, 2),
            ("A-05", "request_submitted", 1, 1),
            ("F-05", "picture_refused", 1, 1),
        ],
    ),
    ("repeated_searches", {}, ("case_id",), []),
    (
        "reports_run",
        {},
        ("person", "report", "status", "manifest_sha256"),
        [("officer", "audit_period", "final", "ab" * 32)],
    ),
    (
        "request_funnel",
        {},
        ("requests",),
        [(2,), (2,), (2,), (1,), (1,), (1,), (1,), (0,), (0,)],
    ),
    (
        "requester_approver_pairs",
        {},
        ("requester_id", "approver_id", "declined", "median_seconds", "approved"),
        [("anna", "boris", 0, 152.5, 2)],
    ),
    ("searches_by_offence", {}, ("offence_id", "requests", "given", "searches"), [("robbery-344", 2, 1, 2)]),
    ("searches_by_service", {}, ("service", "searches"), [("unknown", 2), ("all together", 2)]),
    (
        "short_reviews",
        {},
        ("act", "examiner", "examination_id", "request_id", "seconds"),
        [("analysis_locked", "examiner-2", "examination-2", "request-1", 3.0)],
    ),
    (
        "sign_in_refusals",
        {},
        ("account", "workstation", "rule", "refusals"),
        [("unknown account", "WS-9", "sign_in.password", 2)],
    ),
    (
        "time_per_stage",
        {},
        ("stage", "requests", "seconds_for_nine_of_ten", "median_seconds"),
        [("to approve", 2, 270.5, 152.5), ("to search", 2, 100.0, 100.0)],
    ),
    (
        "uncertified_acts",
        {},
        ("act", "person", "certificate", "case_id"),
        [("search_completed", "examiner-1", "expired", "case-2"), ("list_viewed", "examiner-1", "expired", "case-2")],
    ),
]


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Names of the questions that the table above asks."""
    return [row[0] for row in EXPECTED]


@pytest.mark.proves("D-14")
def test_each_question_finds_what_was_put_there(snapshot: Path) -> None:
    """I-05: the seeded cases exactly; a longer answer begins with them."""
    wrong = {}

    for name, parameters, columns, expected in EXPECTED:
        found = rows(ask(snapshot, name, parameters), *columns)
        if found[: len(expected)] != expected or (not expected and found):
            wrong[name] = found

    assert wrong == {}


def test_every_question_asked_above_is_a_question(asked: list[str]) -> None:
    """Others have their seeded cases in `tests/audits/questions`, which asks that none is without any."""
    from audits.analytics import questions

    assert set(asked) <= {each.name for each in questions()}


def test_an_act_that_was_not_carried_out_is_not_counted(
    opened: Opened, folder: Path, tmp_path: Path, clock: Any
) -> None:
    """The entry stays; later, another says that it was abandoned."""
    log = opened()
    story = Story(log, clock)
    story.search(1, "anna", "boris", 5, returned=20)
    searched = next(entry.sequence for entry in read(folder) if entry.event.act == "search_completed")
    story.tell(acts.LogRecovered, actor_id="system", abandoned_sequence=searched)
    log.close()
    build(folder, tmp_path / "audit.duckdb")

    assert ask(tmp_path / "audit.duckdb", "searches_by_offence").rows == ()
    assert ask(tmp_path / "audit.duckdb", "request_funnel").rows[2] == ("searched", 0)


def test_a_period_leaves_other_days_out(snapshot: Path) -> None:
    """All happened on the 24th: a period that ends before is empty, one that holds the day is not."""
    before = ask(snapshot, "acts_by_person", {"last_day": "2026-11-23"})
    that_day = ask(snapshot, "acts_by_person", {"first_day": "2026-11-24", "last_day": "2026-11-24"})

    assert before.rows == ()
    assert len(that_day.rows) > 10


def test_a_snapshot_says_which_log_it_is_of(snapshot: Path, folder: Path, opened: Opened) -> None:
    """Size and root are those of the log, and every answer carries them and the hash of its SQL."""
    log = opened()
    built = read_snapshot(snapshot)
    answer = ask(snapshot, "acts_by_person")

    assert built.events == answer.events == log.size - 1
    assert built.root == answer.root
    assert len(answer.sql_sha256) == 64
    assert build(folder, snapshot).root == log.root


def test_a_snapshot_cannot_be_written_or_used_to_read_files(snapshot: Path, tmp_path: Path) -> None:
    """An asker's connection reads the snapshot and nothing else."""
    (tmp_path / "secret.csv").write_text("a\n1\n")
    connection = open_snapshot(snapshot)

    with pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("delete from request_stages")
    with pytest.raises(duckdb.PermissionException):
        connection.read_csv(str(tmp_path / "secret.csv"))
    with pytest.raises(duckdb.PermissionException):
        connection.execute(f"copy (select 1) to '{parts_dir(snapshot)}/new.csv'")
    with pytest.raises(duckdb.Error):
        connection.execute("set enable_external_access = true")
    connection.close()
    assert snapshot.stat().st_mode & 0o777 == 0o400


def test_a_damaged_log_gives_no_snapshot(snapshot: Path, folder: Path, tmp_path: Path) -> None:
    """The old snapshot stays, and nothing half built is left."""
    path = segment_paths(folder)[0]
    path.write_bytes(path.read_bytes().replace(b"boris", b"doris", 1))
    before = snapshot.read_bytes()

    with pytest.raises(LogDamaged, match="record 8"):
        build(folder, snapshot, anew=True)

    assert snapshot.read_bytes() == before
    assert list(snapshot.parent.iterdir()) == [snapshot]


def test_an_empty_log_gives_an_empty_snapshot(opened: Opened, folder: Path, tmp_path: Path) -> None:
    """Before the first act."""
    opened()

    assert build(folder, tmp_path / "audit.duckdb").events == 0
    assert ask(tmp_path / "audit.duckdb", "acts_by_person").rows == ()


def test_a_missing_snapshot_is_refused(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(NotFound, match="no snapshot"):
        ask(tmp_path / "none.duckdb", "acts_by_person")


def test_a_value_that_the_question_cannot_take_is_refused(snapshot: Path) -> None:
    """A time zone that does not exist."""
    with pytest.raises(Unacceptable, match="cannot be used"):
        ask(snapshot, "acts_outside_hours", {"zone": "Mars/Base"})


def test_a_value_is_never_sql(snapshot: Path) -> None:
    """Values are bound, so a quotation mark is only a character."""
    answer = ask(snapshot, "case_history", {"case_id": "' or 1=1 --"})

    assert answer.rows == ()


def test_a_long_answer_is_cut_and_says_so(opened: Opened, folder: Path, tmp_path: Path) -> None:
    """No more rows than a page can hold."""
    log = opened()
    for _ in range(3):
        log.append(acts.SearchStarted(actor_id="a"))
    log.close()
    target = tmp_path / "audit.duckdb"
    build(folder, target)
    target.chmod(0o600)
    with duckdb.connect(target) as connection:
        connection.execute(
            "insert into events by name select e.* replace (sequence + 10 * n as sequence) "
            "from events as e, range(1, 2001) as t(n)"
        )

    answer = ask(target, "uncertified_acts")

    assert len(answer.rows) == ROWS_LIMIT
    assert not answer.complete
