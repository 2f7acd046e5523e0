"""What letters say: the answer, its ground and reasons, and where it may be reviewed (F-62, F-64, F-66)."""

from dataclasses import dataclass
from datetime import date

from gallery.records.appearances import Giving
from gallery.records.applications import Application
from gallery.rules import Rules
from kernel_lib.reports.letter import Part, Sheet
from kernel_lib.wire.rights import AnswerGiven, Evaluation
from kernel_lib.words.language import Language, Words, language_of


@dataclass(frozen=True)
class Writer:
    """Writes in the language of one application."""

    rules: Rules
    application: Application
    today: date

    @property
    def language(self) -> Language:
        """The language that the applicant chose."""
        return language_of(self.application.language)

    def text(self, key: str, **parts: object) -> str:
        """Return a text of letters with its places filled."""
        return self.rules.letters.text(self.language, key, **parts)

    def answer(self, given: AnswerGiven, evaluation: Evaluation | None, *, told: int, pictures: int) -> Sheet:
        """Return the letter of an answer to an application for removal or correction."""
        key = self._key(given)
        counted = {"pictures": evaluation.pictures, "staying": evaluation.staying} if evaluation else {}
        outcome = self.text(key, **{"told": told, "pictures": pictures, **counted})
        parts = (*self.opening(), Part((outcome, self._fee())), *self._why(given), *self.closing(given))
        return Sheet(self.language, self.text(f"{key}_title"), parts)

    def notice(self, given: AnswerGiven, giving: Giving) -> Sheet:
        """Return the notice to somebody who was given the information."""
        key = f"notice_{given.outcome}"
        words = {"reasons": given.reasons, "statement": given.statement, "given": giving.on.isoformat()}
        parts = (
            Part((self._dated(), self.text("notice_to", recipient=self.recipient(giving.recipient)))),
            Part((self.text(key, **words),)),
            self.signature(),
        )
        return Sheet(self.language, self.text(f"{key}_title"), parts)

    def recipient(self, recipient: str) -> str:
        """Return the words for whom something was given to: an office or a role, never a name (I-08)."""
        return self.text(f"to_{recipient}")

    def opening(self) -> tuple[Part, ...]:
        """Return the date, the application, and to whom the letter goes."""
        received = self.application.received_on.isoformat()
        about = self.text("about", number=self.application.number, received=received)
        return (Part((self._dated(), about, self.text("applicant"))),)

    def review(self) -> Part:
        """Return both routes of review (F-66)."""
        routes = self.rules.rights.review
        told = (routes.internal[self.language], routes.commissioner[self.language])
        return Part(told, heading=self.text("review"))

    def closing(self, given: AnswerGiven) -> tuple[Part, ...]:
        """Return the routes of review where something was refused, and who signs."""
        refused = given.outcome in ("refused", "statement")
        return (*((self.review(),) if refused else ()), self.signature())

    def signature(self) -> Part:
        """Return who answers for the letter: the accountable official, no officer of the case."""
        return Part((self._signed(),))

    def told(self, text: str) -> str:
        """Return a sentence of the rules in this language, or as it stands where there is no other."""
        return str(Words(self.language).told(text))

    # Private

    def _key(self, given: AnswerGiven) -> str:
        if given.outcome in ("granted", "refused"):
            return f"{self.application.kind}_{given.outcome}"
        return given.outcome

    def _why(self, given: AnswerGiven) -> tuple[Part, ...]:
        rows = []
        if given.ground:
            rows.append((self.text("ground"), self.rules.rights.grounds[given.ground][self.language]))
        if given.reasons:
            rows.append((self.text("reasons"), given.reasons))
        if given.statement:
            rows.append((self.text("your_statement"), given.statement))
        return (Part(rows=tuple(rows)),) if rows else ()

    def _dated(self) -> str:
        service = self.rules.who.services[self.application.service].name
        return self.text("dated", service=service, dated=self.today.isoformat())

    def _fee(self) -> str:
        cents = self.application.fee_cents
        return self.text("fee", fee=f"CAD {cents / 100:.2f}") if cents else self.text("no_fee")

    def _signed(self) -> str:
        told = self.rules.publication
        service = self.rules.who.services[self.application.service].name
        parts = {"official": told.official_name, "office": told.official_office, "contact": told.contact}
        return self.text("signed", service=service, **parts)
