"""What several limits do under full blast, asked in turn, and after a late refund."""

from itertools import pairwise, permutations, product

import pytest

from notebooks.experiments.asked_in_turn import in_turn, together
from notebooks.experiments.full_blast import blast, formula, lasts, spans
from notebooks.experiments.late_refund import late_refund
from ratelimit import GCRA, FixedWindow, LeakyBucket, Quota, SlidingLog, SlidingWindowCounter, TokenBucket

SECOND = 10**9
BUCKETS = [TokenBucket, LeakyBucket, GCRA]
WINDOWS = [FixedWindow, SlidingLog, SlidingWindowCounter]
THREE = {"day": Quota.per_day(10_000), "minute": Quota.per_minute(100), "second": Quota.per_second(5)}
MINUTE_OF_BLAST = range(0, 60 * SECOND, SECOND // 100)


@pytest.mark.parametrize("algorithm", BUCKETS)
def test_the_limits_of_a_bucket_bind_one_after_another_from_the_shortest_period_to_the_longest(algorithm):
    quotas = Quota.parse_many("10/second; 20/minute; 30/hour")
    found = spans(blast(algorithm, quotas, 60 * SECOND, SECOND // 50), 60 * SECOND)
    long = [span.binding for span in found if span.end - span.start > SECOND // 2]
    assert long == [0, 1, 2]


def test_a_span_that_is_too_short_counts_to_the_one_before():
    quotas = Quota.parse_many("10/second burst 20; 100/minute")
    answers = blast(TokenBucket, quotas, 12 * SECOND, SECOND // 100)
    exact, joined = (spans(answers, 12 * SECOND, shortest) for shortest in (0, SECOND // 2))
    assert [span.binding for span in exact] == [0, 1, 0, 1]
    assert joined == [(0, 0, 9_600_000_000, 115), (1, 9_600_000_000, 12 * SECOND, 4)]


def test_spans_leave_no_gap_and_hold_every_grant():
    answers = blast(FixedWindow, Quota.parse_many("3/second; 20/minute"), 90 * SECOND, SECOND // 10)
    found = spans(answers, 90 * SECOND)
    assert (found[0].start, found[-1].end) == (0, 90 * SECOND)
    assert all(one.end == other.start and one.binding != other.binding for one, other in pairwise(found))
    assert sum(span.granted for span in found) == sum(decision.allowed for _, decision in answers) == 40


def test_day_first_burns_all_but_what_passes():
    spent = in_turn(TokenBucket, THREE, ("day", "minute", "second"), MINUTE_OF_BLAST)
    assert (spent.passed, spent.charged["day"], spent.burnt["day"]) == (108, 6000, 5892)


def test_limits_that_decide_together_burn_nothing_in_any_order():
    orders = [{name: THREE[name] for name in order} for order in permutations(THREE)]
    found = [together(TokenBucket, quotas, MINUTE_OF_BLAST[::10]) for quotas in orders]
    assert len({spent.passed for spent in found}) == 1
    assert [spent.burnt for spent in found] == [dict.fromkeys(quotas, 0) for quotas in orders]


@pytest.mark.parametrize("algorithm", BUCKETS + WINDOWS)
def test_asked_in_turn_no_limit_takes_more_than_the_one_before_it_and_the_last_takes_what_passes(algorithm):
    times = MINUTE_OF_BLAST[::10]
    for order in permutations(THREE):
        spent = in_turn(algorithm, THREE, order, times)
        charged = [spent.charged[name] for name in order]
        assert charged == sorted(charged, reverse=True)
        assert charged[-1] == spent.passed


@pytest.mark.parametrize("algorithm", BUCKETS)
def test_the_hour_binds_after_579_and_a_half_seconds(algorithm):
    short, long = Quota.per_second(20), Quota.per_hour(10_000)
    assert round(formula(short, long), 1) == round(lasts(algorithm, short, long), 1) == 579.5


@pytest.mark.parametrize("algorithm", BUCKETS)
def test_the_formula_is_right_to_a_unit_for_any_two_buckets(algorithm):
    for rate, small, slow, large in product((10, 17), (1, 20), (10, 300), (100, 400)):
        short, long = Quota.per_second(rate, burst=small), Quota.per_minute(slow, burst=large)
        rest = rate - slow / 60
        assert abs(lasts(algorithm, short, long) - formula(short, long)) <= 1 / rest + 1 / rate


@pytest.mark.parametrize("algorithm", BUCKETS + WINDOWS)
def test_a_refund_at_once_is_worth_all_of_it(algorithm):
    assert late_refund(algorithm, Quota.per_minute(100), 15 * SECOND, 0) == (100, 100)


@pytest.mark.parametrize("algorithm", BUCKETS + WINDOWS)
def test_a_refund_is_worth_less_the_later_it_comes_and_at_most_a_unit_more_than_it_says(algorithm):
    found = [late_refund(algorithm, Quota.per_minute(100), 15 * SECOND, tick * SECOND // 2) for tick in range(250)]
    worth = [refunded.worth for refunded in found]
    assert worth == sorted(worth, reverse=True)
    assert worth[-1] == 0
    assert all(worth <= returned + 1 for returned, worth in found)  # parts of a unit may complete one


@pytest.mark.parametrize("algorithm", BUCKETS)
def test_a_bucket_gives_back_what_it_has_not_refilled_itself(algorithm):
    for after in range(0, 61, 3):
        assert late_refund(algorithm, Quota.per_minute(60), 0, after * SECOND) == (60 - after, 60 - after)
