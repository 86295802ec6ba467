"""Questions whose words would leave a choice if their numbers or times fell otherwise."""

from random import Random

import pytest

from katas.interview.numbers.deck import FAMILIES, TEMPLATES
from tests.interview.numbers.formulas import NUMBER

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_name_is_forgotten_just_when_the_minute_ends(seed):
    _, size, _, speed = (int(number.replace(",", "")) for number in NUMBER.findall(_text("lru_reset", seed)))
    assert 60 * speed % size


@pytest.mark.parametrize("seed", SEEDS)
def test_no_request_is_refused_by_both_limits_before_one_is_by_the_minute_alone(seed):
    assert "as many as the limit for a second allows" in _text("which_binds", seed)


def _text(name, seed):
    return " ".join(TEMPLATES[name](Random(seed)).text.split())


@pytest.mark.parametrize("template", FAMILIES["counters"])
def test_the_window_before_is_not_called_the_last_one_which_can_be_the_present_one(template):
    question = template(Random(1))
    words = " ".join([question.text, question.takeaway, *(slip.why for slip in question.slips)]).lower()
    assert "last window" not in words
    assert "the last minute" not in words


def test_a_number_is_never_more_or_less_than_what_is_meant():
    assert "each under a new name, " in _text("lru_reset", 1)
    assert " retries after the first try" in _text("retries", 1)
