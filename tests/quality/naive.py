"""A baseline: a property test with Hypothesis, as it is usually written.

Gaps are drawn in seconds, costs from one to what fits. The reference for each meter is a short model in floats, so it
is compared with a tolerance: grants within a tiny margin, waits within a tick or a millionth. A few invariants
are checked too.
"""

import asyncio
import math
import os
from collections import namedtuple
from collections.abc import Callable
from ipaddress import ip_network
from types import SimpleNamespace
from uuid import uuid4

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from redis import Redis

from katas.grader.redis.servers.server import VARIABLE
from ratelimit import FixedWindow, Quota, SlidingLog, TokenBucket
from tests.quality.examples import Log, policy, request

SECOND = 10**9
Decision = namedtuple("Decision", "allowed remaining retry_after reset_after next_after")  # noqa: PYI024  no types here
EPSILON = 1e-10  # the floats are this far off at the most; with 1e-9 a right answer was called wrong

SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.generate],  # the verdict is enough: no shrinking
    report_multiple_bugs=False,
)

GAPS = st.one_of(st.just(0), st.integers(0, 10), st.floats(0, 10))


class FixedModel:
    def __init__(self, quota):
        self.limit, self.period = quota.limit, quota.period / SECOND
        self.window, self.used = 0, 0

    def turn(self, now):
        if now // self.period != self.window:
            self.window, self.used = now // self.period, 0

    def take(self, now, cost):
        self.turn(now)
        if self.used + cost > self.limit:
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now):
        self.turn(now)
        return self.limit - self.used, self.period - now % self.period if self.used else 0


class LogModel:
    def __init__(self, quota):
        self.limit, self.period = quota.limit, quota.period / SECOND
        self.log = []

    def trim(self, now):
        self.log = [then for then in self.log if now - then < self.period - EPSILON]

    def take(self, now, cost):
        self.trim(now)
        excess = len(self.log) + cost - self.limit
        if excess > 0:
            return self.log[excess - 1] + self.period - now
        self.log += [now] * cost
        return 0

    def level(self, now):
        self.trim(now)
        return self.limit - len(self.log), self.log[-1] + self.period - now if self.log else 0


class CounterModel:
    def __init__(self, quota):
        self.limit, self.period = quota.limit, quota.period / SECOND
        self.window, self.before, self.current = 0, 0, 0

    def turn(self, now):
        """Go to the window of now, and return how much of it is over, from 0 to 1."""
        passed = now // self.period - self.window
        if passed:
            self.before, self.current = self.current if passed == 1 else 0, 0
            self.window += passed
        return now % self.period / self.period

    def take(self, now, cost):
        over = self.turn(now)
        if self.before * (1 - over) + self.current + cost <= self.limit + EPSILON:
            self.current += cost
            return 0
        if self.current + cost <= self.limit:
            return (1 - (self.limit - self.current - cost) / self.before - over) * self.period
        return (2 - (self.limit - cost) / self.current - over) * self.period

    def level(self, now):
        over = self.turn(now)
        remaining = max(0, math.floor(self.limit - self.before * (1 - over) - self.current + EPSILON))
        windows = 2 if self.current else 1 if self.before else over
        return remaining, (windows - over) * self.period


class BucketModel:
    """For the token bucket, the leaky bucket and GCRA, which all grant the same."""

    def __init__(self, quota):
        self.burst, self.rate = quota.burst, quota.limit / (quota.period / SECOND)
        self.tokens, self.last = float(quota.burst), 0.0

    def refill(self, now):
        self.tokens = min(self.burst, self.tokens + (now - self.last) * self.rate)
        self.last = now

    def take(self, now, cost):
        self.refill(now)
        if self.tokens < cost - EPSILON:
            return (cost - self.tokens) / self.rate
        self.tokens -= cost
        return 0

    def level(self, now):
        self.refill(now)
        return math.floor(self.tokens + EPSILON), (self.burst - self.tokens) / self.rate


