"""A draw of questions."""

from random import Random

from katas.interview.numbers.deck import FAMILIES, TEMPLATES, draw

FAMILY = {template.__name__: family for family, templates in FAMILIES.items() for template in templates}


def test_a_seed_draws_the_same_questions_twice():
    assert draw(Random("7/numbers"), 3) == draw(Random("7/numbers"), 3)


def test_questions_come_from_different_families_while_there_are_enough():
    for seed in range(20):
        count = min(3, len(FAMILIES))
        drawn = [FAMILY[question.template] for question in draw(Random(f"{seed}"), count)]
        assert len(set(drawn)) == count


def test_a_template_to_avoid_is_drawn_only_when_there_are_no_others():
    names = list(TEMPLATES)
    drawn = [question.template for question in draw(Random("7"), len(names), avoid=names[:1])]
    assert drawn[-1] == names[0]
    assert sorted(drawn) == sorted(names)


def test_no_template_is_named_twice():
    assert len(TEMPLATES) == sum(map(len, FAMILIES.values()))
