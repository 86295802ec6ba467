import ast

import pytest

from katas.interview.variants.brief import prompt, rules
from katas.interview.variants.catalogue import OFFERED, neighbours
from katas.interview.variants.clarifications import clarifications, level_of
from katas.interview.variants.kata import kata_of
from katas.interview.variants.starter import stub
from katas.interview.variants.twist import TWISTS, twist, twists
from katas.interview.variants.variant import Variant

ASKED = ("windows", "edge", "refusals", "burst", "back")  # knobs that neither prompt nor file may tell
TOLD = ("costs", "tiers", "answer")


@pytest.mark.parametrize("knob", ASKED)
def test_what_can_be_asked_is_told_by_neither_prompt_nor_file(knob):
    for variant in OFFERED:
        for other in neighbours(variant).get(knob, ()):
            assert (prompt(other), stub(other)) == (prompt(variant), stub(variant))


@pytest.mark.parametrize("knob", TOLD)
def test_what_the_file_shows_is_in_the_prompt_as_well(knob):
    for variant in OFFERED:
        for other in neighbours(variant).get(knob, ()):
            assert len(prompt(other).split(". ")) != len(prompt(variant).split(". "))
            assert stub(other) != stub(variant)


def test_a_prompt_is_a_few_sentences_and_names_figures():
    for variant in OFFERED:
        words = prompt(variant)
        assert 2 <= words.count(". ") + 1 <= 6
        assert any(character.isdigit() for character in words)


def test_costs_are_spoken_of_only_where_there_are_some():
    for variant in OFFERED:
        assert variant.costs or "cost" not in answers(variant)["refusals"]


@pytest.mark.parametrize(
    ("name", "said", "answered"),
    [
        ("sliding-costs-yes", "all are granted, or none", "never granted in part"),
        ("sliding-tiers-wait", "a plan, which never changes", "plan never changes"),
        ("sliding-wait", "if no other request comes until then", "the fewest after which it would be granted"),
    ],
)
def test_the_prompt_says_all_that_the_answer_to_a_needless_question_says(name, said, answered):
    variant = Variant.of(name)
    assert said in prompt(variant)
    assert answered in " ".join(answers(variant).values())


def test_a_question_is_asked_in_the_same_words_whatever_the_answer():
    asked = {tuple((each.key, each.question) for each in clarifications(variant)) for variant in OFFERED}
    assert len(asked) == 1


def test_a_neighbour_gives_another_answer_to_the_question_of_its_knob():
    for variant in OFFERED:
        for knob, some in neighbours(variant).items():
            for other in some:
                assert answers(other)[knob] != answers(variant)[knob], (variant.name, other.name)


def answers(variant):
    return {each.key: each.answer for each in clarifications(variant)}


def test_what_matters_has_a_level_and_a_decoy_has_none():
    for variant in OFFERED:
        levels = {level.name for level in kata_of(variant.name).levels}
        for each in clarifications(variant):
            if each.matters:
                assert level_of(each.key) in levels, (variant.name, each.key)
        keys = {each.key for each in clarifications(variant)}
        assert {key for key in keys if not level_of(key)}.isdisjoint(Variant._fields)


def test_each_question_and_its_answer_fit_a_narrow_terminal():
    for variant in OFFERED:
        for each in clarifications(variant):
            assert len(each.question) <= 70
            assert len(each.answer) <= 2 * 76


def test_the_rules_tell_each_neighbour_apart():
    for variant in OFFERED:
        for some in neighbours(variant).values():
            for other in some:
                assert rules(other) != rules(variant), (variant.name, other.name)


def test_rules_are_sentences():
    for rule in (rule for variant in OFFERED for rule in rules(variant)):
        assert rule[0].isupper()
        assert rule.endswith(".")


def test_a_file_begins_with_what_can_be_imported_and_methods_to_write():
    for variant in OFFERED:
        text = stub(variant)
        (found,) = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
        assert [node.name for node in found.body[1:]] == ["__init__", variant.method]
        assert max(map(len, text.splitlines())) <= 120
        assert not any(line != line.rstrip() for line in text.splitlines())


def imports(variant):
    return "\n".join(line for line in stub(variant).splitlines() if line.startswith("from "))


@pytest.mark.parametrize("name", TWISTS)
def test_a_twist_says_what_changes_in_python(name):
    for variant in OFFERED:
        if name in twists(variant):
            found = twist(variant, name)
            assert found.level == name
            exec(f"{imports(variant)}\n{found.changes}", {})  # noqa: S102  as it is pasted
            assert max(map(len, found.changes.splitlines())) <= 78
            assert found.prompt.endswith(".")


def test_each_variant_has_a_choice_of_twists():
    assert all(len(twists(variant)) >= 2 for variant in OFFERED)


def test_a_twist_that_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="the twists of first-tiers-yes are two windows, refund; got plans"):
        twist(Variant.of("first-tiers-yes"), "plans")


def test_a_window_begins_with_a_granted_request_where_refused_ones_do_not_count():
    for variant in OFFERED:
        if variant.windows == "first":
            assert ("first granted request" in rules(variant)[0]) != variant.refusals


def test_all_rules_say_how_much_a_client_may_have_and_what_the_burst_is():
    for variant in OFFERED:
        told = " ".join(rules(variant))
        may = ("granted at most the limit", "granted more than the limit", "no more than the limit", "there are tokens")
        assert sum(words in told for words in may) == 1, told
        assert ("quota.burst tokens" in told) == variant.burst
        assert ("no burst apart from the limit" in told) != variant.burst
        assert ("Refused requests count like granted ones." in told) == variant.refusals
        assert ("Refused requests count for nothing." in told) != variant.refusals


def test_where_windows_begin_with_requests_the_next_one_begins_when_the_last_is_over():
    (said,) = {rules(each)[0] for each in OFFERED if each.windows == "first" and not each.refusals}
    assert said.endswith("When it is over, the next granted one begins another.")


def test_of_two_windows_the_rule_says_what_a_refusal_spends_and_the_prompt_does_not():
    kept = [twist(variant, "two windows") for variant in OFFERED]
    assert {each.prompt for each in kept} == {kept[0].prompt}
    assert "refused requests count" not in kept[0].prompt
    for variant, each in zip(OFFERED, kept, strict=True):
        assert each.rule.endswith("it counts in both." if variant.refusals else "it spends nothing in either.")


def test_where_the_period_slides_the_first_rule_says_which_ends_belong_to_it():
    for variant in OFFERED:
        if variant.windows == "sliding":
            assert f" in {'(' if variant.edge == 'at' else '['}now-P, now], P being the period." in rules(variant)[0]
            assert answers(variant)["windows"].endswith("is another question.")
