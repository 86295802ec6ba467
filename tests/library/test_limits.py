"""A limiter of several limits grants what each of them would, exactly, or spends nothing."""

import copy
import runpy
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratelimit import (
    GCRA,
    FixedWindow,
    Keys,
    LeakyBucket,
    Level,
    MemoryLimiter,
    Quota,
    SlidingLog,
    SlidingWindowCounter,
    TokenBucket,
)
from ratelimit.composite import Composite

WINDOWS = [FixedWindow, SlidingLog, SlidingWindowCounter]
METERS = [*WINDOWS, TokenBucket, LeakyBucket, GCRA]
UNHURRIED = settings(max_examples=150, deadline=None)
SECONDS = 1_000_000_000
SOLUTION = runpy.run_path(str(Path(__file__).parents[2] / "solutions" / "composite_limits.py"))["Composite"]


@st.composite
def members(draw, most=3):
    """Draw algorithms and as many quotas, no two the same."""
    numbers = st.integers(1, 8)
    drawn = draw(
        st.lists(st.tuples(st.sampled_from(METERS), numbers, st.integers(1, 20), numbers), min_size=1, max_size=most)
    )
    limits = [(made, Quota(limit, period, limit if made in WINDOWS else burst)) for made, limit, period, burst in drawn]
    return list(dict.fromkeys(limits))


calls = st.lists(
    st.tuples(st.sampled_from(["take", "take", "take", "refund", "charge"]), st.integers(0, 9), st.integers(1, 8)),
    max_size=30,
)


class Dial:
    now = 0

    def __call__(self):
        return self.now


def limiter_of(limits, clock):
    return MemoryLimiter([algorithm for algorithm, _ in limits], [quota for _, quota in limits], clock)


@UNHURRIED
@given(members(), calls)
def test_it_answers_as_its_members_asked_all_together(limits, calls):
    dial = Dial()
    limiter = limiter_of(limits, dial)
    meters = [algorithm(quota) for algorithm, quota in limits]
    most = min(quota.burst for _, quota in limits)
    for name, passed, cost in calls:
        dial.now = now = dial.now + passed
        cost = min(cost, most)  # noqa: PLW2901
        if name != "take":
            units = [getattr(meter, name)(now, cost) for meter in meters]
            assert getattr(limiter, name)("key", cost) == (min(units) if name == "refund" else None)
            continue
        delay = max(meter.delay(now) if hasattr(meter, "delay") else 0 for meter in meters)
        waits = [copy.deepcopy(meter).take(now, cost) for meter in meters]
        if not any(waits):
            for meter in meters:
                meter.take(now, cost)
        decision = limiter.hit("key", cost)
        levels = tuple(meter.level(now) for meter in meters)
        remaining = min(level.remaining for level in levels)
        reset_after = max(level.reset_after for level in levels)
        assert decision == (not any(waits), remaining, max(waits), reset_after, delay)
        assert decision.levels == levels
        if any(waits):
            assert decision.binding == waits.index(max(waits))
        else:
            of_binding = levels[decision.binding]
            assert of_binding.remaining == remaining
            assert of_binding.reset_after == max(each.reset_after for each in levels if each.remaining == remaining)
        assert limiter.peek("key").levels == levels
        assert limiter.peek("key").allowed == (remaining > 0)


@UNHURRIED
@given(members(), calls)
def test_it_answers_as_the_solution_of_the_kata(limits, calls):
    dial = Dial()
    limiter = limiter_of(limits, dial)
    solution = SOLUTION([algorithm(quota) for algorithm, quota in limits])
    most = min(quota.burst for _, quota in limits)
    for _, passed, cost in calls:
        dial.now += passed
        wait = solution.take(dial.now, min(cost, most))
        decision = limiter.hit("key", min(cost, most))
        assert (decision.retry_after, decision.binding) == (wait, solution.binding)
        assert (decision.remaining, decision.reset_after) == solution.level(dial.now)


@UNHURRIED
@given(members(), calls)
def test_the_order_of_limits_changes_no_answer(limits, calls):
    dial = Dial()
    limiters = [limiter_of(order, dial) for order in permutations(limits)]
    most = min(quota.burst for _, quota in limits)
    for name, passed, cost in calls:
        dial.now += passed
        call = "hit" if name == "take" else name
        assert len({getattr(limiter, call)("key", min(cost, most)) for limiter in limiters}) == 1


@UNHURRIED
@given(members(), calls)
def test_a_refused_take_leaves_no_trace(limits, calls):
    asked = Composite([algorithm(quota) for algorithm, quota in limits])
    most = min(quota.burst for _, quota in limits)
    now = 0
    for _, ticks, cost in calls:
        now += ticks
        before = copy.deepcopy(asked)
        if asked.take(now, min(cost, most)):
            for later in range(now, now + 40, 3):
                assert asked.level(later) == before.level(later)
                assert copy.deepcopy(asked).take(later, most) == copy.deepcopy(before).take(later, most)


