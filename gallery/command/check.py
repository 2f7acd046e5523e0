"""`leadbook demo --check`: the whole story on real faces through the real service, compared with what is expected."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from audits.segments import segment_paths
from audits.verify import verify
from gallery.command.casework_check import Harder, play_harder
from gallery.command.destruction_check import play_ending
from gallery.command.installation import NOTEBOOKS, Installation, Say, make, sign_in, signed_in
from gallery.command.pack_check import try_pack
from gallery.command.processes import Children, start_service
from gallery.command.story import Cast, Outcome, Story
from gallery.demonstration.feed import expected_refusals, subjects_by_picture
from gallery.demonstration.probes import probes
from kernel_lib.errors import LeadbookError, SettingsError
from kernel_lib.reports import run_report
from kernel_lib.settings import Settings
from kernel_lib.vocabulary import LeadState


@dataclass
class Findings:
    """What the check saw; written as JSON. `differences` is empty when all is as expected."""

    pictures_offered: int = 0
    pictures_enrolled: int = 0
    pictures_refused: int = 0
    probes_searched: int = 0
    probes_mated: int = 0
    mates_at_rank_1: int = 0
    leads: int = 0
    conflicts_settled: int = 0
    leads_withdrawn: int = 0
    known_tasks_answered: int = 0
    searches_replayed: int = 0
    replays_identical: int = 0
    packs_verified: int = 0
    destroyed_markers: list[str] = field(default_factory=list)
    places_of_markers_before: int = 0
    certificate_verified: bool = False
    events: int = 0
    log_verified: bool = False
    tampering_found: str = ""
    reports: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def expect(self, what: str, expected: object, got: object) -> None:
        """Note a difference when the two are not equal."""
        if expected != got:
            self.differences.append(f"{what}: expected {expected}, got {got}")

    def as_json(self) -> str:
        """Return the findings as indented JSON."""
        return json.dumps(asdict(self), indent=2) + "\n"


def check(settings: Settings, say: Say, database: str = "") -> Findings:
    """Run every step in an empty data folder; `database` as for `play_ending`.

    Raises:
        SettingsError: the records stand in PostgreSQL, and no database is named for the restored backup.
        LeadbookError: a step could not be run at all; a step that ran and differed is in the findings.
    """
    if settings.database_url and not database:
        raise SettingsError(
            "demo --check: expected --database with an empty PostgreSQL database for the restored backup, "
            "because LEADBOOK_DATABASE_URL is set, got none; make one with createdb"
        )
    findings = Findings()
    with _timed(findings, "set_up_and_enrol"):
        made = make(settings, say)
    _compare_enrolment(findings, made, settings)
    with Children() as children:
        with _timed(findings, "service_start"):
            start_service(children, settings)
        with _timed(findings, "probes"):
            outcomes = _play(made, findings, say)
        with _timed(findings, "packs"):
            _try_packs(made, findings, say)
        with _timed(findings, "reports"):
            _report(made, findings, say)
        with _timed(findings, "destruction"):
            _destroy(made, findings, say, database)
    _compare_outcomes(findings, outcomes)
    with _timed(findings, "verify"):
        _verify(settings, findings, say)
    return findings


def _compare_enrolment(findings: Findings, made: Installation, settings: Settings) -> None:
    counts = made.enrolment.counts
    findings.pictures_offered = counts["offered"]
    findings.pictures_enrolled = counts["enrolled"]
    findings.pictures_refused = counts["refused"]
    feed = settings.data_dir / "demonstration" / "feed"
    findings.expect("pictures refused", len(expected_refusals(feed)), counts["refused"])
    findings.expect("pictures enrolled", counts["offered"] - len(expected_refusals(feed)), counts["enrolled"])


def _play(made: Installation, findings: Findings, say: Say) -> list[Outcome]:
    settings, passwords = made.settings, made.passwords
    feed = settings.data_dir / "demonstration" / "feed"
    with ExitStack() as stack:
        people = {
            name: stack.enter_context(signed_in(settings, name, passwords[name]))
            for name in ("investigator", "approver", "examiner1", "examiner2", "examiner3")
        }
        cast = Cast(
            people["investigator"],
            people["approver"],
            (people["examiner1"], people["examiner2"], people["examiner3"]),
        )
        story = Story(cast, subjects_by_picture(feed), _today())
        outcomes = []
        offered = probes(settings.photographs_dir, settings.data_dir / "demonstration" / "probes")
        for probe in offered:
            with _timed(findings, f"probe {probe.file.name}"):
                outcomes.append(story.play(probe))
            say(f"  {probe.file.name}: {outcomes[-1].state}, mate at rank {outcomes[-1].mate_rank}")
        with _timed(findings, "conflict, known tasks, withdrawal, replays"):
            _compare_harder(findings, play_harder(made, story, cast.investigator, offered, say))
    return outcomes


def _compare_harder(findings: Findings, harder: Harder) -> None:
    findings.conflicts_settled = int(harder.conflict.state == "lead")
    findings.leads_withdrawn = int(harder.withdrawn is LeadState.WITHDRAWN)
    findings.known_tasks_answered = harder.known_tasks_answered
    findings.searches_replayed, findings.replays_identical = harder.searches, harder.identical
    findings.expect("conflict", "lead", str(harder.conflict.state))
    findings.expect("lead after it was eliminated", "withdrawn", str(harder.withdrawn))
    findings.expect("a known task was answered", True, harder.known_tasks_answered > 0)
    findings.expect("replays identical", harder.searches, harder.identical)
    findings.expect("requests beside known tasks", {"lead"}, {str(each.state) for each in harder.extra} or {"lead"})


def _compare_outcomes(findings: Findings, outcomes: list[Outcome]) -> None:
    findings.probes_searched = len(outcomes)
    findings.probes_mated = sum(outcome.mated for outcome in outcomes)
    findings.mates_at_rank_1 = sum(outcome.mate_rank == 1 for outcome in outcomes)
    findings.leads = sum(outcome.lead is not None and outcome.lead.reveal is not None for outcome in outcomes)
    findings.expect("mates at rank 1", findings.probes_mated, findings.mates_at_rank_1)
    findings.expect("leads", findings.probes_mated, findings.leads)
    for outcome in outcomes:
        findings.expect(f"state of {outcome.probe}", "lead" if outcome.mated else "no_lead", str(outcome.state))


def _try_packs(made: Installation, findings: Findings, say: Say) -> None:
    """Every case of the story has a pack that its own verifier finds whole, and not with one bit changed."""
    with signed_in(made.settings, "investigator", made.passwords["investigator"]) as investigator:
        cases = sorted({request.draft.occurrence_number for request in investigator.requests.list()})
    with signed_in(made.settings, "approver", made.passwords["approver"]) as approver:
        for case in cases:
            statuses = try_pack(approver, case)
            findings.expect(f"pack of {case}, whole and with one bit changed", (0, 1), statuses)
            findings.packs_verified += statuses == (0, 1)
    say(f"  {findings.packs_verified} of {len(cases)} packs whole by their own verifier, and not with one bit changed")


def _destroy(made: Installation, findings: Findings, say: Say, database: str) -> None:
    """A dismissed charge leaves search the same second, is destroyed, and is found nowhere (F-22, F-32)."""
    ended = play_ending(made, say, database)
    findings.destroyed_markers = list(ended.markers)
    findings.places_of_markers_before = ended.places_before
    findings.certificate_verified = ended.certificate_status == 0
    findings.expect("picture left search at once", True, ended.left_search)
    findings.expect("markers found before destruction", True, ended.places_before > 0)
    findings.expect("state of the run", "finished", ended.state)
    findings.expect("places of markers after destruction", (), ended.places_after)
    findings.expect("places of markers in a restored older backup", (), ended.put_back.places)
    findings.expect("destroyed again at the restore", 1, ended.put_back.destroyed)
    findings.expect("pictures held after the restore", ended.pictures_after, ended.put_back.pictures)
    findings.expect(
        "certificate, whole and with a word changed", (0, 1), (ended.certificate_status, ended.changed_status)
    )


def _report(made: Installation, findings: Findings, say: Say) -> None:
    settings, today = made.settings, _today().isoformat()
    runs = {
        "audit_period": {"period_start": today, "period_end": today},
        "privacy_impact": {"service": "demo", "period_end": today},
    }
    session = sign_in(settings, "compliance", made.passwords["compliance"])
    for name, parameters in runs.items():
        say(f"  report {name}")
        finished = run_report(
            name, parameters, out=settings.reports_dir, socket=settings.socket, session=session, notebooks=NOTEBOOKS
        )
        findings.reports.append(finished.folder.name)
        kinds = sorted({Path(file).suffix for file in finished.files} & {".html", ".pdf"})
        findings.expect(f"files of {name}", [".html", ".pdf"], kinds)


def _verify(settings: Settings, findings: Findings, say: Say) -> None:
    whole = _run_verify(settings.data_dir)
    findings.log_verified = whole.returncode == 0
    findings.expect("log whole", 0, whole.returncode)
    findings.events = verify(settings.audit_dir).events
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "audit"
        shutil.copytree(settings.audit_dir, copy)
        segment = segment_paths(copy)[0]
        content = bytearray(segment.read_bytes())
        content[len(content) // 2] ^= 1
        segment.write_bytes(bytes(content))
        tampered = _run_verify(copy.parent)
    findings.expect("verify after one flipped bit", 1, tampered.returncode)
    findings.tampering_found = next((line for line in tampered.stdout.splitlines() if segment.stem in line), "")
    findings.expect("the place is named", True, bool(findings.tampering_found))
    say(f"  one flipped bit in a copy: {findings.tampering_found.strip()}")


def _run_verify(data_dir: Path) -> "subprocess.CompletedProcess[str]":
    arguments = [sys.executable, "-m", "gallery.command", "verify", "--data-dir", str(data_dir)]
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


def _today() -> date:
    return datetime.now(UTC).date()


@contextmanager
def _timed(findings: Findings, step: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    findings.seconds[step] = round(time.perf_counter() - start, 3)


class CheckFailed(LeadbookError):
    """The check ran and something differed from what is expected; the findings say what."""
