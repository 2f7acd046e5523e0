"""The public edition: what is withheld never leaves the service, and why is listed (K-07)."""

from audits.events import AssessmentViewed
from gallery.authority import Person
from gallery.privacy.means import Privacy
from gallery.privacy.spans import Severing
from gallery.privacy.view import assessment_view
from kernel_lib.wire.assessment import PublicAnswer, PublicAssessment


def public(privacy: Privacy, person: Person, routes: tuple[str, ...]) -> PublicAssessment:
    """Return the edition for everybody: no marked span, and nobody's name."""
    with privacy.ledger.act(person, AssessmentViewed) as act:
        view = assessment_view(act, privacy, person, routes)
        severing = Severing()
        answers = tuple(
            PublicAnswer(
                heading=each.heading, text=each.text, by=each.by, answer=severing.public(each.heading, each.answer)
            )
            for each in view.questions
        )
        risks = tuple(
            (
                severing.public("risks", each.flow_step),
                severing.public("risks", each.cause),
                f"{each.likelihood}, {each.impact}; control {each.control or 'none'}: {each.proof}",
                severing.public("risks", each.residual),
            )
            for each in view.risks
        )
        heard = tuple(
            (each.held_on, *(severing.public("transparency", text) for text in (each.who, each.said, each.changed)))
            for each in view.engagements
        )
        facts = privacy.facts.told(act.connection, person.service, act.now, routes)
        act.note(edition="public", withheld=len(severing.register))
        return PublicAssessment(
            service=person.service,
            facts=facts,
            answers=answers,
            risks=risks,
            engagements=heard,
            equity=view.equity,
            withheld=severing.register,
        )
