"""A trace holds the meter's answers."""

from ratelimit import LeakyBucket, Level, Quota, TokenBucket
from ratelimit.replay import Step, replay


def test_a_trace_has_a_step_for_each_arrival():
    assert replay(TokenBucket(Quota(2, 10)), iter([(0, 2), (3, 1), (5, 1)])) == [
        Step(now=0, cost=2, wait=0, delay=0, level=Level(0, 10)),
        Step(now=3, cost=1, wait=2, delay=0, level=Level(0, 7)),
        Step(now=5, cost=1, wait=0, delay=0, level=Level(0, 10)),
    ]


def test_the_delay_is_read_before_the_take():
    trace = replay(LeakyBucket(Quota(1, 10, burst=3)), [(0, 1), (0, 1), (1, 1), (2, 1)])
    assert [(step.wait, step.now + step.delay) for step in trace] == [(0, 0), (0, 10), (0, 20), (8, 30)]


def test_a_meter_continues_from_its_current_state():
    meter = TokenBucket(Quota(1, 10))
    assert [step.wait for step in replay(meter, [(0, 1)]) + replay(meter, [(4, 1)])] == [0, 6]


def test_no_arrivals_leave_no_trace():
    assert replay(TokenBucket(Quota(1, 10)), []) == []
