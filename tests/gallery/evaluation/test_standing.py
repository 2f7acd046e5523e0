"""What may be said from an evaluation on file, and what may not."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from gallery.evaluation.document import Build, document
from gallery.evaluation.labelled import Labelled, LabelledSet
from gallery.evaluation.standing import NONE_ON_FILE, Standing
from gallery.evaluation.trials import Mated, NonMated, Trials
from gallery.records.evaluations import Evaluation
from gallery.rules.evaluation import EvaluationRules
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.words.language import French, Words

RULES = EvaluationRules.load()
BUILD = Build("model@1", {"encodes": "0" * 64}, {"leadbook": "1"}, 0.3, 20)


@cache
def _evaluation(people: int, *, groups: tuple[str, str] = ("", ""), gallery_people: int = 0) -> Evaluation:
    """Each person is searched for four times: found first at .80, missed once; strangers reach .10, .30, .50."""
    mated = [Mated(each, 1 if turn else None, 0.8 if turn else None) for each in range(people) for turn in range(4)]
    others = [NonMated(each, (0.1 + 0.2 * (each % 3), 0.05)) for each in range(people)]
    trials = Trials(tuple(mated), tuple(others), tuple(groups[each % 2] for each in range(people)))
    pictures = tuple(Labelled(str(each), "", Path("unread"), str(each)) for each in range(people))
    body = document(
        LabelledSet("made", "5" * 64, pictures), trials, BUILD, RULES, failed=people, gallery_people=gallery_people
    )
    text = canonical_json(body).decode()
    when = datetime(2026, 11, 24, tzinfo=UTC)
    return Evaluation("e1", 1, "made", "model@1", text, sha256_hex(text.encode()), "account", when)


def _standing(people: int = 120, **given: object) -> Standing:
    return Standing(_evaluation(people, **given), (), RULES)  # type: ignore[arg-type]  # passed on as they are


@pytest.mark.proves("C-02")
def test_every_list_length_that_may_be_set_has_its_row() -> None:
    """From 2 to 50, each with a count, both intervals and both modes."""
    rows = _standing().body["by_length"]

    assert [each["length"] for each in rows] == list(range(2, 51))
    assert all(each["investigation"]["count"] == 120 and each["investigation"]["of"] == 480 for each in rows)
    assert all(low <= 0.25 <= high for each in rows for low, high in [each["investigation"]["wilson"]])
    assert rows[0]["identification"]["count"] == 120


@pytest.mark.proves("L-03", "L-05")
def test_the_document_says_what_its_figures_do_not() -> None:
    """T = 0 lists strangers always; a small set says nothing of a gallery, and nothing is carried over."""
    small = " ".join(_standing(12, gallery_people=9000).body["statements"])
    large = " ".join(_standing(120).body["statements"])

    assert "every search returns candidates, also when the person is in no gallery" in small
    assert "This set shows 12 people and the gallery holds 9000. It is far too small" in small
    assert "no model for that is in use" in small
    assert "far too small" not in large


@pytest.mark.proves("C-06")
def test_a_similarity_is_told_by_counts_and_by_none_where_few_reached_it() -> None:
    """Never a share of a hundred; below thirty it is not known."""
    standing = _standing()

    assert standing.meaning(0.25) == (
        "In the evaluation on file 80 of 120 searches for people who were not there had somebody at or above this "
        "similarity."
    )
    assert "not known" in standing.meaning(0.6)
    assert "only 0 of 120" in standing.meaning(0.6)
    assert all(word not in standing.meaning(score) for score in (0.1, 0.6) for word in ("%", "probab", "match"))


@pytest.mark.proves("W-05")
def test_an_empty_list_is_told_by_a_valid_evaluation_only() -> None:
    """Reproduces one less the misses; too few people, another gallery or a change say that it is not known."""
    assert "was listed in 360 of 480 searches" in _standing().empty_list()
    assert "12 people and 48 searches; 30 and 100 are needed" in _standing(12).empty_list()
    assert "holds 120 people, the gallery 9000" in _standing(gallery_people=9000).empty_list()
    stale = replace(_standing(), stale=("the face models changed",))
    assert "not known: It is out of date: the face models changed." in stale.empty_list()
    assert "not known: no evaluation of accuracy is on file." in Standing(None, (), RULES).empty_list()


def test_counts_of_errors_name_the_evaluation_by_its_hash() -> None:
    """Counts of its set, and nothing where none is on file."""
    standing = _standing()

    assert standing.evaluation is not None
    assert standing.evaluation.sha256 in standing.error_rates()
    assert "Of 480 searches for people who were there, 120 missed them; of 120" in standing.error_rates()
    assert Standing(None, (), RULES).error_rates() == NONE_ON_FILE


@pytest.mark.proves("B-13")
def test_a_change_of_bounds_gets_its_table_from_the_evaluation() -> None:
    """Before and after, for everybody and for each group that is on file; without groups it says so."""
    whole = _standing().effects((0.4, 20), (0.9, 20))
    grouped = _standing(groups=("one", "two")).effects((0.3, 20), (0.9, 20))

    assert [each["group"] for each in whole] == ["Everybody: no group labels on file"]
    assert (whole[0]["false_positive_before"], whole[0]["false_positive_after"]) == (0.333333, 0.0)
    assert (whole[0]["false_negative_before"], whole[0]["false_negative_after"]) == (0.25, 1.0)
    assert [each["group"] for each in grouped] == ["Everybody of the set", "one", "two"]


def test_a_group_with_few_searches_is_not_established() -> None:
    """No rate is made of it, and no difference denied (L-07)."""
    groups = _standing(40, groups=("one", "two")).body["groups"]

    assert groups["one"] == {"established": False, "mated": 80, "non_mated": 20}


def test_everything_that_is_said_is_said_in_french_as_well() -> None:
    """Whatever of it stands on a page."""
    stale = replace(_standing(), stale=("the face models changed", "the software changed"))
    none = Standing(None, (), RULES)
    told = [
        text
        for each in (_standing(), _standing(12), _standing(gallery_people=9000), stale, none)
        for text in (each.state(), each.error_rates(), each.meaning(0.25), each.meaning(0.6), each.empty_list())
    ]
    effects = [each["group"] for each in _standing(groups=("one", "two")).effects((0.3, 20), (0.9, 20))]

    french = [Words("fr").told(text) for text in (*told, effects[0])]

    assert all(isinstance(each, French) for each in french)
    assert not [each for each in french if " the " in each or " is " in each]
    assert json.loads(_evaluation(12).body)["format"] == "leadbook-evaluation/1"
