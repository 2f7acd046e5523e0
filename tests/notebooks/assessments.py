"""An assessment as the fake service tells it: real questions and elements of the rules, invented words."""

from datetime import UTC, date, datetime
from typing import Any

from fastapi import FastAPI

from gallery.rules.assessment import AssessmentRules
from gallery.rules.pilot import PilotRules
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.assessment import (
    AmendmentView,
    AssessmentView,
    ChangeView,
    DifferenceLine,
    DifferenceView,
    DivergenceView,
    ElementView,
    EngagementView,
    EquityView,
    MeasureView,
    PilotView,
    PublicAnswer,
    PublicAssessment,
    QuestionAnswered,
    RepresentationView,
    ReviewAsked,
    RiskView,
    UseReview,
    VersionView,
    WithheldSpan,
)
from kernel_lib.wire.conformance import ConformanceView, RequirementLine
from kernel_lib.wire.evaluation import GroupView, OperatingView, RateView
from kernel_lib.wire.gallery import Fact

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
_RATE = RateView(count=1, of=40, rate=0.025, wilson=(0.0, 0.1), by_person=(0.0, 0.1))
_AT = OperatingView(threshold=0.36, length=20, fnir=_RATE, fpir=_RATE, selectivity=0.1)
VERSION = VersionView(
    id="v1",
    number=1,
    sha256="ab" * 32,
    proposed_by="A",
    proposed_at=MORNING,
    accepted_by="B",
    accepted_at=MORNING,
)
CHANGE = ChangeView(key="list.max_candidates", before=("20",), after=("10",))
EQUITY = EquityView(
    evaluation="Evaluation of 2026-03-01.",
    groups=(
        GroupView(group="women", mated=40, non_mated=40, operating=_AT),
        GroupView(group="youth", mated=2, non_mated=2, operating=None),
    ),
    representation=(
        RepresentationView(
            group="women", people=30, of=100, population_share=0.5, source="Study", exposure=0.6, false_candidates=25.0
        ),
    ),
    lacking=(),
)
WITHOUT_FIGURES = EquityView(evaluation="None.", groups=(), representation=(), lacking=("the table of error rates",))


def assessment(*, answer: str = "", equity: EquityView = EQUITY, lacking: tuple[str, ...] = ()) -> AssessmentView:
    """Return an assessment whose questions all have one answer, or none."""
    rules, pilot = AssessmentRules.load(), PilotRules.load()
    return AssessmentView(
        service="demo",
        state="Version 1 was accepted on 2026-03-02.",
        drift=(),
        lacking=lacking,
        questions=tuple(_question(each, answer) for each in rules.questions.values()),
        elements=tuple(
            ElementView(id=each.id, title=each.title, source=each.source, lacking=()) for each in rules.elements
        ),
        risks=(_risk(1, "A-01", "proven", 2), _risk(2, "", "unproven", 0)),
        engagements=(
            EngagementView(
                held_on=date(2026, 1, 7),
                who="Session in the library",
                said="Too many pictures.",
                changed="Fewer.",
                recorded_by="A",
                recorded_at=MORNING,
            ),
        ),
        versions=(VERSION,),
        amendments=(_amendment(),),
        equity=equity,
        pilot=PilotView(
            active=True,
            begins_on=pilot.begins_on,
            ends_on=pilot.ends_on,
            most_searches=pilot.most_searches,
            most_searches_a_day=pilot.most_searches_a_day,
            searches=12,
            searches_today=1,
            measures=tuple(
                MeasureView(title=each.title, target=each.target, read_from=each.read_from) for each in pilot.measures
            ),
        ),
        likelihoods=rules.likelihoods,
        impacts=rules.impacts,
        review_due=date(2027, 3, 2),
    )


def public_edition(service: str = "demo") -> PublicAssessment:
    """Return a public edition with one withheld span."""
    rules = AssessmentRules.load()
    answers = tuple(
        PublicAnswer(heading=each.heading, text=each.text, by=each.by, answer="")
        for each in rules.questions.values()
        if each.id != "safeguards_physical"
    )
    told = rules.questions["safeguards_physical"]
    marked = PublicAnswer(heading=told.heading, text=told.text, by=told.by, answer="Keys lie in [1], as agreed.")
    return PublicAssessment(
        service=service,
        facts=(Fact(heading="safeguards", name="Pictures at rest", value="AES-256-GCM", source="gallery/images"),),
        answers=(*answers, marked),
        risks=(("Search", "A person searches without a case.", "unlikely, serious; control A-01: proven", "Little."),),
        engagements=((date(2026, 1, 7), "Session in the library", "Too many pictures.", "Fewer."),),
        equity=EQUITY,
        withheld=(WithheldSpan(number=1, place="safeguards", reason="security of keys"),),
    )


def add_assessment(app: FastAPI, told: dict[str, Any]) -> None:
    """Add the routes that reports on the assessment use; `told` holds what tests change."""

    @app.get("/assessment")
    def get() -> AssessmentView:
        return told.get("assessment") or assessment()

    @app.get("/assessment/difference")
    def difference() -> DifferenceView:
        line = DifferenceLine(heading="probes", name="Days of originals", before="30", after="60", moving=False)
        counted = DifferenceLine(heading="gallery", name="Pictures", before="1", after="2", moving=True)
        return DifferenceView(since=VERSION, lines=(line, counted))

    @app.get("/assessment/public")
    def public() -> PublicAssessment:
        return public_edition()

    @app.post("/assessment/reviews")
    def review(asked: ReviewAsked) -> UseReview:
        found = DivergenceView(
            kind="source.types", used="social_media", assessed="cctv", count=3, first_sequence=4, last_sequence=9
        )
        return UseReview(**asked.model_dump(), version=VERSION, looked_at=40, divergences=(found,))

    @app.post("/conformance")
    def conformance() -> ConformanceView:
        lines = (
            RequirementLine(row="A-11", outcome="pass", seen="3 decisions, all by another person", tests=2),
            RequirementLine(
                row="M-10", outcome="fail", seen="the log holds no entry that a backup was verified", tests=9
            ),
            RequirementLine(row="D-04", outcome="unproven", seen="no check on an installation shows it", tests=1),
        )
        document = '{"lines":[]}'
        return ConformanceView(
            checked_at=MORNING,
            lines=lines,
            document=document,
            sha256=sha256_hex(document.encode()),
            signature="c2ln",
            public_key="a2V5",
        )


# Private


def _question(rule: Any, answer: str) -> QuestionAnswered:
    told = QuestionAnswered(id=rule.id, heading=rule.heading, text=rule.text, by=rule.by, evidence_needed=rule.evidence)
    given = {"answer": answer, "evidence": ("minutes",), "answered_by": "A", "answered_at": MORNING}
    return told.model_copy(update=given) if answer else told


def _risk(number: int, control: str, proof: str, tests: int) -> RiskView:
    return RiskView(
        id=f"r{number}",
        number=number,
        flow_step="Search",
        principle="MFIPPA s. 31",
        cause="A person searches without a case.",
        affected="everybody held",
        likelihood="unlikely",
        impact="serious",
        control=control,
        residual="Little.",
        owner="the owner",
        due=date(2027, 1, 31),
        proof=proof,
        tests=tests,
        recorded_by="A",
        recorded_at=MORNING,
    )


def _amendment() -> AmendmentView:
    return AmendmentView(
        id="a1",
        number=1,
        changes=(CHANGE,),
        opened_by="",
        opened_at=MORNING,
        reason="",
        effect="",
        described_by="",
        accepted_by="",
        accepted_at=None,
        applied_at=None,
        dropped_at=None,
    )
