from katas.predict.judgement import Answered
from katas.predict.timelines import TIMELINES
from katas.review.planted import planted

ONE, TWO, THREE = planted("gcra")[:3]
RIGHT = ["granted", "wait 10", "refused"]


def answered(*given):
    return Answered(TIMELINES["gcra"][0], RIGHT, list(given), [])


def test_right_is_what_the_contract_says_and_any_wait_below_the_clock():
    assert answered("granted", "wait 10", "wait 3").is_right
    assert not answered("granted", "wait 10", "granted").is_right
    assert not answered().is_right
    assert answered("granted", "wait 9", "granted").wrong == [1, 2]


def test_a_mistake_that_answers_alike_to_the_end_comes_before_one_that_does_to_the_first_wrong_answer():
    mine = answered("granted", "wait 9", "granted")
    to_the_end, to_the_first = ["granted", "wait 9", "granted"], ["granted", "wait 9", "wait 1"]
    assert mine.alike([(ONE, to_the_first), (TWO, to_the_end)]) == (3, [TWO])
    assert mine.alike([(ONE, to_the_first), (TWO, RIGHT)]) == (2, [ONE])
    assert mine.alike([(ONE, ["granted", "wait 9"]), (TWO, ["granted"])]) == (2, [ONE])


def test_where_the_contract_leaves_a_choice_other_answers_are_alike():
    mine = answered("granted", "wait 9", "wait 3")
    assert mine.alike([(ONE, ["granted", "wait 9", "wait 7"])]) == (3, [ONE])


def test_forms_of_one_mistake_are_told_once():
    mine = answered("granted", "wait 9", "granted")
    form = TWO._replace(kind=ONE.kind)
    known = [(each, list(mine.given)) for each in (ONE, form, THREE)]
    assert mine.alike(known) == (3, [ONE, THREE])


def test_nothing_is_alike_where_nothing_is_wrong():
    assert answered().alike([(ONE, RIGHT)]) == (0, [])
    assert answered("granted", "wait 10", "wait 1").alike([(ONE, RIGHT)]) == (0, [])


def test_what_was_typed_before_a_skip_is_judged():
    assert answered("granted", "wait 9").wrong == [1]
    assert answered("granted").wrong == []
    assert not any(answered(*given).is_right for given in ((), ("granted",), ("granted", "wait 9")))
    assert answered("granted", "wait 9").alike([(ONE, ["granted", "wait 9", "granted"])]) == (2, [ONE])