@st.composite
def timelines(draw, *, burst):
    """Draw a quota and calls, each of them a time in ticks and a cost."""
    limit, period = draw(st.integers(1, 10)), draw(st.integers(1, 10)) * SECOND
    quota = Quota(limit, period, draw(st.integers(1, 10))) if burst else Quota(limit, period)
    calls, now = [], 0
    for gap, cost in draw(st.lists(st.tuples(GAPS, st.integers(1, quota.burst)), max_size=30)):
        now += int(gap * SECOND)
        calls.append((now, cost))
    return quota, calls


def close(ticks, seconds):
    return math.isclose(ticks, seconds * SECOND, rel_tol=1e-6, abs_tol=1)


def check_answers(cls, model_class, *, burst, delays, invariant):
    @SETTINGS
    @given(timelines(burst=burst))
    def agrees_with_the_model(timeline):
        quota, calls = timeline
        meter, model, granted = cls(quota), model_class(quota), []
        for now, cost in calls:
            if delays:
                assert close(meter.delay(now), model.level(now / SECOND)[1])
            wait, expected = meter.take(now, cost), model.take(now / SECOND, cost)
            assert (wait == 0) == (expected == 0)
            assert close(wait, expected)
            granted += [(now, cost)] if wait == 0 else []
            (remaining, reset_after), level = meter.level(now), model.level(now / SECOND)
            assert 0 <= remaining <= quota.burst
            assert remaining == level[0]
            assert close(reset_after, level[1])
        invariant(quota, granted)

    agrees_with_the_model()


def check_waits(cls, *, burst):
    @SETTINGS
    @given(timelines(burst=burst))
    def is_granted_after_the_wait(timeline):
        quota, calls = timeline
        meter, waited = cls(quota), 0
        for now, cost in calls:
            wait = meter.take(now + waited, cost)
            assert wait >= 0
            if wait:
                waited += wait
                assert meter.take(now + waited, cost) == 0

    is_granted_after_the_wait()


def check_errors(cls, *, burst):
    @SETTINGS
    @given(timelines(burst=burst), st.integers(max_value=0), st.integers(min_value=1))
    def bad_costs_raise(timeline, low, more):
        quota, calls = timeline
        meter, now = cls(quota), 0
        for now, cost in calls:
            meter.take(now, cost)
        level = meter.level(now)
        for cost in (low, quota.burst + more):
            try:
                meter.take(now, cost)
            except ValueError:
                assert meter.level(now) == level
            else:
                raise AssertionError(f"no error for a cost of {cost}")

    bad_costs_raise()


def check_meter(cls, model_class, invariant, *, burst=True, delays=False):
    check_answers(cls, model_class, burst=burst, delays=delays, invariant=invariant)
    check_waits(cls, burst=burst)
    check_errors(cls, burst=burst)


