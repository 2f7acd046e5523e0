"""The monthly sample of searches for audit: drawn by the log's own seed, once; looked into; taken elsewhere (I-06)."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

from audits.events import SampleConcluded, SampleDrawn, SampleExported, SamplesViewed
from audits.proving import prove_record
from audits.sampling import Plan, Sample, draw
from gallery.authority import Person
from gallery.ledger import Act, Ledger, Prepared
from gallery.records.audit_samples import (
    KeptFinding,
    KeptSample,
    add_finding,
    add_sample,
    findings_of,
    sample_of,
    samples_held,
)
from gallery.records.ids import new_id
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.hashing import canonical_json, sha256_hex, sha256_of
from kernel_lib.wire.samples import (
    FindingOffered,
    FindingView,
    SampleAsked,
    SampledSearch,
    SampleLine,
    SamplesView,
    SampleView,
)

PROGRAM = "verify_log.py"


@dataclass(frozen=True)
class SampleDesk:
    """Draws, keeps what was found, and gives both with proofs."""

    ledger: Ledger
    audit_dir: Path

    def draw(self, person: Person, asked: SampleAsked) -> SampleView:
        """Draw the sample of a month, or return the one that was drawn.

        Raises:
            WrongState: it was drawn with another share or least; a second draw would be a choice.
            Unacceptable: the month has not ended by the log, or has no seed.
        """
        with self.ledger.reading() as connection:
            is_known = sample_of(connection, asked.month) is not None
        prepared = Prepared(lambda: None if is_known else self._drawn(asked))
        with self.ledger.act(person, SampleDrawn, object_id=asked.month) as act:
            act.decided_by("I-06")
            kept = sample_of(act.connection, asked.month)
            if kept is None and (sample := prepared.demand()):
                kept = _kept(sample, person, act)
                add_sample(act.connection, kept)
            kept = kept or self._of(act, asked.month)
            if (kept.share, kept.least) != (asked.share, asked.least):
                reason = f"The sample of {asked.month} was drawn with share {kept.share} and at least {kept.least}."
                raise WrongState("I-06", reason, "Ask for it by that measure; nobody draws a month twice.")
            view = _view(kept, findings_of(act.connection, kept.month))
            act.note(seed=kept.seed, seed_size=kept.seed_size, share=kept.share, least=kept.least)
            act.note(searches=kept.searches, drawn=len(kept.drawn), drawn_sha256=sha256_of(list(kept.drawn)))
        return view

    def listed(self, person: Person) -> SamplesView:
        """Return the months that were drawn, newest first, with how many searches of each were looked into."""
        with self.ledger.act(person, SamplesViewed) as act:
            act.decided_by("I-06")
            held = samples_held(act.connection)
            lines = tuple(_line(kept, findings_of(act.connection, kept.month)) for kept in held)
            act.note(samples=len(lines))
        return SamplesView(samples=lines)

    def conclude(self, person: Person, month: str, offered: FindingOffered) -> FindingView:
        """Keep what somebody found in one search.

        Raises:
            NotFound: no sample was drawn for the month, or the search is not in it.
            Unacceptable: something was found, and not what.
        """
        with self.ledger.act(person, SampleConcluded, object_id=month) as act:
            act.decided_by("I-06")
            act.note(searched_sequence=offered.sequence, conclusion=offered.conclusion)
            kept = self._of(act, month)
            if offered.sequence not in {each["sequence"] for each in kept.drawn}:
                raise NotFound(
                    "I-06", f"Entry {offered.sequence} is not in the sample of {month}.", "Choose one of it."
                )
            remark = offered.remark.strip()
            if offered.conclusion != "in_order" and not remark:
                told = "Say what was found."
                raise Unacceptable("I-06", told, "Write it into the remark.", fields={"remark": told})
            act.note(remark_sha256=sha256_hex(remark.encode()))
            finding = KeptFinding(
                new_id(), month, offered.sequence, offered.conclusion, remark, person.account_id, act.now
            )
            add_finding(act.connection, finding)
        return _finding(finding)

    def export(self, person: Person, month: str) -> bytes:
        """Return sample, findings, and each search's entry with its proof, with the program that checks them (I-07).

        Raises:
            NotFound: no sample was drawn for the month.
        """
        with self.ledger.reading() as connection:
            kept = sample_of(connection, month)
            view = _view(kept, findings_of(connection, month)) if kept else None
        prepared = Prepared(lambda: _archive(view, self.audit_dir) if view else b"")
        with self.ledger.act(person, SampleExported, object_id=month) as act:
            act.decided_by("I-07")
            self._of(act, month)
            content = prepared.demand()
            act.note(bytes=len(content), sha256=sha256_hex(content))
        return content

    def _drawn(self, asked: SampleAsked) -> Sample:
        try:
            return draw(self.audit_dir, asked.month, Plan(asked.share, asked.least))
        except ValueError as error:
            raise Unacceptable(
                "I-06", "That month cannot be drawn yet.", str(error)[:200], fields={"month": str(error)[:200]}
            ) from error

    def _of(self, act: Act, month: str) -> KeptSample:
        kept = sample_of(act.connection, month)
        if kept is None:
            raise NotFound("I-06", "No sample was drawn for that month.", "Draw it first.")
        return kept


# Private


def _kept(sample: Sample, person: Person, act: Act) -> KeptSample:
    return KeptSample(
        month=sample.month,
        seed=sample.seed,
        seed_size=sample.seed_size,
        share=sample.plan.share,
        least=sample.plan.least,
        searches=sample.searches,
        drawn=tuple(asdict(each) for each in sample.drawn),
        account_id=person.account_id,
        made_at=act.now,
    )


def _line(kept: KeptSample, findings: tuple[KeptFinding, ...]) -> SampleLine:
    return SampleLine(
        month=kept.month,
        share=kept.share,
        least=kept.least,
        searches=kept.searches,
        drawn=len(kept.drawn),
        looked_into=len({each.sequence for each in findings}),
        drawn_at=kept.made_at,
    )


def _view(kept: KeptSample, findings: tuple[KeptFinding, ...]) -> SampleView:
    return SampleView(
        month=kept.month,
        seed=kept.seed,
        seed_size=kept.seed_size,
        share=kept.share,
        least=kept.least,
        searches=kept.searches,
        drawn=tuple(SampledSearch.model_validate(each) for each in kept.drawn),
        findings=tuple(_finding(each) for each in findings),
    )


def _finding(kept: KeptFinding) -> FindingView:
    told = {name: value for name, value in vars(kept).items() if name not in ("id", "month")}
    return FindingView.model_validate(told)


def _archive(view: SampleView, audit_dir: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(view, audit_dir):
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _files(view: SampleView, audit_dir: Path) -> Iterator[tuple[str, bytes]]:
    yield "sample.json", canonical_json(view.model_dump(mode="json")) + b"\n"
    yield "seed.txt", (audit_dir / "checkpoints" / f"{view.seed_size:012d}.txt").read_bytes()
    yield "log.pub", (audit_dir / "log.pub").read_bytes()
    yield PROGRAM, resources.files("audits").joinpath(PROGRAM).read_bytes()
    for each in view.drawn:
        yield f"entries/{each.sequence:012d}.json", prove_record(audit_dir, each.sequence)
