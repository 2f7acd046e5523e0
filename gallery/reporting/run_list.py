"""Runs of reports as their page shows them: from what each was made, where it stands, and its files (I-02, J-01)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from audits.events import ReportViewed
from gallery.authority import Authority, Person
from gallery.control.means import display_name
from gallery.ledger import Ledger
from gallery.records.releases import Release, release_of, releases_of
from gallery.records.runs import Run, runs_of
from gallery.reporting.blocks import Blocks
from gallery.reporting.catalogue import Catalogue
from gallery.reporting.jobs import ReportJobs
from gallery.reporting.own_runs import own_run
from gallery.reporting.run_files import RunFiles
from kernel_lib.errors import NotFound
from kernel_lib.reports.manifest import Failure, Manifest
from kernel_lib.reports.registry import Report
from kernel_lib.wire.reports import (
    ParameterAsked,
    ReportAbout,
    ReportDeskView,
    ReportRunView,
    RunFailure,
    RunStanding,
)

_MOST = 100
_LOST_AFTER = timedelta(hours=10)
"""The longest session: no run that began before it can still be under way."""
_RELEASES = "release_viewed"


@dataclass(frozen=True)
class RunsDesk:
    """Shows reports and runs of one's service: those of reports that one may run, and those on their way out."""

    ledger: Ledger
    authority: Authority
    catalogue: Catalogue
    blocks: Blocks
    files: RunFiles
    jobs: ReportJobs

    def show(self, person: Person) -> ReportDeskView:
        """Return the reports, their newest runs, and what the service runs for the person now."""
        with self.ledger.act(person, ReportViewed) as act:
            reports = self.catalogue.reports()
            releases = {each.run_id: each for each in releases_of(act.connection, person.service)}
            found = [
                run
                for run in runs_of(act.connection, person.service, reports, _MOST)
                if self._may_see(person, run, reports[run.report], releases.get(run.id))
            ]
            views = tuple(_Shown(act.connection, person, self.files.now(), releases, act.now).views(found, reports))
            act.note(runs=len(views))
            return ReportDeskView(
                reports=tuple(self._about(act.connection, person, each) for each in reports.values()),
                runs=views,
                jobs=self.jobs.of(person),
            )

    def file(self, person: Person, run_id: str, name: str) -> bytes:
        """Return a file of a run that ended well.

        Raises:
            NotFound: the person sees no such run, it left no such file, or its folder is not on this machine.
            WrongState: the file is no longer what the run left.
        """
        with self.ledger.act(person, ReportViewed, object_id=run_id[:36]) as act:
            run, release = own_run(act.connection, run_id, person.service), release_of(act.connection, run_id)
            report = self.catalogue.reports().get(run.report) if run else None
            if run is None or report is None or run.state != "draft":
                raise _unknown()
            if not self._may_see(person, run, report, release):
                raise _unknown()
            act.note(report=run.report, sha256=run.files.get(name))
            return self.files.now().get(run, name)

    def _may_see(self, person: Person, run: Run, report: Report, release: Release | None) -> bool:
        goes_out = release is not None and release.service == person.service
        return (
            (goes_out and self.authority.allows(person, _RELEASES))
            or bool(set(report.roles) & set(person.roles))
            or run.started_by == person.account_id
        )

    def _about(self, connection: Connection, person: Person, report: Report) -> ReportAbout:
        asked = tuple(ParameterAsked(name=each.name, kind=each.kind, hint=each.hint) for each in report.parameters)
        return ReportAbout(
            name=report.name,
            title=report.title,
            purpose=report.purpose,
            audience=report.audience,
            parameters=asked,
            runnable=bool(set(report.roles) & set(person.roles)),
            blocks=self.blocks.of(connection, person.service, report.name),
        )


@dataclass(frozen=True)
class _Shown:
    """Makes the views of some runs at one moment."""

    connection: Connection
    person: Person
    files: RunFiles
    releases: Mapping[str, Release]
    now: datetime

    def views(self, found: list[Run], reports: Mapping[str, Report]) -> Iterator[ReportRunView]:
        """Give the view of each run; one is replaced once a newer one of the same words was released."""
        told = {run.id: self.files.manifest(run) for run in found}
        newest: dict[tuple[str, ...], datetime] = {}
        for run in found:
            out = self._released_at(run)
            key = _same(run, told[run.id])
            if out is not None:
                newest[key] = max(out, newest.get(key, out))
        for run in found:
            out = self._released_at(run)
            replaced = out is not None and newest[_same(run, told[run.id])] > out
            yield self._view(run, reports[run.report], told[run.id], replaced=replaced)

    def _released_at(self, run: Run) -> datetime | None:
        release = self.releases.get(run.id)
        return release.released_at if release else None

    def _view(self, run: Run, report: Report, manifest: Manifest | None, *, replaced: bool) -> ReportRunView:
        release = self.releases.get(run.id)
        return ReportRunView(
            run_id=run.id,
            report=run.report,
            title=report.title,
            state="replaced" if replaced else self._standing(run, release),
            started_by=display_name(self.connection, run.started_by),
            started_at=run.started_at,
            ended_at=run.ended_at,
            **(_made(manifest) if manifest else {}),
            proposed_by=display_name(self.connection, release.proposed_by) if release else "",
            proposed_at=release.proposed_at if release else None,
            released_by=display_name(self.connection, release.released_by) if release else "",
            released_at=release.released_at if release else None,
            files=tuple(run.files) if manifest and run.state == "draft" else (),
            own=self.person.account_id in (run.started_by, release.proposed_by if release else ""),
        )

    def _standing(self, run: Run, release: Release | None) -> RunStanding:
        if run.state == "running":
            return "lost" if self.now - run.started_at > _LOST_AFTER else "running"
        if run.state != "draft":
            return "failed"
        if release is None:
            return "draft"
        return "released" if release.released_at else "proposed"


def _made(manifest: Manifest) -> dict[str, Any]:
    source, failure = manifest.made_from, manifest.failure
    return {
        "parameters": manifest.parameters,
        "language": manifest.language,
        "events": source.events if source else None,
        "verified_at": source.verified_at if source else None,
        "whole": source.whole if source else None,
        "checks": manifest.checks,
        "failure": _failure(failure) if failure else None,
        "simulated": manifest.simulated,
    }


def _failure(told: Failure) -> RunFailure:
    return RunFailure(part=told.title, cell=told.cell, cells=told.cells, kind=told.kind, message=told.message)


def _same(run: Run, manifest: Manifest | None) -> tuple[str, ...]:
    return run.report, run.parameters_sha256, manifest.language if manifest else ""


def _unknown() -> NotFound:
    return NotFound("report.unknown", "There is no such run.", "Look at the list of runs.")