def never_too_many_in_a_grid_window(quota, granted):
    for start, _ in granted:
        window = start // quota.period
        assert sum(cost for now, cost in granted if now // quota.period == window) <= quota.limit


def never_too_many_in_any_window(quota, granted):
    for end, _ in granted:
        assert sum(cost for now, cost in granted if end - quota.period < now <= end) <= quota.limit


def never_above_the_rate(quota, granted):
    for i, (start, _) in enumerate(granted):
        total = 0
        for now, cost in granted[i:]:
            total += cost
            assert total <= quota.burst + (now - start) * quota.limit / quota.period + EPSILON


def fixed_window(cls):
    check_meter(cls, FixedModel, never_too_many_in_a_grid_window, burst=False)


def sliding_log(cls):
    check_meter(cls, LogModel, never_too_many_in_any_window, burst=False)


def sliding_window_counter(cls):
    check_meter(cls, CounterModel, never_too_many_in_a_grid_window, burst=False)


def bucket(cls):
    check_meter(cls, BucketModel, never_above_the_rate)


def leaky_bucket(cls):
    check_meter(cls, BucketModel, never_above_the_rate, delays=True)


def composite_limits(cls):
    members = st.tuples(st.sampled_from([TokenBucket, FixedWindow, SlidingLog]), st.integers(1, 5), st.integers(1, 10))
    calls = st.lists(st.tuples(GAPS, st.integers(1, 6)), max_size=30)

    @SETTINGS
    @given(st.lists(members, min_size=1, max_size=4), calls)
    def agrees_with_its_members(drawn, calls):
        quotas = [Quota(limit, period * SECOND) for _, limit, period in drawn]
        meters = [algorithm(quota) for (algorithm, _, _), quota in zip(drawn, quotas, strict=True)]
        models = [algorithm(quota) for (algorithm, _, _), quota in zip(drawn, quotas, strict=True)]
        composite, now = cls(meters), 0
        for gap, cost in calls:
            now += int(gap * SECOND)
            if cost > min(quota.limit for quota in quotas):
                try:
                    composite.take(now, cost)
                except ValueError:
                    continue
                raise AssertionError(f"no error for a cost of {cost}")
            fits = all(model.level(now).remaining >= cost for model in models)
            waits = [model.take(now, cost) for model in models if fits or model.level(now).remaining < cost]
            assert composite.take(now, cost) == max(waits)
            assert 0 <= composite.binding < len(meters)
            levels = [model.level(now) for model in models]
            assert composite.level(now) == (min(left for left, _ in levels), max(reset for _, reset in levels))

    agrees_with_its_members()


def keyed_limiter(cls):
    calls = st.lists(st.tuples(GAPS, st.sampled_from("abcd"), st.integers(1, 4)), max_size=50)

    @SETTINGS
    @given(st.sampled_from([TokenBucket, FixedWindow, SlidingLog]), st.integers(1, 4), st.integers(1, 10), calls)
    def agrees_with_a_dict_of_meters(algorithm, limit, period, calls):
        quota, now, meters = Quota(limit, period * SECOND), 0, {}
        limiter = cls(lambda: algorithm(quota), lambda: now)
        for gap, key, cost in calls:
            now += int(gap * SECOND)
            held = len(limiter)
            try:
                allowed = limiter.allow(key, cost)
            except ValueError:
                assert cost > limit
                assert len(limiter) <= held
                continue
            assert cost <= limit
            assert allowed == (meters.setdefault(key, algorithm(quota)).take(now, cost) == 0)
            busy = sum(meter.level(now).reset_after > 0 for meter in meters.values())
            assert busy <= len(limiter) <= len(meters)
        now += 100 * SECOND  # all of them are idle now, and go
        for _ in range(len(limiter)):
            limiter.allow("new")
        assert len(limiter) <= 1

    agrees_with_a_dict_of_meters()


def redis_token_bucket(cls):
    client = Redis.from_url(os.environ[VARIABLE])
    calls = st.lists(
        st.tuples(st.one_of(st.just(0), st.floats(0, 1000)), st.sampled_from("ab"), st.integers(1, 4)), max_size=30
    )

    @SETTINGS
    @given(st.integers(1, 4), st.integers(200, 1000), st.integers(1, 4), calls)
    def agrees_with_a_model_for_each_key(limit, period, burst, calls):
        quota, now, models = Quota(limit, period * 10**6, burst), 10**9, {}
        limiter = cls(client, quota, prefix=uuid4().hex)
        for gap, key, cost in calls:
            now += int(gap * 10**6)
            try:
                wait = limiter.take(key, cost, now=now)
            except ValueError:
                assert cost > burst
                continue
            assert cost <= burst
            model = models.setdefault(key, BucketModel(Quota(limit, period * SECOND, burst)))
            expected = model.take(now / 10**6, cost)
            assert abs(wait / 10**6 - expected) <= 1e-5
        assert all(0 < client.pttl(key) <= (period * burst / limit + 5) * 1000 for key in client.scan_iter())
        client.flushdb()

    agrees_with_a_model_for_each_key()


def http_middleware(cls):
    addresses = st.sampled_from(["192.0.2.7", "198.51.100.4", "2001:db8:0:7::1", "10.0.0.1", "10.0.0.2"])
    waits = st.integers(1, 100 * SECOND)
    chunks = st.lists(st.binary(max_size=3), min_size=1, max_size=4)

    @SETTINGS
    @given(st.lists(addresses, min_size=1, max_size=4), st.booleans(), st.integers(0, 9), waits, chunks)
    def answers_as_its_limiter_says(hops, allowed, left, wait, chunks):
        (*chain, peer), keys, sent = hops, [], []

        class Limiter:
            async def hit(self, key, cost=1):
                assert cost == 1
                keys.append(key)
                retry_after = 0 if allowed else wait
                return Decision(allowed, left if allowed else 0, retry_after, 2 * wait, wait)

        async def app(_scope, _receive, send):
            await send({"type": "http.response.start", "status": 200, "headers": [(b"x-a", b"1")]})
            for chunk in chunks:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

        async def send(message):
            sent.append(message)

        middleware = cls(app, Limiter(), trusted=["10.0.0.0/8"], quota=Quota(10, 60 * SECOND))
        headers = [(b"x-forwarded-for", ", ".join(chain).encode())] if chain else []
        scope = {"type": "http", "method": "GET", "client": (peer, 80), "headers": headers}
        asyncio.run(middleware(scope, None, send))
        strangers = [each for each in hops[::-1] if not each.startswith("10.")]
        client = strangers[0] if strangers else hops[0]
        if not peer.startswith("10."):
            client = peer
        assert keys == [str(ip_network((client, 64), strict=False)) if ":" in client else client]
        found = dict(sent[0]["headers"])
        assert found[b"ratelimit"].endswith(f";r={left if allowed else 0};t={math.ceil(wait / SECOND)}".encode())
        assert (sent[0]["status"] == 200) == allowed
        if allowed:
            assert [message["body"] for message in sent[1:]] == [*chunks, b""]
        else:
            assert found[b"retry-after"] == str(math.ceil(wait / SECOND)).encode()

    answers_as_its_limiter_says()


def gateway_plugin(cls):
    kinds = ["crs", "grs", "cr", "cs", "gr", "gs", "rs", "c", "g", "r", "s", ""]
    names = {"c": "consumer", "g": "group", "r": "route", "s": "service"}
    policies = st.lists(st.tuples(st.sampled_from(kinds), st.booleans(), st.integers(1, 3)), max_size=6)
    texts = st.sampled_from([None, "x", "y"])
    asked = st.fixed_dictionaries({"consumer": texts, "route": texts, "service": texts, "groups": st.lists(texts)})

    @SETTINGS
    @given(policies, st.lists(asked, min_size=1, max_size=8))
    def agrees_with_a_model(drawn, requests):
        file = []
        for number, (kind, globally, limit) in enumerate(drawn):
            scope = {names[letter]: "x" for letter in kind}
            file.append(policy(f"p{number}", f"{limit}/minute", globally=globally, **scope))
        scopes = [kind for kind, globally, _ in drawn if not globally]
        assume(len(set(scopes)) == len(scopes))
        clock = SimpleNamespace(now=0)
        plugin = cls(file, lambda limits: Log(limits, clock))
        counters = {each.name: Log(each.limits, clock) for each in file}
        for fields in requests:
            groups = [group for group in fields["groups"] if group]
            asks = request(**(fields | {"groups": groups}))

            def fits(kind, asks=asks):
                return all("x" in asks.groups if x == "g" else getattr(asks, names[x]) == "x" for x in kind)

            fit = [(kinds.index(kind), each) for (kind, *_), each in zip(drawn, file, strict=True) if fits(kind)]
            local = min(((rank, each.name) for rank, each in fit if not each.globally), default=(None, None))[1]
            counting = [*([local] if local else []), *sorted(each.name for _, each in fit if each.globally)]
            waits = [counters[name].wait(asks.consumer) for name in counting]
            verdict = plugin.access(asks)
            assert verdict.allowed == (not any(waits))
            if any(waits):
                assert verdict.policy == counting[waits.index(max(waits))]
                assert math.isclose(verdict.retry_after, max(waits))
            else:
                assert verdict.policy == local
                for name in counting:
                    counters[name].take(asks.consumer)
            clock.now += 7 * SECOND

    agrees_with_a_model()


NAIVE: dict[str, Callable[[type], None]] = {
    "fixed_window": fixed_window,
    "sliding_log": sliding_log,
    "sliding_window_counter": sliding_window_counter,
    "token_bucket": bucket,
    "leaky_bucket": leaky_bucket,
    "gcra": bucket,
    "composite_limits": composite_limits,
    "keyed_limiter": keyed_limiter,
    "redis_token_bucket": redis_token_bucket,
    "http_middleware": http_middleware,
    "gateway_plugin": gateway_plugin,
}