@UNHURRIED
@given(members(), calls)
def test_a_time_behind_the_clock_counts_as_the_clock(limits, calls):
    one, other = (Composite([algorithm(quota) for algorithm, quota in limits]) for _ in range(2))
    most = min(quota.burst for _, quota in limits)
    clock = now = 0
    for number, (_, ticks, cost) in enumerate(calls):
        now = max(0, now + (ticks if number % 3 else -ticks))
        clock = max(clock, now)
        assert one.take(now, min(cost, most)) == other.take(clock, min(cost, most))
        assert one.level(clock) == other.level(clock)


def test_asking_one_after_another_burns_what_asking_together_keeps():
    """A minute at 100 a second through 5/s, 100/min and 10,000/day passes 100, and takes 100 of the day."""
    dial = Dial()
    quotas = Quota.parse_many("5/second; 100/minute; 10000/day")
    together = MemoryLimiter(FixedWindow, quotas, dial)
    in_turn = [MemoryLimiter(FixedWindow, quota, dial) for quota in reversed(quotas)]
    passed = [0, 0]
    for number in range(6000):
        dial.now = number * SECONDS // 100
        passed[0] += together.allow("key")
        passed[1] += all(limiter.allow("key") for limiter in in_turn)
    assert passed[0] == 100
    assert together.peek("key").levels[2].remaining == 9_900
    assert in_turn[0].peek("key").remaining == 4_000


@pytest.mark.parametrize("place", [0, 1, 2])
def test_who_refuses_again_and_again_is_asked_first_so_that_nothing_is_given_back(place):
    back = []

    class Told(SlidingLog):  # whose refunds copy all that it holds
        def refund(self, now, cost=1):
            back.append(now)
            return super().refund(now, cost)

    limits = [10, 20, 30]
    limits[place] = 1
    composite = Composite([Told(Quota(limit, 60)) for limit in limits])
    assert composite.take(0) == 0
    assert composite.take(0) == 60
    assert len(back) == place  # by those before the one that refuses
    assert [composite.decide(now).binding for now in range(1, 6)] == [place] * 5
    assert len(back) == place
    assert composite.take(60) == 0


def test_a_refusal_is_remembered_and_asks_nobody_until_its_wait_is_over_or_something_else_is_asked():
    asked = []

    class Told(TokenBucket):
        def take(self, now, cost=1):
            asked.append(now)
            return super().take(now, cost)

    composite = Composite([Told(Quota(2, 60)), Told(Quota(3, 60))])
    assert [composite.take(0, cost) for cost in (2, 2)] == [0, 60]
    asked.clear()
    assert [composite.take(now, 2) for now in (0, 10, 29)] == [60, 50, 31]
    assert asked == []
    assert [composite.take(now, cost) for now, cost in [(30, 1), (30, 2), (89, 2), (90, 2)]] == [0, 60, 1, 0]


@pytest.mark.parametrize("algorithm", METERS)
def test_plain_numbers_are_those_of_level_and_delay(algorithm):
    @UNHURRIED
    @given(st.tuples(st.integers(1, 8), st.integers(1, 20), st.integers(1, 8)), calls)
    def agree(numbers, calls):
        limit, period, burst = numbers
        quota = Quota(limit, period, limit if algorithm in WINDOWS else burst)
        meter, now = algorithm(quota), 0

        def delay(now):
            return meter.delay(now) if hasattr(meter, "delay") else 0

        for name, passed, cost in calls:
            now += passed
            cost = min(cost, quota.burst)  # noqa: PLW2901
            before = delay(now)
            if getattr(meter, name)(now, cost) == 0 and name == "take":
                assert meter.left_after(now, cost) == (*meter.level(now), before)
            for later in range(max(0, now - 3), now + 2 * period):
                assert meter.left(later) == (*meter.level(later), delay(later))

    agree()


