"""Who is shown in a pack and who is masked: pseudonyms by order of appearance, and the reason for each (E-16)."""

from collections.abc import Mapping
from dataclasses import dataclass

from gallery.disclosure.contents import Basis, LeadPart, PackContents, Subject
from gallery.rules.disclosure import DisclosureRules
from kernel_lib.errors import Unacceptable


@dataclass(frozen=True)
class Shown:
    """How a person appears: "Person 3", with a name only when shown in the clear; `why` says which rule decided."""

    label: str
    name: str
    is_clear: bool
    why: str


def shown(contents: PackContents, rules: DisclosureRules) -> Mapping[str, Shown]:
    """Return how each subject on a list of the case appears, by subject id.

    Raises:
        Unacceptable: the basis given is of no known kind, or names no paper.
    """
    covered = _covered(contents.basis, rules)
    leads = {part.lead.subject_id for part in contents.requests if part.lead and _is_named(part.lead)}
    known = {subject.id: subject for subject in contents.subjects}
    order = dict.fromkeys(
        candidate.subject_id
        for part in contents.requests
        for search in part.searches
        for candidate in search.candidates
    )
    return {
        subject_id: _one(f"Person {number}", known.get(subject_id), subject_id in leads, covered, contents.basis)
        for number, subject_id in enumerate(order, start=1)
    }


def covers_third_parties(contents: PackContents, rules: DisclosureRules) -> bool:
    """Say whether the basis given covers persons who are on no list, such as others in the probe."""
    return "third_party" in _covered(contents.basis, rules)


def _is_named(lead: LeadPart) -> bool:
    """A lead names its subject once its limits were acknowledged (E-04), and no longer when it was withdrawn."""
    return lead.acknowledged_at is not None and lead.state != "withdrawn"


def _covered(basis: Basis | None, rules: DisclosureRules) -> frozenset[str]:
    if basis is None:
        return frozenset()
    kind = rules.bases.get(basis.kind)
    if kind is None or not basis.reference.strip():
        reason = f"A mask may be lifted only on one of {', '.join(sorted(rules.bases))}, with the paper that gives it."
        raise Unacceptable("E-16", reason, "Choose the basis and write down its reference, or build the pack masked.")
    return kind.covers


def _one(label: str, subject: Subject | None, is_lead: bool, covered: frozenset[str], basis: Basis | None) -> Shown:
    reasons = {"third_party"} if not is_lead else set()
    if subject is None or subject.is_youth:
        reasons.add("youth")
    if subject is None or subject.is_sealed:
        reasons.add("sealed")
    if reasons - covered:
        # Which of the reasons holds would itself disclose a youth or sealed record.
        return Shown(label, "", False, "masked: third party or protected record")
    words = "shown: subject of a lead of this case"
    if reasons and basis:
        words = f"shown on a recorded legal basis ({basis.kind})"
    return Shown(label, subject.name if subject else "", True, words)
