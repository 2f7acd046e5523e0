"""The release of a report by two people; its files are kept by hash and never change again (J-01)."""

import io
import json
import re
import zipfile
from dataclasses import dataclass

from audits.events import ReleaseProposed, ReportReleased, ReportViewed
from gallery.authority import Person
from gallery.ledger import Ledger
from gallery.records.releases import Release, mark_released, propose_release, release_of, releases_of
from gallery.records.runs import run_by_id
from gallery.reporting.blocks import Blocks
from gallery.reporting.own_runs import own_run
from gallery.reporting.released_files import ReleasedFiles
from gallery.reporting.run_files import RunFiles
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.figures import Releases, ReleaseView

_LARGEST = 40 << 20
_NAME = re.compile(r"[a-z0-9_]{1,40}\.[a-z0-9]{1,8}")


@dataclass(frozen=True)
class ReleaseDesk:
    """Takes reports in for release, lets another person release them, and gives their files out unchanged."""

    ledger: Ledger
    blocks: Blocks
    files: ReleasedFiles
    runs: RunFiles

    def propose(self, person: Person, run_id: str, packed: bytes | None = None) -> ReleaseView:
        """Take in the files of a draft of one's own service, and propose that they be released.

        They come as a zip file, or from the folder of the run on this machine.

        Raises:
            NotFound: there is no such run in this service, or its folder is not on this machine.
            WrongState: it is no draft, was proposed before, a file has changed, or something keeps the report back:
                late destruction (F-34), parts that nobody wrote (H-06), open questions (K-01), an amendment (K-03).
            Unacceptable: the files are not those that the run left, each by its hash.
        """
        with self.ledger.act(person, ReleaseProposed, object_id=run_id[:36]) as act:
            run = own_run(act.connection, run_id, person.service)
            if run is None:
                raise _unknown()
            act.note(report=run.report)
            if run.state != "draft" or release_of(act.connection, run.id):
                raise WrongState("release.state", "Only a draft that waits for nothing is proposed.", "Run it again.")
            self.blocks.demand_none(act.connection, person.service, run.report)
            contents = self.runs.now().all_of(run) if packed is None else _contents(packed, run.files)
            _demand_written(contents)
            release = Release(run.id, person.service, run.report, run.files, person.account_id, act.now, None, None)
            propose_release(act.connection, release)
            act.note(files=len(contents), manifest_sha256=run.files.get("manifest.json"))
            self.files.put(contents)
            return _view(release)

    def release(self, person: Person, run_id: str) -> ReleaseView:
        """Release a proposed report as somebody else than the proposer and the one who ran it.

        Raises:
            NotFound: it was not proposed in this service.
            NotAllowed: the person proposed or ran it.
            WrongState: it is released, a file has changed, or something keeps the report back, as in `propose`.
        """
        with self.ledger.act(person, ReportReleased, object_id=run_id[:36]) as act:
            held, run = release_of(act.connection, run_id), run_by_id(act.connection, run_id)
            if held is None or run is None or held.service != person.service:
                raise _unknown()
            act.note(report=held.report)
            if person.account_id in (held.proposed_by, run.started_by):
                raise NotAllowed(
                    "H-02", "Two people release a report.", "Ask somebody who neither ran nor proposed it."
                )
            self.blocks.demand_none(act.connection, person.service, held.report)
            self.files.demand_whole(held.files)
            if not mark_released(act.connection, held.run_id, person.account_id, act.now):
                raise WrongState("release.state", "This report is released.", "Nothing more can be done with it.")
            act.note(manifest_sha256=held.files.get("manifest.json"))
            return _view(Release(**{**vars(held), "released_by": person.account_id, "released_at": act.now}))

    def listed(self, person: Person) -> Releases:
        """Return the reports of the person's service that are released or wait for it."""
        with self.ledger.act(person, ReportViewed) as act:
            found = releases_of(act.connection, person.service)
            act.note(releases=len(found))
        return Releases(releases=tuple(_view(each) for each in found))

    def file(self, person: Person, run_id: str, name: str) -> bytes:
        """Return one file of a report that was proposed or released.

        Raises:
            NotFound: there is none.
            WrongState: the kept file is no longer what was taken in.
        """
        with self.ledger.act(person, ReportViewed, object_id=run_id[:36]) as act:
            held = release_of(act.connection, run_id)
            sha256 = held.files.get(name) if held and held.service == person.service else None
            if held is None or sha256 is None:
                raise _unknown()
            act.note(report=held.report, sha256=sha256)
            return self.files.get(sha256)


def _unknown() -> NotFound:
    return NotFound("release.unknown", "There is no such report.", "Look at the list of reports.")


def _contents(packed: bytes, expected: dict[str, str]) -> dict[str, bytes]:
    """Return the files of a zip file. Raises Unacceptable when they are not exactly the expected ones."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as bundle:
            told = bundle.infolist()
            if sum(each.file_size for each in told) > _LARGEST or any(
                not _NAME.fullmatch(each.filename) for each in told
            ):
                raise _other_files()
            contents = {each.filename: bundle.read(each) for each in told}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise _other_files() from error
    if {name: sha256_hex(content) for name, content in contents.items()} != expected:
        raise _other_files()
    return contents


def _demand_written(contents: dict[str, bytes]) -> None:
    """Refuse a report with parts that people have yet to write. Raises WrongState with the first of them."""
    try:
        gaps = list(json.loads(contents.get("manifest.json", b"{}")).get("gaps", []))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _other_files() from error
    if gaps:
        reason = f"Parts of this report are not written: {len(gaps)}. The first: {gaps[0]}"
        what_next = "File them (`leadbook figures file headings YEAR -l KEY=TEXT`) and run it again."
        raise WrongState("H-06", reason[:300], what_next)


def _other_files() -> Unacceptable:
    reason = "The files are not those that this run left."
    return Unacceptable("release.files", reason, "Send the folder of the run unchanged.", fields={"files": reason})


def _view(release: Release) -> ReleaseView:
    return ReleaseView(
        run_id=release.run_id,
        report=release.report,
        state="released" if release.released_at else "final",
        proposed_at=release.proposed_at,
        released_at=release.released_at,
        files=release.files,
    )