@pytest.mark.parametrize("changed", ["take", "level", "delay"])
def test_what_a_subclass_changes_counts(changed):
    class Own(LeakyBucket):
        def take(self, now, cost=1):
            return super().take(now, cost + (changed == "take"))

        def level(self, now):
            remaining, reset_after = super().level(now)
            return Level(remaining // (1 + (changed == "level")), reset_after)

        def delay(self, now):
            return super().delay(now) + 5 * (changed == "delay")

    for name in {"take", "level", "delay"} - {changed}:
        delattr(Own, name)
    limiter = MemoryLimiter([Own, TokenBucket], [Quota(10, 10), Quota(20, 10)], Dial())
    told = {"take": (8, 0), "level": (4, 0), "delay": (9, 5)}
    for decision in (limiter.hit("key"), limiter.peek("key")):
        assert decision.levels[0].remaining == decision.remaining == told[changed][0]
    assert MemoryLimiter([Own, TokenBucket], limiter.quotas, Dial()).hit("key").delay == told[changed][1]


@pytest.mark.parametrize("quotas", [[Quota(4, 40)], [Quota(4, 40), Quota(100, 1000)]])
def test_a_subclass_that_changes_what_is_there_is_believed_by_each_call(quotas):
    class Reserving(TokenBucket):
        """Never spends the last two units."""

        meters = ()

        def take(self, now, cost=1):
            wait = 0
            while super().level(now + wait).remaining - 2 < cost:
                wait += 1
            return wait or super().take(now, cost)

        def level(self, now):
            remaining, reset_after = super().level(now)
            return Level(max(0, remaining - 2), reset_after)

    limiter = MemoryLimiter([Reserving, TokenBucket][: len(quotas)], quotas, Dial())
    assert [limiter.peek("key").remaining, limiter.hit("key").remaining, limiter.peek("key").remaining] == [2, 1, 1]
    assert [limiter.hit("key")[:2], limiter.peek("key")[:2], limiter.hit("key")[:3]] == [
        (True, 0),
        (False, 0),
        (False, 0, 10),
    ]


def test_a_method_called_peek_that_is_no_limiters_own_is_not_called():
    class Peeking(TokenBucket):
        def peek(self):
            raise AssertionError("not this one")

    assert MemoryLimiter(Peeking, Quota(3, 10), Dial()).peek("key").remaining == 3


class Own:
    """A meter of one's own: it has `take` and `level`, and no more."""

    def __init__(self, quota, algorithm=TokenBucket):
        meter = algorithm(quota)
        self.take, self.level = meter.take, meter.level


@UNHURRIED
@given(members(), calls, st.integers(0, 3))
def test_meters_that_have_only_take_and_level_answer_alike_among_several(limits, calls, own):
    dial = Dial()
    algorithms, quotas = zip(*limits, strict=True)
    algorithms = [TokenBucket if made is LeakyBucket else made for made in algorithms]
    twins = [partial(Own, algorithm=made) if own >> place & 1 else made for place, made in enumerate(algorithms)]
    limiter, twin = MemoryLimiter(algorithms, quotas, dial), MemoryLimiter(twins, quotas, dial)
    most = min(quota.burst for quota in quotas)
    for number, (_, passed, cost) in enumerate(calls):
        dial.now += passed
        key = Keys(*"abc"[: len(limits)]) if number % 3 else "b"
        one, other = limiter.hit(key, min(cost, most)), twin.hit(key, min(cost, most))
        assert (one, one.levels, one.binding) == (other, other.levels, other.binding)
        one, other = limiter.peek(key), twin.peek(key)
        assert (one, one.levels) == (other, other.levels)


def test_a_meter_that_can_give_nothing_back_is_told_when_it_is_asked_to():
    limiter = MemoryLimiter([TokenBucket, Own], [Quota(3, 10), Quota(2, 10)], Dial())
    assert limiter.hit("key", 2)
    for call in (limiter.refund, limiter.charge):
        for key in ("key", "new", Keys("key", "other")):
            with pytest.raises(TypeError, match="algorithm must have refund and charge, as TokenBucket has, got Own"):
                call(key)
    assert [level.remaining for level in limiter.peek("key").levels] == [1, 0]


def test_a_composite_of_nothing_is_refused_in_our_words():
    with pytest.raises(ValueError, match="meters must be at least one, got none"):
        Composite([])


def test_after_a_refusal_levels_are_still_told_in_the_order_of_the_limits():
    dial = Dial()
    limiter = MemoryLimiter([FixedWindow, TokenBucket, GCRA], [Quota(9, 60), Quota(5, 60), Quota(1, 30)], dial)
    assert [limiter.hit("key").allowed for _ in range(2)] == [True, False]  # now the last one is asked first
    dial.now = 30
    again = limiter.hit("key")
    assert [level.remaining for level in again.levels] == [7, 4, 0]
    assert again.levels is again.levels
    assert copy.copy(again).levels == again.levels


def test_a_refund_or_a_charge_ends_what_is_remembered_of_a_refusal():
    composite = Composite([TokenBucket(Quota(2, 60)), GCRA(Quota(3, 60))])
    assert [composite.take(0, 2), composite.take(0, 2)] == [0, 60]
    composite.charge(0)
    assert composite.take(0, 2) == 90
    composite.refund(0, 2)
    assert composite.take(0, 2) == 30


def test_the_binding_limit_and_each_level_are_told():
    limiter = MemoryLimiter(TokenBucket, Quota.parse_many("10/second burst 2; 5/day"), Dial())
    first = limiter.hit("key")
    assert (first.binding, [level.remaining for level in first.levels]) == (0, [1, 4])
    limiter.hit("key")
    refused = limiter.hit("key")
    assert (refused.allowed, refused.binding, refused.retry_after) == (False, 0, SECONDS // 10)
    assert limiter.quotas == (Quota.per_second(10, burst=2), Quota.per_day(5))


def test_one_limit_has_one_level():
    decision = MemoryLimiter(TokenBucket, Quota.parse("5/day"), Dial()).hit("key")
    assert decision.levels == (Level(4, decision.reset_after),)
    assert decision.binding == 0


def test_a_call_can_not_change_one_of_several_limits():
    limiter = MemoryLimiter(TokenBucket, Quota.parse_many("10/second; 100/day"))
    for quota in (*limiter.quotas, Quota.parse("5/day")):
        for call in (limiter.allow, limiter.hit, limiter.peek):
            with pytest.raises(ValueError, match="quota can't be that of a call for a limiter of 2 limits, got"):
                call("key", quota=quota)
    assert len(limiter) == 0


def test_the_least_capacity_bounds_the_cost():
    limiter = MemoryLimiter([TokenBucket, SlidingLog], Quota.parse_many("10/second burst 3; 100/day"))
    with pytest.raises(ValueError, match="cost must be from 1 to 3, got 4"):
        limiter.hit("key", 4)
    assert len(limiter) == 0
    assert limiter.hit("key", 3)


def test_it_says_what_it_is():
    quotas = Quota.parse_many("10/second burst 20; 1000/day")
    one = MemoryLimiter(GCRA, quotas)
    assert repr(one) == "MemoryLimiter(GCRA, Quota.parse_many('10/second burst 20; 1000/day'))"
    mixed = MemoryLimiter([GCRA, FixedWindow], quotas)
    assert repr(mixed) == "MemoryLimiter([GCRA, FixedWindow], Quota.parse_many('10/second burst 20; 1000/day'))"
    with pytest.raises(AttributeError, match="a limiter of 2 limits has no one quota: it has `quotas`"):
        _ = one.quota
    assert MemoryLimiter(GCRA, quotas[:1]).quota == quotas[0]


@pytest.mark.parametrize(
    ("algorithm", "quota", "error", "said"),
    [
        (GCRA, [], ValueError, "quota must be a Quota, or several, got none"),
        (GCRA, "5/day", TypeError, "quota must be a Quota, or several, got '5/day': write Quota.parse('100/minute')"),
        (GCRA, [Quota(1, 10**9), "5/day"], TypeError, "quota must be a Quota, or several, got '5/day'"),
        ([GCRA], Quota.parse_many("1/s; 2/day"), ValueError, "algorithm must be one for all 2 quotas, or one for each"),
        (FixedWindow, Quota.parse_many("1/s; 9/day burst 10"), ValueError, "burst must be the limit of 9"),
        (GCRA, [Quota.parse("1/s"), Quota(100, 60)], ValueError, "if seconds are meant, write"),
        (GCRA, None, TypeError, "quota must be a Quota, or several, got None"),
        (GCRA, {Quota(1, 10**9), Quota(2, 10**9)}, TypeError, "quota must be a Quota, or several, got {"),
        (Quota(1, 10**9), GCRA, TypeError, "quota must be a Quota, or several, got <class"),
        (
            "GCRA",
            Quota(1, 10**9),
            TypeError,
            "algorithm must be a meter's class, as TokenBucket is, or several, got 'G",
        ),
        (GCRA(Quota(1, 10**9)), Quota(1, 10**9), TypeError, "algorithm must be a meter's class, as TokenBucket is"),
        ({GCRA, FixedWindow}, Quota.parse_many("1/s; 2/day"), TypeError, "algorithm must be a meter's class"),
    ],
)
def test_what_is_no_set_of_limits_is_refused_at_once(algorithm, quota, error, said):
    with pytest.raises(error) as caught:
        MemoryLimiter(algorithm, quota)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "text", ["10/second; 100/minute", "10/s,100/m", "10/s and 100/min", "10/second\n100/minute", "10/s\n100/m\n"]
)
def test_several_are_read_from_one_text(text):
    assert Quota.parse_many(text) == [Quota.per_second(10), Quota.per_minute(100)]


def test_each_of_several_must_be_a_quota():
    with pytest.raises(ValueError, match="quotas must read like"):
        Quota.parse_many("10/second; ")
    with pytest.raises(TypeError, match="quotas must be text like '10/second; 100/minute', got None"):
        Quota.parse_many(None)
