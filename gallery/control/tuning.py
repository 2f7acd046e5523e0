"""Threshold and list length: proposed by one person, approved by another, in force from the next search (B-13)."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from audits.events import ConfigurationChanged, ConfigurationDeclined, ConfigurationProposed
from gallery.assessment.amending import demand_amended, drop_for, open_for
from gallery.assessment.watched import LENGTH, THRESHOLD
from gallery.authority import Person
from gallery.control.means import Control, display_name, unknown
from gallery.evaluation.standing import Standing
from gallery.records.amendments import Change
from gallery.records.assessments import assessed_services
from gallery.records.evaluations import newest_evaluation
from gallery.records.ids import new_id
from gallery.records.tuning import (
    SearchSetting,
    add_setting,
    decide_setting,
    next_number,
    setting_by_id,
    setting_in_force,
    settings_held,
)
from gallery.rules import Rules
from kernel_lib.errors import NotAllowed, Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.wire.control import Effect, SettingDecision, SettingProposed, SettingView

FILE = "search_settings"
"""How the version in force is named among the hashes and versions of rules that each search keeps."""


def propose(control: Control, person: Person, proposed: SettingProposed) -> SettingView:
    """Propose other bounds; those in force stay until another person approves.

    Raises:
        NotAllowed: the person may not propose.
        Unacceptable: the reason is missing, or the error table by group and any evaluation that would give one.
    """
    with control.ledger.act(person, ConfigurationProposed) as act:
        control.authority.demand(person, "configuration_proposed")
        control.demand_reason("B-13", proposed.reason)
        effects = tuple(each.model_dump() for each in proposed.effects) or _measured(act.connection, control, proposed)
        if not effects:
            message = "Give the error rates of each group before and after the change."
            following = "File an evaluation of the model in use, or enter the table; nothing was changed."
            raise Unacceptable("B-13", f"The error table is missing. {message}", following, fields={"effects": message})
        setting = SearchSetting(
            id=new_id(),
            number=next_number(act.connection),
            min_score=proposed.min_score,
            max_candidates=proposed.max_candidates,
            reason=proposed.reason,
            effects=effects,
            proposed_by=person.account_id,
            proposed_at=act.now,
        )
        add_setting(act.connection, setting)
        act.about(object_id=setting.id)
        act.note(setting="search", **_told(setting))
        open_for(act, person, assessed_services(act.connection), _changes(act.connection, control, setting))
        return setting_view(act.connection, setting)


def decide(control: Control, person: Person, setting_id: str, decision: SettingDecision) -> SettingView:
    """Approve or turn down a proposal of somebody else; approved, it holds for the next search.

    Raises:
        NotFound: there is no such proposal.
        NotAllowed: the person proposed it.
        WrongState: it was decided already, or an amendment of the privacy assessment still waits (K-03).
        Unacceptable: the reason is missing.
    """
    event = ConfigurationChanged if decision.approved else ConfigurationDeclined
    with control.ledger.act(person, event) as act:
        control.authority.demand(person, "configuration_changed")
        setting = setting_by_id(act.connection, setting_id)
        if setting is None:
            raise unknown("proposal")
        act.about(object_id=setting.id)
        act.note(setting="search", **_told(setting))
        if setting.approved is not None:
            raise WrongState("B-13", "This proposal was decided already.", "Make another proposal.")
        if setting.proposed_by == person.account_id:
            raise NotAllowed("B-13", "Nobody approves a change of their own.", "Another person must decide on it.")
        control.demand_reason("B-13", decision.reason)
        settle = demand_amended if decision.approved else drop_for
        settle(act, assessed_services(act.connection), _changes(act.connection, control, setting))
        values = {"approved": decision.approved, "decided_by": person.account_id, "decided_at": act.now}
        decide_setting(act.connection, setting.id, **values, decision_reason=decision.reason)
        act.note(proposed_by=setting.proposed_by)
        return setting_view(act.connection, setting_by_id(act.connection, setting.id) or setting)


def in_force(connection: Connection, rules: Rules) -> Rules:
    """Return the rules with the bounds in force now; their version and hash stand among those of the rule files."""
    setting = setting_in_force(connection)
    if setting is None:
        return rules
    casework = rules.casework
    return replace(
        rules,
        casework=replace(
            casework,
            search=replace(casework.search, min_score=setting.min_score, max_candidates=setting.max_candidates),
            versions=MappingProxyType({**casework.versions, FILE: str(setting.number)}),
            hashes=MappingProxyType({**casework.hashes, FILE: _hash(setting)}),
        ),
    )


def version_of(rules: Rules) -> str:
    """Return the version of the bounds in these rules: of the last change, or of the rule file."""
    versions = rules.casework.versions
    return f"change {versions[FILE]}" if FILE in versions else f"file {versions['search']}"


def settings_view(connection: Connection, rules: Rules) -> tuple[SettingView, ...]:
    """Return every version, newest first, the rule file last."""
    now = setting_in_force(connection)
    search = rules.casework.search
    first = SettingView(
        id="file",
        number=0,
        min_score=search.min_score,
        max_candidates=search.max_candidates,
        in_force=now is None,
        reason=f"Rule file, version {rules.casework.versions['search']}",
        approved=True,
    )
    return (*(setting_view(connection, each) for each in settings_held(connection)), first)


def setting_view(connection: Connection, setting: SearchSetting) -> SettingView:
    """Build the view of one version."""
    now = setting_in_force(connection)
    return SettingView(
        id=setting.id,
        number=setting.number,
        min_score=setting.min_score,
        max_candidates=setting.max_candidates,
        in_force=now is not None and now.id == setting.id,
        reason=setting.reason,
        effects=tuple(Effect.model_validate(each) for each in setting.effects),
        proposed_by=display_name(connection, setting.proposed_by),
        proposed_at=setting.proposed_at,
        decided_by=display_name(connection, setting.decided_by),
        decided_at=setting.decided_at,
        approved=setting.approved,
        decision_reason=setting.decision_reason,
    )


# Private


def _measured(connection: Connection, control: Control, proposed: SettingProposed) -> tuple[dict[str, Any], ...]:
    """The table that the evaluation on file gives, when it is one of the model in use."""
    evaluation = newest_evaluation(connection)
    if evaluation is None or evaluation.model_id != control.model_id:
        return ()
    now = in_force(connection, control.rules).casework.search
    before, after = (now.min_score, now.max_candidates), (proposed.min_score, proposed.max_candidates)
    return Standing(evaluation, (), control.rules.evaluation).effects(before, after)


def _changes(connection: Connection, control: Control, setting: SearchSetting) -> tuple[Change, ...]:
    """What the setting would change of what was assessed."""
    now = in_force(connection, control.rules).casework.search
    return (
        Change(THRESHOLD, (str(now.min_score),), (str(setting.min_score),)),
        Change(LENGTH, (str(now.max_candidates),), (str(setting.max_candidates),)),
    )


def _told(setting: SearchSetting) -> dict[str, str | int | float]:
    return {
        "version": setting.number,
        "threshold": setting.min_score,
        "list_length": setting.max_candidates,
        "groups": len(setting.effects),
        "sha256": _hash(setting),
    }


def _hash(setting: SearchSetting) -> str:
    bounds = {"min_score": setting.min_score, "max_candidates": setting.max_candidates}
    return sha256_of({**bounds, "number": setting.number, "reason": setting.reason, "effects": list(setting.effects)})
