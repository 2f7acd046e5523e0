"""Tables of the page of controls: what is stopped, which bounds hold, what is urgent, what is flagged."""

from kernel_lib.vocabulary import ExigentState, StopScope
from kernel_lib.wire.control import BurstView, ControlsView, ExigentView, SettingView, SourceCount, StopView
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.parts.wording import left, moment

SCOPES = {
    StopScope.ALL: "Everybody",
    StopScope.SERVICE: "Service",
    StopScope.GALLERY: "Gallery",
    StopScope.MODEL: "Model",
    StopScope.PERSON: "Person",
}


def stop_row(stop: StopView) -> tuple[str, ...]:
    """Return a stop as a row: for what, since when, by whom, how it stands."""
    return (_for(stop), moment(stop.stopped_at), stop.stopped_by, _standing(stop))


def setting_row(setting: SettingView) -> tuple[str, ...]:
    """Return a version of the bounds as a row."""
    number = "rule file" if setting.number == 0 else str(setting.number)
    return (number, f"{setting.min_score:.2f}", str(setting.max_candidates), setting_state(setting))


def setting_state(setting: SettingView) -> str:
    """Return in words how a version stands."""
    if setting.in_force:
        return "in force"
    if setting.approved is None:
        return f"proposed by {setting.proposed_by}, waits for another person"
    return "replaced" if setting.approved else "turned down"


def stop_facts(stop: StopView) -> Markup:
    """Return everything about one stop, with the note that may be published."""
    pairs = [
        ("Stopped for", _for(stop)),
        ("Since", moment(stop.stopped_at)),
        ("By", stop.stopped_by),
        ("Reason", stop.reason),
    ]
    if stop.proposed_by:
        pairs += [("End proposed by", stop.proposed_by), ("Reason to go on", stop.resume_reason)]
    if stop.resumed_by:
        pairs += [("Agreed by", stop.resumed_by), ("Ended", moment(stop.resumed_at))]
    note = element("section", element("h3", "Note that may be published"), element("p", stop.note))
    return joined((facts(pairs), note))


def setting_facts(setting: SettingView) -> Markup:
    """Return one version of the bounds with its reasons and its error table (B-13)."""
    pairs = [
        ("Similarity from", f"{setting.min_score:.2f}"),
        ("Longest list", str(setting.max_candidates)),
        ("State", setting_state(setting)),
        ("Reason", setting.reason),
    ]
    if setting.proposed_by:
        pairs += [("Proposed by", setting.proposed_by), ("Proposed", moment(setting.proposed_at))]
    if setting.decided_by:
        pairs += [("Decided by", setting.decided_by), ("Decided", moment(setting.decided_at))]
        pairs += [("Reason of the decision", setting.decision_reason)]
    return joined((facts(pairs), effects_table(setting)))


def effects_table(setting: SettingView) -> Markup:
    """Return the error rates of each group before and after a change."""
    if not setting.effects:
        return Markup("")
    columns = ("Group", "Trials", "False positives before", "after", "False negatives before", "after")
    rows = [
        (
            each.group,
            f"{each.trials:,}",
            f"{each.false_positive_before:.4f}",
            f"{each.false_positive_after:.4f}",
            f"{each.false_negative_before:.4f}",
            f"{each.false_negative_after:.4f}",
        )
        for each in setting.effects
    ]
    heading = element("h3", "Error rates by group, as evaluated")
    return joined((heading, table("Error rates by group", columns, rows, frozenset(range(1, 6)), headed=True)))


def flags(view: ControlsView) -> Markup:
    """Return the sections of urgent requests, many searches, and sources."""
    return joined((_urgent(view.exigent), _bursts(view.bursts), _sources(view.sources)))


# Private


def _for(stop: StopView) -> str:
    return stop.target if stop.scope is StopScope.ALL else f"{SCOPES[stop.scope]}: {stop.target}"


def _standing(stop: StopView) -> str:
    if stop.resumed_at:
        return f"ended {moment(stop.resumed_at)}"
    return f"holds; {stop.proposed_by} proposes to end it" if stop.proposed_by else "holds"


def _urgent(exigent: tuple[ExigentView, ...]) -> Markup:
    heading = element("h2", "Urgent requests (A-12)")
    if not exigent:
        return joined((heading, element("p", "No request was urgent.", class_="lb-empty")))
    words = {
        ExigentState.OVERDUE: "OVERDUE, result locked",
        ExigentState.APPROVED: "approved",
        ExigentState.REFUSED: "refused, result locked",
    }
    rows = [
        (
            each.request_number,
            each.occurrence_number,
            moment(each.submitted_at),
            moment(each.due_at),
            words.get(each.state, f"waits, {left(each.due_at)} left"),
        )
        for each in exigent
    ]
    columns = ("Request", "Occurrence", "Submitted", "Approval by", "State")
    return joined((heading, table("Urgent requests", columns, rows, headed=True)))


def _bursts(bursts: tuple[BurstView, ...]) -> Markup:
    heading = element("h2", "Many searches in a short time (B-10)")
    if not bursts:
        return joined((heading, element("p", "Nobody searched unusually often.", class_="lb-empty")))
    rows = [
        (
            each.person,
            f"{each.searches} in {each.within_minutes} minutes",
            moment(each.last_at),
            "at the limit, further searches refused" if each.at_limit else "flagged",
        )
        for each in bursts
    ]
    columns = ("Person", "At the busiest", "Until", "State")
    return joined((heading, table("Many searches in a short time", columns, rows, headed=True)))


def _sources(sources: tuple[SourceCount, ...]) -> Markup:
    heading = element("h2", "Requests by source (A-06)")
    if not sources:
        return joined((heading, element("p", "No request was submitted yet.", class_="lb-empty")))
    rows = [(each.source, str(each.submitted), "supplied" if each.supplied else "") for each in sources]
    columns = ("Source", "Submitted", "Counted apart")
    return joined((heading, table("Requests by source", columns, rows, frozenset({1}), headed=True)))
