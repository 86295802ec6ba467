"""What every template promises, for 200 seeds: `make test` tries the first 20 of them."""

import re
from fractions import Fraction
from functools import cache
from random import Random

import pytest

from katas.interview.numbers.amount import kind, written
from katas.interview.numbers.deck import TEMPLATES
from katas.interview.numbers.question import WIDTH, judge
from tests.interview.numbers.formulas import FORMULAS, by_formula

SEEDS = [pytest.param(range(20), id="20 seeds"), pytest.param(range(20, 200), id="180 more", marks=pytest.mark.slow)]
UNITS = {"s": "second", "min": "minute", "MB": "MB", "requests/s": "requests a second"}

pytestmark = [pytest.mark.parametrize("seeds", SEEDS), pytest.mark.parametrize("name", TEMPLATES)]


@cache
def drawn(name, seed):
    return TEMPLATES[name](Random(f"{seed}/{name}"))


def test_the_replay_and_the_formula_agree(name, seeds):
    for seed in seeds:
        question = drawn(name, seed)
        assert question.answer == by_formula(question), question.text


def test_the_text_asks_one_question_in_its_unit_and_fits(name, seeds):
    for seed in seeds:
        question = drawn(name, seed)
        assert question.template == name
        assert UNITS.get(question.unit, question.unit) in " ".join(question.text.split())
        assert question.text.count("?") == 1
        assert question.text.endswith(("?", "overhead out."))
        assert max(map(len, question.text.splitlines())) <= WIDTH
        assert len(question.text.splitlines()) <= 10


def test_a_letter_in_the_takeaway_says_what_it_stands_for(name, seeds):
    words = " ".join(drawn(name, seeds[0]).takeaway.split())
    for letter in set(re.findall(r"(?<!')\b[b-z]\b|\b[C-Z]\b", words)) - {"x"}:
        assert re.search(rf"\b{letter} (a )?[a-z]{{3,}}|\bof {letter}\b|\b{letter}-th\b", words), words


def test_the_picture_fits_a_small_terminal(name, seeds):
    for seed in seeds:
        lines = drawn(name, seed).picture.splitlines()
        assert 3 <= len(lines) <= 16
        assert max(map(len, lines)) <= WIDTH
        assert all(line.startswith("  ") for line in lines)


def test_the_answer_is_a_number_that_people_can_type(name, seeds):
    for seed in seeds:
        question = drawn(name, seed)
        assert 1000 % Fraction(question.answer).denominator == 0
        assert judge(question, written(question.answer, question.unit)).right
        assert judge(question, str(question.answer)).right


def test_each_known_slip_is_wrong_and_told_its_reason(name, seeds):
    for seed in seeds:
        question = drawn(name, seed)
        assert len(question.slips) >= 2
        assert len({slip.value for slip in question.slips}) == len(question.slips)
        for slip in question.slips:
            judgement = judge(question, written(slip.value, question.unit))
            assert judgement.counts
            assert not judgement.right
            assert slip.why in " ".join(judgement.said.split())


def test_a_seed_makes_the_same_question_twice(name, seeds):
    for seed in seeds[:3]:
        assert TEMPLATES[name](Random(f"{seed}/{name}")) == drawn(name, seed)


def test_seeds_make_different_questions(name, seeds):
    assert len({drawn(name, seed).text for seed in seeds}) >= min(len(seeds), 60) // 4


def test_it_has_a_formula_and_a_known_unit(name, seeds):
    assert name in FORMULAS
    assert kind(drawn(name, seeds[0]).unit) in {"count", "time", "bytes", "rate"}
