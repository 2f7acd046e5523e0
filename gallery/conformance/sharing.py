"""Part G: agreements, searches under them, what was given and whether partners answered."""

from typing import Any

from sqlalchemy import Row, func, select

from gallery.conformance.finding import Check, Finding, Seen, decided
from gallery.conformance.tally import by_rows, by_sql, count, judged
from gallery.records.agreements import agreements_of
from gallery.records.case_tables import requests, searches
from gallery.records.exits import exit_proposals
from gallery.records.sharing_tables import (
    agreements,
    external_results,
    outside_disclosures,
    partner_identities,
    partner_messages,
    partner_searches,
)
from gallery.records.who import accounts


def everything_owned(seen: Seen) -> Finding:
    """Each request belongs to a service of the rules (G-01)."""
    wrong = requests.c.service.not_in(list(seen.rules.who.services))
    return by_sql("G-01", seen, requests, wrong, "requests", "of a service that the rules do not know")


def agreements_signed(seen: Seen) -> Finding:
    """Every agreement in force is signed by both sides and has not expired (G-02)."""
    held = agreements_of(seen.connection, seen.rules.who.home.code)
    now = [each for each in held if each.in_force(seen.today)]
    bad = sum(not each.signed_by or each.signed_by == each.proposed_by for each in now)
    return judged("G-02", len(now), bad, "agreements in force", "of one side alone")


def searched_under_agreements(seen: Seen) -> Finding:
    """Each search of a partner's gallery lies within the days of its agreement (G-02)."""
    joined = partner_searches.outerjoin(agreements, agreements.c.id == partner_searches.c.agreement_id)
    day, told = func.date(partner_searches.c.searched_at), agreements.c
    outside = (day < told.begins_on) | (day > told.expires_on) | (partner_searches.c.searched_at > told.ended_at)
    wrong = told.signed_by.is_(None) | outside
    return by_sql("G-02", seen, joined, wrong, "searches of partners' galleries", "outside an agreement in force")


def stricter_limits_kept(seen: Seen) -> Finding:
    """No search of a partner's gallery had a longer list than the owner's rules let it have (G-03)."""
    longest = {
        code: seen.rules.sharing.limits_of(code, seen.rules.casework, youth=False).longest
        for code in seen.rules.who.services
    }
    joined = partner_searches.join(searches, searches.c.id == partner_searches.c.search_id)
    query = select(partner_searches.c.owner, searches.c.longest).select_from(joined)

    def is_wrong(row: Row[Any]) -> bool:
        return bool(row.longest > longest.get(row.owner, 0))

    return by_rows(
        "G-03", seen, query, is_wrong, "searches of partners' galleries", "with a longer list than the owner's"
    )


def identities_by_the_owner(seen: Seen) -> Finding:
    """Nobody but the owner released who a person is (G-04)."""
    joined = partner_identities.outerjoin(accounts, accounts.c.id == partner_identities.c.decided_by)
    wrong = accounts.c.service.is_(None) | (accounts.c.service != partner_identities.c.owner)
    among = partner_identities.c.released.is_(True)
    return by_sql("G-04", seen, joined, wrong, "identities released", "not by their owner", among)


def owners_see_who_searched(seen: Seen) -> Finding:
    """Each search of a partner's gallery tells the owner case, purpose and counts (G-05)."""
    told = partner_searches.c
    wrong = (told.case_reference == "") | (told.purpose == "") | (told.compared < told.listed)
    return by_sql("G-05", seen, partner_searches, wrong, "searches of partners' galleries", "without case or purpose")


def messages_acknowledged(seen: Seen) -> Finding:
    """No message of an owner waits past its time for the partner to acknowledge it (G-06)."""
    told = partner_messages.c
    wrong = told.acknowledged_at.is_(None) & (told.due_at < seen.now)
    return by_sql("G-06", seen, partner_messages, wrong, "messages to partners", "not acknowledged in time")


def no_courtesy_search(seen: Seen) -> Finding:
    """Each search of a partner's gallery is of a request of the searching service itself (G-07)."""
    joined = partner_searches.outerjoin(requests, requests.c.id == partner_searches.c.request_id)
    wrong = requests.c.service.is_(None) | (requests.c.service != partner_searches.c.searcher)
    return by_sql("G-07", seen, joined, wrong, "searches of partners' galleries", "for another service's request")


def results_of_open_sources(seen: Seen) -> Finding:
    """No result of an outside system came from a prohibited source (G-08)."""
    known = seen.rules.sharing.external_sources.values()
    wrong = external_results.c.source.not_in([each.id for each in known if each.open])
    return by_sql("G-08", seen, external_results, wrong, "results from outside", "of a prohibited source")


def disclosure_abroad_off(seen: Seen) -> Finding:
    """Disclosure outside Ontario is off (G-09)."""
    outside = seen.rules.sharing.outside.enabled
    return decided("G-09", holds=not outside, good="off", bad="on; its instrument must be looked at")


def abroad_by_two(seen: Seen) -> Finding:
    """Each disclosure outside Ontario was authorised by somebody else than who proposed it (G-09)."""
    told = outside_disclosures.c
    wrong = count(seen, outside_disclosures, (told.authorised_by == told.proposed_by) | (told.basis == ""))
    return decided(
        "G-09",
        holds=not wrong,
        good=f"{count(seen, outside_disclosures)} disclosures, none by one person",
        bad=f"{wrong} disclosures by one person, or without a basis",
    )


def exits_by_two(seen: Seen) -> Finding:
    """Each exit that was allowed was released by two people (G-10)."""
    told = exit_proposals.c
    wrong = told.released_by_records == told.released_by_compliance
    among = told.released_by_records.is_not(None) & told.released_by_compliance.is_not(None)
    return by_sql("G-10", seen, exit_proposals, wrong, "exits released", "by one person", among)


def type10_profiles_loaded(seen: Seen) -> Finding:
    """The profile of the RCMP's older control document stands beside that of the standard (G-14)."""
    held = sorted(seen.rules.typeten.profiles)
    return decided("G-14", holds=len(held) > 1, good=f"profiles: {', '.join(held)}", bad=f"only {', '.join(held)}")


CHECKS: tuple[Check, ...] = (
    everything_owned,
    agreements_signed,
    searched_under_agreements,
    stricter_limits_kept,
    identities_by_the_owner,
    owners_see_who_searched,
    messages_acknowledged,
    no_courtesy_search,
    results_of_open_sources,
    disclosure_abroad_off,
    abroad_by_two,
    exits_by_two,
    type10_profiles_loaded,
)
