"""Limits that are asked one after the other count as those that are asked together."""

from hypothesis import given
from hypothesis import strategies as st

from ratelimit import GCRA, FixedWindow, LeakyBucket, Quota, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.web import Policy, RateLimitMiddleware, SharedMemory
from tests.web.asgi_server import Clock, app_of, get

HOUR = 3_600_000_000_000  # ns: what is given back must still count by the machine's own clock
ALGORITHMS = (FixedWindow, SlidingLog, SlidingWindowCounter, TokenBucket, LeakyBucket, GCRA)


@st.composite
def policies(draw):
    quotas = st.builds(Quota, st.integers(1, 4), st.integers(1, 5).map(HOUR.__mul__))
    chosen = draw(st.lists(st.tuples(quotas, st.sampled_from(ALGORITHMS)), min_size=2, max_size=3))
    return [Policy(str(number), quota, algorithm=kind) for number, (quota, kind) in enumerate(chosen)]


@given(policies(), st.lists(st.tuples(st.integers(0, 2), st.integers(1, 2)), max_size=15), st.booleans())
def test_middlewares_inside_one_another_grant_and_refuse_what_one_with_all_limits_does(limits, requests, settles):
    def nested(clock):
        app, memory = app_of(), SharedMemory(clock)
        for policy in reversed(limits):
            app = RateLimitMiddleware(app, policy, new_limiter=memory, **options)
        return app

    def together(clock):
        return RateLimitMiddleware(app_of(), limits, new_limiter=SharedMemory(clock), **options)

    options = {"cost": lambda scope: scope["units"]}
    if settles:
        options["settle"] = lambda scope, status: None
    clock = Clock()
    one, other = nested(clock), together(clock)
    for gap, units in requests:
        clock.now += gap * HOUR
        inside, joint = (get(app, units=units) for app in (one, other))
        assert inside.status == joint.status
        if inside.status == 200:
            told = [answer.header("ratelimit").split(", ") for answer in (inside, joint)]
            assert sorted(told[0]) == sorted(told[1])


def batch(application, number):
    """Return an app that serves a batch: each part goes through the whole application once more."""

    async def app(scope, receive, send):
        if scope["path"] == "/batch":
            for _ in range(number):
                await application()({**scope, "path": "/part"}, receive, drop)
        await inner(scope, receive, send)

    async def drop(message):
        pass

    inner = app_of()
    return app, inner


def test_what_parts_of_a_request_have_taken_is_not_given_back_when_a_later_part_is_refused():
    app, inner = batch(lambda: limited, 5)
    limited = RateLimitMiddleware(app, Policy("client", "4/hour"), new_limiter=SharedMemory(Clock()))
    assert [answer.status for answer in get(limited, "/batch", "/batch", "/part")] == [200, 429, 429]
    assert inner.calls == 4  # the batch itself, and three parts
