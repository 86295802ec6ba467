"""What a seed draws."""

import subprocess
import sys

import pytest

from katas.interview.plan import ASKS, DECOYS, MINUTES, USUAL, Interview
from katas.interview.variants.clarifications import level_of
from katas.interview.variants.twist import twists


def test_a_seed_is_one_interview_in_every_process():
    code = "from katas.interview.plan import Interview as I; i = I.of(7, 45); print(repr((i, i.numbers())))"
    told = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)]
    assert told[0] == told[1]
    assert told[0].decode().strip() == repr((Interview.of(7, 45), Interview.of(7, 45).numbers()))


def test_seeds_draw_different_interviews():
    drawn = {(one.variant, one.twist, one.clarifications) for one in (Interview.of(seed, 45) for seed in range(50))}
    assert len(drawn) > 40


@pytest.mark.parametrize("seed", range(200))
def test_what_is_drawn_fits_the_variant_and_the_screen(seed):
    interview = Interview.of(seed, 45)
    assert interview.twist in twists(interview.variant)
    assert [len(each.text) > 0 for each in interview.numbers()] == [True] * 3
    assert 2 <= sum(each.matters for each in interview.clarifications) <= ASKS
    assert sum(not level_of(each.key) for each in interview.clarifications) == DECOYS
    assert all(len(each.question) <= 75 for each in interview.clarifications)


def test_a_shorter_interview_has_shorter_stages():
    assert Interview.of(1, USUAL).seconds("code") == 20 * 60
    assert Interview.of(1, 45).seconds("code") == 20 * 60 * 45 / USUAL


def test_all_steps_together_take_the_time_that_there_is():
    assert sum(map(Interview.of(1, 30).seconds, MINUTES)) == pytest.approx(30 * 60)
