from katas.interview.variants.catalogue import OFFERED, neighbours
from katas.interview.variants.hints import hints
from katas.interview.variants.kata import kata_of
from katas.interview.variants.twist import twists


def test_each_level_has_three_different_hints_that_fit_two_lines():
    for variant in OFFERED:
        for name in (variant.name, *(f"{variant.name}+{twist}" for twist in twists(variant))):
            for level in kata_of(name).levels:
                found = hints(variant, level.name)
                assert len(set(found)) == 3
                assert max(map(len, found)) <= 2 * 76, (level.name, found)


def test_the_last_hint_for_a_knob_is_another_when_it_is_turned():
    for variant in OFFERED:
        for knob in ("windows", "edge", "refusals"):
            for other in neighbours(variant).get(knob, ()):
                assert hints(other, knob)[-1] != hints(variant, knob)[-1]


def test_hints_for_earlier_levels_do_not_tell_a_later_knob():
    for variant in OFFERED:
        for knob, earlier in (("edge", ("limit", "clients", "windows")), ("refusals", ("limit", "windows", "edge"))):
            for other in neighbours(variant).get(knob, ()):
                for level in earlier:
                    assert hints(other, level) == hints(variant, level)
