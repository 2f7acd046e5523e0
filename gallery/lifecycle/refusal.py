"""A refusal to destroy, on a ground of the service's policy: decision-maker, reasons, letter, review, new day (F-26).

Only what the eligibility engine leaves to a person can be decided; mandatory destruction never comes here (F-25). A
picture that is kept is not searched meanwhile.
"""

from dataclasses import dataclass
from datetime import date
from html import escape

from sqlalchemy import Connection

from audits.events import CertificateViewed, RetentionDecided
from gallery.authority import Person
from gallery.ledger import Act, Ledger
from gallery.lifecycle.reckoning import counted, reckon
from gallery.records import gallery, standings
from gallery.records.ids import new_id
from gallery.records.who import account_by_id
from gallery.rules import Rules
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.reports.paper import to_pdf
from kernel_lib.wire.destruction import RetentionAsked, RetentionDecision
from kernel_lib.words.language import Language

_DECIDABLE = ("F-26.ground", "F-26.kept")


@dataclass(frozen=True)
class Refusals:
    """Takes decisions to keep or to destroy, and writes their letters."""

    ledger: Ledger
    rules: Rules

    def decide(self, person: Person, picture_id: str, asked: RetentionAsked) -> RetentionDecision:
        """Keep a decision on one picture; its state follows in the same act.

        Raises:
            NotFound: there is no such picture of this service.
            WrongState: the picture is not one that the rules leave to a person.
            Unacceptable: ground, position, reasons or the new day is missing or not allowed; all are named.
        """
        with self.ledger.act(person, RetentionDecided, object_id=picture_id) as act:
            subject = _owner(act.connection, person, picture_id)
            state = gallery.current_eligibility(act.connection, picture_id)
            if state is None or state.rule not in _DECIDABLE:
                reason = "The rules leave nothing to decide about this picture."
                raise WrongState("F-26", reason, "Look at why the picture is in its state.")
            today = self.rules.who.local_day(act.now, person.service)
            self._demand_whole(asked, today)
            kept = self._kept(act, person, picture_id, asked, today)
            standings.add_decision(act.connection, kept)
            changes = reckon(act.connection, self.rules, [subject.id], act.now)
            act.decided_by("F-26")
            act.note(keep=asked.keep, ground_id=asked.ground, **counted(changes))
            act.note(reasons_sha256=sha256_of(asked.reasons))
            after = gallery.current_eligibility(act.connection, picture_id)
        now = after.state if after else state.state
        return RetentionDecision(id=kept.id, sequence=act.sequence, state=now, look_again_on=kept.look_again_on)

    def letter(self, person: Person, picture_id: str, language: Language) -> bytes:
        """Return the letter of the newest decision to keep, as a PDF. Raises NotFound when there is none."""
        with self.ledger.act(person, CertificateViewed, object_id=picture_id) as act:
            _owner(act.connection, person, picture_id)
            kept = [each for each in standings.decisions_of(act.connection, picture_id) if each.keep]
            event = gallery.event_of_picture(act.connection, picture_id)
            if not kept or event is None:
                raise NotFound("F-26", "Nobody decided to keep this picture.", "Look at the person's page.")
            act.note(what="letter of refusal", language=language)
            maker = account_by_id(act.connection, kept[-1].decided_by)
        html = self._html(kept[-1], event.number, person.service, language, maker.display_name if maker else "")
        return to_pdf(html)

    # Private

    def _demand_whole(self, asked: RetentionAsked, today: date) -> None:
        limits = self.rules.destruction
        days = (asked.look_again_on - today).days
        faults = {
            "ground": "" if asked.ground in limits.grounds else "Choose a ground from the list.",
            "position": "" if asked.position.strip() else "Say in which position you decide.",
            "reasons": ""
            if len(asked.reasons.strip()) >= limits.reasons_min_length
            else f"Give reasons of at least {limits.reasons_min_length} characters.",
            "look_again_on": ""
            if 0 < days <= limits.look_again_days
            else f"Give a day within {limits.look_again_days} days.",
        }
        missing = {name: fault for name, fault in faults.items() if fault}
        if missing:
            raise Unacceptable("F-26", "This decision is not complete.", "Add what is missing.", fields=missing)

    def _kept(
        self, act: Act, person: Person, picture_id: str, asked: RetentionAsked, today: date
    ) -> standings.KeptDecision:
        return standings.KeptDecision(
            id=new_id(),
            picture_id=picture_id,
            decided_on=today,
            keep=asked.keep,
            look_again_on=asked.look_again_on,
            ground=asked.ground,
            reasons=f"{asked.position.strip()}\n{asked.reasons.strip()}",
            decided_by=person.account_id,
            decided_at=act.now,
        )

    def _html(
        self, kept: standings.KeptDecision, event: str, service: str, language: Language, decision_maker: str
    ) -> str:
        words, rules = self.rules.destruction.letter[language], self.rules.destruction
        position, _, reasons = kept.reasons.partition("\n")
        ground = rules.grounds[kept.ground][language] if kept.ground in rules.grounds else kept.ground
        parts = {
            "decided_on": kept.decided_on,
            "decision_maker": decision_maker,
            "position": position,
            "service": self.rules.who.services[service].name,
            "event": event,
            "ground": ground,
            "reasons": reasons,
            "look_again_on": kept.look_again_on,
        }
        told = [escape(words[name].format(**parts)) for name in ("opening", "ground", "reasons", "effect", "review")]
        title, body = escape(words["title"]), "".join(f"<p>{each}</p>" for each in told)
        return (
            f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
            f"<body><h1>{title}</h1>{body}</body></html>"
        )


def _owner(connection: Connection, person: Person, picture_id: str) -> gallery.Subject:
    event = gallery.event_of_picture(connection, picture_id)
    subject = gallery.subject_by_id(connection, event.subject_id) if event else None
    if subject is None or subject.service != person.service:
        raise NotFound("F-26", "There is no such picture in your service's gallery.", "Check the reference.")
    return subject
