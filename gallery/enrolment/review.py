"""Look again at every picture whose review day has passed; until that is done it is not searched."""

from dataclasses import replace

from audits.events import EligibilityChanged
from gallery.enrolment.eligibility import Inputs, compute
from gallery.ledger import Ledger
from gallery.records.gallery import due_for_review, set_eligibility
from gallery.records.ids import new_id
from gallery.rules.enrolment import EligibilityRule
from kernel_lib.vocabulary import EligibilityState

_COMPUTED = (EligibilityState.ELIGIBLE, EligibilityState.INELIGIBLE)
"""States that the plain rule gives; a seal, a hold or a destruction is another act's and stays as it is."""


def review_due(ledger: Ledger, rule: EligibilityRule) -> int:
    """Compute each due state anew in one act; return how many pictures changed their state.

    Raises:
        LogUnavailable: nothing was changed.
    """
    today = ledger.now().date()
    with ledger.reading() as connection:
        if not any(state.state in _COMPUTED for state in due_for_review(connection, today)):
            return 0
    changed = 0
    with ledger.act(None, EligibilityChanged) as act:
        due = [state for state in due_for_review(act.connection, today) if state.state in _COMPUTED]
        for state in due:
            computed = compute(rule, Inputs.of(state.inputs), today)
            changed += computed.state is not state.state
            set_eligibility(act.connection, replace(state, id=new_id(), computed_at=act.now, **vars(computed)))
        act.decided_by(rule.rule)
        act.note(rule_version=rule.version, reviewed=len(due), changed=changed)
    return changed
