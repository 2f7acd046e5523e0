"""An agreement between two services: made by both, in force between its days, and what it opens (G-02)."""

import pytest

from gallery.casework import intake
from gallery.records.agreements import agreed_galleries
from gallery.sharing import agreements, desk
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from tests.gallery.sharing.three import HALTON, LAST, SEARCHER, YORK, Three


def _choices(three: Three) -> list[tuple[str, bool]]:
    form = intake.form(three.bench.casework, three.bench["investigator"])
    return [(each.id, each.open) for each in form.partners]


@pytest.mark.proves("G-02")
def test_both_sides_sign_and_every_element_is_asked_for(three: Three) -> None:
    """Nobody signs for the other side, a third service learns of nothing, and what is missing is named at once."""
    ours, theirs = three.bench[f"{SEARCHER}_compliance"], three.bench[f"{HALTON}_compliance"]
    with pytest.raises(Unacceptable) as refused:
        agreements.propose(three.sharing, ours, three.offered(purposes=(), breach="", expires_on=None))
    with pytest.raises(NotAllowed):
        agreements.propose(three.sharing, three.bench[f"{YORK}_compliance"], three.offered())

    proposed = agreements.propose(three.sharing, ours, three.offered()).agreements[0]
    with pytest.raises(NotAllowed):
        agreements.sign(three.sharing, ours, proposed.id)
    with pytest.raises(NotFound):
        agreements.sign(three.sharing, three.bench[f"{YORK}_compliance"], proposed.id)
    assert _choices(three) == []
    signed = agreements.sign(three.sharing, theirs, proposed.id).agreements[0]

    assert set(refused.value.refusal.fields) == {"purposes", "breach", "expires_on"}
    assert (proposed.state, signed.state) == ("proposed", "in_force")
    assert desk.view(three.sharing, three.bench[f"{YORK}_clerk"]).agreements == ()
    with pytest.raises(WrongState):
        agreements.sign(three.sharing, theirs, proposed.id)


@pytest.mark.proves("G-02")
def test_on_its_last_day_the_gallery_leaves_the_choice_and_an_approved_search_is_refused(three: Three) -> None:
    """The day of expiry is the first day without it; what was approved the day before is not searched any more."""
    three.evaluated()
    three.agreed()
    request_id = three.asked(HALTON)
    three.approve(request_id)
    before = _choices(three)

    three.bench.clock.forward(days=(LAST - three.bench.clock.now.date()).days)

    assert (before, _choices(three)) == ([(HALTON, True)], [])
    with pytest.raises(NotAllowed) as refused:
        three.open_candidates(request_id)
    assert refused.value.refusal.rule == "G-02"
    assert ("search_failed", "refused") in three.bench.log.told()
    assert ("partner_gallery_searched", "done") not in three.bench.log.told()
    with pytest.raises(Unacceptable) as late:
        three.asked(HALTON)
    assert set(late.value.refusal.fields) == {"partner_galleries"}


@pytest.mark.proves("G-02")
def test_either_side_ends_an_agreement_at_once(three: Three) -> None:
    """A request between submission and approval meets the end as well."""
    three.evaluated()
    agreement = three.agreed()
    request_id = three.asked(HALTON)

    agreements.end(three.sharing, three.bench[f"{HALTON}_compliance"], agreement.id)

    assert _choices(three) == []
    with pytest.raises(NotAllowed):
        three.approve(request_id)


@pytest.mark.proves("G-12")
def test_galleries_are_not_searched_together_before_an_evaluation_of_both(three: Three) -> None:
    """None on file, and one made for fewer people, close the choice and refuse the request with the reason."""
    three.agreed()
    without = _choices(three)
    with pytest.raises(Unacceptable) as none:
        three.asked(HALTON)
    three.evaluated(people=2)
    with pytest.raises(Unacceptable) as small:
        three.asked(HALTON)

    three.evaluated(people=5)

    with three.bench.ledger.reading() as connection:
        together = agreed_galleries(connection, SEARCHER)
    assert together == (SEARCHER, HALTON)
    assert without == [(HALTON, False)]
    assert [each.value.refusal.rule for each in (none, small)] == ["G-12", "G-12"]
    assert "made for 2 people" in small.value.refusal.fields["partner_galleries"]
    assert three.asked(HALTON)


@pytest.mark.proves("G-02", "G-03")
def test_what_the_agreement_does_not_cover_is_not_searched(three: Three) -> None:
    """Another offence, another purpose, an urgent request, and a service without an agreement."""
    three.evaluated()
    three.agreed(offences=("murder",))
    three.agreed(YORK, data_classes=("identity",))
    tries = (
        {"partner_galleries": (HALTON,)},
        {"partner_galleries": (YORK,)},
        {"partner_galleries": (HALTON,), "exigent": True, "exigent_reason": "A life is in danger this very hour."},
    )

    rules = []
    for each in tries:
        with pytest.raises(Unacceptable) as refused:
            three.bench.submitted(**each)
        rules.append(refused.value.refusal.rule)

    assert rules == ["G-03", "G-02", "G-02"]
