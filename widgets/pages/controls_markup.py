"""Tables of the page of controls: what is stopped, which bounds hold, what is urgent, what is flagged."""

from kernel_lib.vocabulary import ExigentState, StopScope
from kernel_lib.wire.control import BurstView, ControlsView, ExigentView, SettingView, SourceCount, StopView
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.parts.wording import left, moment
from widgets.words.language import say, told

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
    number = say("rule file") if setting.number == 0 else str(setting.number)
    return (number, f"{setting.min_score:.2f}", str(setting.max_candidates), setting_state(setting))


def setting_state(setting: SettingView) -> str:
    """Return in words how a version stands."""
    if setting.in_force:
        return say("in force")
    if setting.approved is None:
        return say("proposed by {proposed_by}, waits for another person", proposed_by=setting.proposed_by)
    return "replaced" if setting.approved else say("turned down")


def stop_facts(stop: StopView) -> Markup:
    """Return everything about one stop, with the note that may be published."""
    pairs = [
        (say("Stopped for"), _for(stop)),
        (say("Since"), moment(stop.stopped_at)),
        (say("By"), stop.stopped_by),
        (say("Reason"), stop.reason),
    ]
    if stop.proposed_by:
        pairs += [(say("End proposed by"), stop.proposed_by), (say("Reason to go on"), stop.resume_reason)]
    if stop.resumed_by:
        pairs += [(say("Agreed by"), stop.resumed_by), (say("Ended"), moment(stop.resumed_at))]
    note = element("section", element("h3", say("Note that may be published")), element("p", stop.note))
    return joined((facts(pairs), note))


def setting_facts(setting: SettingView) -> Markup:
    """Return one version of the bounds with its reasons and its error table (B-13)."""
    pairs = [
        (say("Similarity from"), f"{setting.min_score:.2f}"),
        (say("Longest list"), str(setting.max_candidates)),
        (say("State"), setting_state(setting)),
        (say("Reason"), setting.reason),
    ]
    if setting.proposed_by:
        pairs += [(say("Proposed by"), setting.proposed_by), (say("Proposed"), moment(setting.proposed_at))]
    if setting.decided_by:
        pairs += [(say("Decided by"), setting.decided_by), (say("Decided"), moment(setting.decided_at))]
        pairs += [(say("Reason of the decision"), setting.decision_reason)]
    return joined((facts(pairs), effects_table(setting)))


def effects_table(setting: SettingView) -> Markup:
    """Return the error rates of each group before and after a change."""
    if not setting.effects:
        return Markup("")
    columns = (
        say("Group"),
        say("Trials"),
        say("False positives before"),
        say("after"),
        say("False negatives before"),
        say("after"),
    )
    rows = [
        (
            told(each.group),
            f"{each.trials:,}",
            f"{each.false_positive_before:.4f}",
            f"{each.false_positive_after:.4f}",
            f"{each.false_negative_before:.4f}",
            f"{each.false_negative_after:.4f}",
        )
        for each in setting.effects
    ]
    heading = element("h3", say("Error rates by group, as evaluated"))
    sources = sorted({each.source for each in setting.effects if each.source})
    named = [element("p", say("From evaluation {sha256}.", sha256=each)) for each in sources]
    return joined(
        (heading, *named, table(say("Error rates by group"), columns, rows, frozenset(range(1, 6)), headed=True))
    )


def flags(view: ControlsView) -> Markup:
    """Return the sections of urgent requests, many searches, short reviews where they are shown, and sources."""
    short = _short(view) if view.short_review_days else Markup("")
    return joined((_urgent(view.exigent), _bursts(view.bursts), short, _sources(view.sources)))


# Private


def _for(stop: StopView) -> str:
    return stop.target if stop.scope is StopScope.ALL else f"{told(SCOPES[stop.scope])}: {stop.target}"


def _standing(stop: StopView) -> str:
    if stop.resumed_at:
        return say("ended {resumed_at}", resumed_at=moment(stop.resumed_at))
    return (
        say("holds; {proposed_by} proposes to end it", proposed_by=stop.proposed_by)
        if stop.proposed_by
        else say("holds")
    )


def _urgent(exigent: tuple[ExigentView, ...]) -> Markup:
    heading = element("h2", say("Urgent requests (A-12)"))
    if not exigent:
        return joined((heading, element("p", say("No request was urgent."), class_="lb-empty")))
    words = {
        ExigentState.OVERDUE: say("OVERDUE, result locked"),
        ExigentState.APPROVED: say("approved"),
        ExigentState.REFUSED: say("refused, result locked"),
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
    columns = (say("Request"), say("Occurrence"), say("Submitted"), say("Approval by"), say("State"))
    return joined((heading, table(say("Urgent requests"), columns, rows, headed=True)))


def _bursts(bursts: tuple[BurstView, ...]) -> Markup:
    heading = element("h2", say("Many searches in a short time (B-10)"))
    if not bursts:
        return joined((heading, element("p", say("Nobody searched unusually often."), class_="lb-empty")))
    rows = [
        (
            each.person,
            say("{searches} in {within_minutes} minutes", searches=each.searches, within_minutes=each.within_minutes),
            moment(each.last_at),
            say("at the limit, further searches refused") if each.at_limit else say("flagged"),
        )
        for each in bursts
    ]
    columns = (say("Person"), say("At the busiest"), say("Until"), say("State"))
    return joined((heading, table(say("Many searches in a short time"), columns, rows, headed=True)))


def _short(view: ControlsView) -> Markup:
    heading = element("h2", say("Short reviews (D-14)"))
    if not view.short_reviews:
        none = say("No stage was locked unusually fast in the last {days} days.", days=view.short_review_days)
        return joined((heading, element("p", none, class_="lb-empty")))
    stages = {"analysis": say("Notes on the probe"), "comparison": say("Comparison")}
    rows = [
        (
            each.person,
            each.examination_number,
            stages.get(each.stage, each.stage),
            say("{seconds} s, expected at least {shortest} s", seconds=each.seconds, shortest=each.shortest),
            moment(each.locked_at),
        )
        for each in view.short_reviews
    ]
    columns = (say("Reviewer"), say("Examination"), say("Stage"), say("Time"), say("Locked"))
    return joined((heading, table(say("Stages locked unusually fast"), columns, rows, headed=True)))


def _sources(sources: tuple[SourceCount, ...]) -> Markup:
    heading = element("h2", say("Requests by source (A-06)"))
    if not sources:
        return joined((heading, element("p", say("No request was submitted yet."), class_="lb-empty")))
    rows = [(told(each.source), str(each.submitted), say("supplied") if each.supplied else "") for each in sources]
    columns = (say("Source"), say("Submitted"), say("Counted apart"))
    return joined((heading, table(say("Requests by source"), columns, rows, frozenset({1}), headed=True)))
