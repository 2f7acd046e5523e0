"""Before every search: is what is in force what was assessed (K-03), and does a pilot still run (K-08)?"""

from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from gallery.assessment.watched import drift, kinds, watched
from gallery.records.amendments import amendments_to
from gallery.records.assessments import accepted_version
from gallery.records.searches import count_all_since
from gallery.rules import Rules
from kernel_lib.errors import WrongState

_WAIT = "Your work is kept. Go on when searching is allowed again; compliance says when."


def demand_assessed(connection: Connection, rules: Rules, service: str, model_id: str, now: datetime) -> None:
    """Do nothing while a service searches as it was assessed, within its pilot where one runs.

    Raises:
        WrongState: something differs from the accepted assessment, none is accepted though one is demanded, or the
            pilot has ended or reached a cap.
    """
    told = held_back(connection, rules, service, model_id, now)
    if told:
        rule, sentence = told[0]
        raise WrongState(rule, sentence, _WAIT)


def held_back(
    connection: Connection, rules: Rules, service: str, model_id: str, now: datetime
) -> tuple[tuple[str, str], ...]:
    """Return rule and sentence of everything for which a service may not search now."""
    told = (
        ("K-03", _not_assessed(connection, rules, service, model_id)),
        ("K-08", _pilot_over(connection, rules, service, now)),
    )
    return tuple((rule, sentence) for rule, sentence in told if sentence)


def pilot_counts(connection: Connection, rules: Rules, service: str, now: datetime) -> tuple[int, int]:
    """Return the searches of a service since the pilot began, and those of today."""
    zone = rules.who.services[service].time_zone if service in rules.who.services else rules.who.home.time_zone
    today = now.astimezone(zone).date()
    began, midnight = (datetime.combine(day, time(), zone) for day in (rules.pilot.begins_on, today))
    return count_all_since(connection, service, began), count_all_since(connection, service, midnight)


# Private


def _not_assessed(connection: Connection, rules: Rules, service: str, model_id: str) -> str:
    version = accepted_version(connection, service)
    if version is None:
        return "No privacy impact assessment has been accepted for your service." if rules.assessment.demanded else ""
    changes = drift(version, amendments_to(connection, version.id), watched(connection, rules, service, model_id))
    if not changes:
        return ""
    return f"Searching waits for an amendment of the privacy assessment. Changed: {', '.join(kinds(changes))}."


def _pilot_over(connection: Connection, rules: Rules, service: str, now: datetime) -> str:
    pilot = rules.pilot
    if not pilot.active:
        return ""
    zone = rules.who.services[service].time_zone if service in rules.who.services else rules.who.home.time_zone
    today = now.astimezone(zone).date()
    if not pilot.begins_on <= today < pilot.ends_on:
        last = pilot.ends_on - timedelta(days=1)
        return f"The pilot ran from {pilot.begins_on} to {last}. Nobody is searched for outside these days."
    all_of_it, of_today = pilot_counts(connection, rules, service, now)
    if all_of_it >= pilot.most_searches:
        return f"The pilot allows {pilot.most_searches} searches, and they were made."
    if of_today >= pilot.most_searches_a_day:
        return f"The pilot allows {pilot.most_searches_a_day} searches in a day, and today's were made."
    return ""
