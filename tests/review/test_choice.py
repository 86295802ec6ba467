import re
from datetime import date, timedelta
from random import Random

import pytest

from katas.grader.kata import LADDER
from katas.review.choice import choose
from katas.review.history import AGAIN, History, Step
from katas.review.name import choices
from katas.review.planted import planted, wrong_ones

MONDAY = date(2026, 3, 2)
OFFERED = [each for kata in ("gcra", "fixed_window", "token_bucket") for each in planted(kata)[:8]]


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "review.jsonl")


def done(history, of, day=MONDAY, *, passed=True):
    for step in ("begin", "show", "fix", "name"):
        history.add(Step(day, of, step, passed))


def chosen(history, day=MONDAY, offered=OFFERED):
    return choose(offered, history, day, Random(f"{day}/{history.steps}"))


def test_the_same_history_gives_the_same_limiter(history):
    assert chosen(history) is chosen(history)


def test_new_ones_are_mixed_over_katas(history):
    katas = []
    for _ in range(9):
        found = chosen(history)
        katas.append(found.kata)
        done(history, found.name)
    assert all(len(set(katas[at : at + 3])) == 3 for at in range(7))


def test_the_first_ones_need_no_long_numbers(history):
    offered = planted("token_bucket")
    assert any("18446744073709551616" in each.shows or re.search(r"\d{7}", each.shows) for each in offered)
    for _ in range(6):
        found = chosen(history, offered=offered)
        assert not re.search(r"\d{5}", found.shows)
        done(history, found.name)


def test_each_comes_once_and_then_there_is_none(history):
    names = []
    while (found := chosen(history)) is not None:
        names.append(found.name)
        done(history, found.name)
    assert sorted(names) == sorted(each.name for each in OFFERED)


def test_what_is_due_comes_before_what_is_new_and_from_another_kata_if_it_can(history):
    first, second, third = OFFERED[0], OFFERED[1], OFFERED[8]
    for each in (first, second, third):
        done(history, each.name, passed=False)
    done(history, OFFERED[2].name, MONDAY + AGAIN)
    assert chosen(history, MONDAY + AGAIN) is third
    assert chosen(history, MONDAY + timedelta(days=1)).name not in history.rounds


def test_what_was_begun_comes_before_all(history):
    done(history, OFFERED[0].name, passed=False)
    history.add(Step(MONDAY, OFFERED[9].name, "begin"))
    assert chosen(history, MONDAY + AGAIN) is OFFERED[9]


def test_what_the_bank_has_no_more_is_forgotten(history):
    history.add(Step(MONDAY, "gcra/gone", "begin"))
    done(history, "gcra/gone_too", passed=False)
    assert chosen(history, MONDAY + AGAIN) in OFFERED


def test_a_mistake_is_named_among_three_of_other_kinds():
    for kata in LADDER:
        wrong = wrong_ones(kata)
        for each in planted(kata)[::9]:
            offered = choices(each, wrong, Random(each.name))
            assert each in offered
            assert len({other.kind for other in offered}) == len(offered) == 4
            assert len({other.does for other in offered}) == 4
            assert offered == choices(each, wrong, Random(each.name))


def test_the_right_name_stands_anywhere():
    wrong = wrong_ones("gcra")
    places = {choices(each, wrong, Random(each.name)).index(each) for each in planted("gcra")}
    assert places == {0, 1, 2, 3}


def test_words_that_are_true_of_the_mistake_too_are_no_decoy():
    wrong = {each.path.stem: each for each in wrong_ones("fixed_window")}
    mistake = next(each for each in planted("fixed_window") if each.does.startswith("Checks a cost against the limit"))
    half = next(each for each in wrong.values() if each.does == "Grants a cost of 0 instead of raising.")
    asked = [choices(mistake, list(wrong.values()), Random(str(number))) for number in range(60)]
    assert not any(half in offered for offered in asked)
    assert all(len(offered) == 4 for offered in asked)


@pytest.mark.parametrize("mistake", ["aligned_to_first_request", "starts_at_the_first_request", "one_window_at_a_time"])
def test_two_that_say_the_same_in_other_words_are_not_offered_together(mistake):
    wrong = {each.path.stem: each for each in wrong_ones("fixed_window")}
    same = {wrong["aligned_to_first_request"], wrong["starts_at_the_first_request"]}
    asked = [choices(wrong[mistake], list(wrong.values()), Random(str(number))) for number in range(60)]
    assert not any(same <= set(offered) for offered in asked)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Raises for a cost above the limit, but only after", "Adds the cost before it is checked")],
)
def test_neither_is_a_decoy_for_the_other_where_only_one_mostly_answers_as_the_other(one, other):
    wrong = wrong_ones("fixed_window")
    pair = [next(each for each in wrong if each.does.startswith(words)) for words in (one, other)]
    for mistake in pair:
        asked = [choices(mistake, wrong, Random(str(number))) for number in range(60)]
        assert not any(set(pair) <= set(offered) for offered in asked)
