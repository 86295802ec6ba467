"""A baseline: a grader of example tests, as a careful course or an online judge has them.

Each kata has six to ten examples: the table of its README, and one or two for each law. They are plain asserts on
chosen numbers; nothing is drawn at random. For the two limiters, eight threads use one key.
"""

import asyncio
import os
import threading
from collections.abc import Callable
from types import SimpleNamespace
from uuid import uuid4

from redis import Redis

from katas.grader.redis.servers.server import VARIABLE
from ratelimit import FixedWindow, Level, Quota, TokenBucket

SECOND = 10**9
DAY = 20_000 * 86_400 * SECOND  # midnight, some day in 2024


def rejects(call, *args):
    try:
        call(*args)
    except ValueError:
        return True
    return False


def meter_examples(cls):
    """Check what all six meters have in common."""
    meter = cls(Quota(3, 9))  # all or nothing
    assert meter.take(0, 2) == 0
    assert meter.take(0, 2) > 0
    assert meter.take(0) == 0
    assert meter.take(0) > 0

    meter = cls(Quota(3, 9))  # the wait is exact, and refusals are free
    assert meter.take(0, 3) == 0
    wait = meter.take(1, 2)
    assert isinstance(wait, int)
    assert wait >= 1
    assert all(meter.take(now, 2) == 1 + wait - now for now in range(1, 1 + wait))
    assert meter.take(1 + wait, 2) == 0

    meter = cls(Quota(3, 9))  # bad costs
    assert all(rejects(meter.take, 0, cost) for cost in (0, -1, 4))
    assert meter.level(0) == Level(3, 0)
    assert meter.take(0, 3) == 0

    meter = cls(Quota(3, 9))  # going back in time earns nothing
    assert meter.take(100, 3) == 0
    assert meter.take(50) > 0
    assert meter.take(100) > 0

    meter = cls(Quota(3, 9))  # looking changes nothing
    assert meter.take(0, 3) == 0
    assert meter.level(1000) == Level(3, 0)
    assert meter.level(0).remaining == 0
    assert meter.take(0) > 0

    first, second = cls(Quota(3, 9)), cls(Quota(3, 9))  # two meters share nothing
    assert first.take(0, 3) == 0
    assert second.take(0, 3) == 0


def bucket_examples(cls):
    """Check what the two buckets and GCRA have in common."""
    meter = cls(Quota(1, 10, burst=5))  # a burst above the limit
    assert [meter.take(0) for _ in range(6)] == [0, 0, 0, 0, 0, 10]
    assert meter.take(49, 5) == 1
    assert meter.take(50, 5) == 0

    meter = cls(Quota(10, 10, burst=3))  # a burst below it, and a long rest
    assert meter.take(0, 3) == 0
    assert meter.take(10_000, 3) == 0
    assert meter.take(10_000) == 1

    meter = cls(Quota(3, 10))  # thirds don't add up to a drift
    now = meter.take(0, 3)
    for _ in range(300):
        now += meter.take(now)
        assert meter.take(now) == 0
    assert now == 1000

    meter = cls(Quota.per_minute(100, burst=20))  # nanoseconds, and a real date
    assert meter.take(DAY, 20) == 0
    assert meter.take(DAY + 1) == 600_000_000 - 1
    assert meter.level(DAY + SECOND) == Level(1, 11 * SECOND)


def fixed_window(cls):
    meter_examples(cls)
    meter = cls(Quota(3, 10))
    assert [meter.take(4), meter.take(9, 2), meter.take(9), meter.take(10, 3)] == [0, 0, 1, 0]
    assert [meter.level(12), meter.level(20)] == [Level(0, 8), Level(3, 0)]
    assert rejects(meter.take, 12, 4)

    meter = cls(Quota(3, 10))  # windows in which nothing happens
    assert [meter.take(5, 3), meter.take(47, 2)] == [0, 0]
    assert meter.level(48) == Level(1, 2)

    meter = cls(Quota.per_minute(100))  # nanoseconds, and a real date
    assert [meter.take(DAY + 59 * SECOND) for _ in range(101)] == [0] * 100 + [SECOND]
    assert meter.take(DAY + 60 * SECOND, 100) == 0

    assert rejects(cls, Quota(3, 10, burst=5))


def sliding_log(cls):
    meter_examples(cls)
    meter = cls(Quota(3, 10))
    assert [meter.take(0), meter.take(4, 2), meter.take(9), meter.take(9, 2), meter.take(10)] == [0, 0, 1, 5, 0]
    assert [meter.level(13), meter.level(15)] == [Level(0, 7), Level(2, 5)]
    assert rejects(meter.take, 13, 4)

    meter = cls(Quota(3, 10))  # no double burst around a boundary
    assert [meter.take(9, 3), meter.take(10), meter.take(18), meter.take(19)] == [0, 9, 1, 0]

    meter = cls(Quota.per_minute(100))  # nanoseconds, and a real date
    assert [meter.take(DAY + i) for i in range(101)] == [0] * 100 + [60 * SECOND - 100]
    assert meter.take(DAY + 60 * SECOND + 49, 50) == 0

    assert rejects(cls, Quota(3, 10, burst=5))


def sliding_window_counter(cls):
    meter_examples(cls)
    meter = cls(Quota(4, 10))
    assert [meter.take(5, 4), meter.take(12), meter.take(13), meter.take(13), meter.take(15, 4)] == [0, 1, 0, 2, 15]
    assert [meter.level(15), meter.level(21)] == [Level(1, 15), Level(3, 9)]
    assert rejects(meter.take, 15, 5)

    meter = cls(Quota(4, 10))  # a wait that ends in the next window, and one at its end
    assert [meter.take(0, 4), meter.take(0), meter.take(0, 4), meter.take(13)] == [0, 13, 20, 0]

    meter = cls(Quota(4, 10))  # only the window just before counts
    assert [meter.take(5, 4), meter.take(25, 4)] == [0, 0]

    meter = cls(Quota.per_minute(100))  # nanoseconds, and a real date
    assert [meter.take(DAY, 100), meter.take(DAY + 75 * SECOND, 25)] == [0, 0]
    assert meter.take(DAY + 75 * SECOND) == 600_000_000

    assert rejects(cls, Quota(4, 10, burst=5))


def token_bucket(cls):
    meter_examples(cls)
    bucket_examples(cls)
    meter = cls(Quota(3, 10, burst=3))
    assert [meter.take(0), meter.take(0, 2), meter.take(3), meter.take(4)] == [0, 0, 1, 0]
    assert meter.level(10) == Level(2, 4)
    assert rejects(meter.take, 10, 4)


def leaky_bucket(cls):
    meter_examples(cls)
    bucket_examples(cls)
    meter = cls(Quota(3, 10, burst=3))
    assert [meter.delay(0), meter.take(0), meter.delay(0), meter.take(0, 2), meter.take(3)] == [0, 0, 4, 0, 1]
    assert [meter.delay(4), meter.take(4), meter.level(9)] == [6, 0, Level(1, 5)]
    assert rejects(meter.take, 9, 4)

    meter = cls(Quota(1, 10, burst=3))  # departures are smooth, and asking for them is free
    assert [(meter.delay(0), meter.take(0)) for _ in range(4)] == [(0, 0), (10, 0), (20, 0), (30, 10)]
    assert [meter.delay(100), meter.delay(5), meter.delay(29)] == [0, 25, 1]


def gcra(cls):
    meter_examples(cls)
    bucket_examples(cls)
    meter = cls(Quota(3, 10, burst=3))
    assert [meter.take(0), meter.take(0, 2), meter.take(3), meter.take(4)] == [0, 0, 1, 0]
    assert meter.level(10) == Level(2, 4)
    assert rejects(meter.take, 10, 4)


class ManualClock:
    def __init__(self):
        self.now = 0

    def __call__(self):
        return self.now


def in_threads(count, job):
    """Run the job in so many threads, which start together, and return what they return."""
    start, results, errors = threading.Barrier(count), [], []

    def run():
        start.wait()
        try:
            results.append(job())
        except Exception as error:  # noqa: BLE001 - the submission may raise anything
            errors.append(error)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=2)
        assert not thread.is_alive(), "a thread hangs"
    assert not errors, errors
    return results


def composite_limits(cls):
    composite = cls([TokenBucket(Quota(2, 10)), FixedWindow(Quota(3, 40))])  # the README's table
    assert composite.binding is None
    assert [composite.take(0), composite.binding] == [0, 0]
    assert [composite.take(0, 2), composite.binding] == [5, 0]
    assert [composite.take(5, 2), composite.binding] == [0, 1]
    assert [composite.take(9), composite.binding] == [31, 1]
    assert composite.level(20) == Level(0, 20)
    assert rejects(composite.take, 20, 3)
    assert composite.take(12) == 28
    assert [composite.take(40), composite.take(30), composite.binding] == [0, 0, 0]

    small, large = TokenBucket(Quota(2, 10)), TokenBucket(Quota(1, 100))  # nothing is spent in a refusal
    composite = cls([small, large])
    assert [composite.take(0), composite.take(0), composite.binding] == [0, 100, 1]
    assert [small.level(0).remaining, large.level(0).remaining] == [1, 0]
    assert [composite.take(0), composite.take(50)] == [100, 50]

    one, other = TokenBucket(Quota(5, 10)), TokenBucket(Quota(2, 10))  # bad costs
    composite = cls([one, other])
    assert all(rejects(composite.take, 0, cost) for cost in (0, -1, 3))
    assert [one.level(0), other.level(0)] == [Level(5, 0), Level(2, 0)]

    assert rejects(cls, [])
    assert rejects(cls, [one, one])


def keyed_limiter(cls):
    def limiter_of(quota):
        clock = ManualClock()
        return cls(lambda: TokenBucket(quota), clock), clock

    limiter, clock = limiter_of(Quota(2, 10))  # the README's table
    assert [limiter.allow("ann") for _ in range(3)] == [True, True, False]
    assert limiter.allow("bob") is True
    assert len(limiter) == 2
    clock.now = 4
    assert limiter.allow("bob", 2) is False
    assert rejects(limiter.allow, "cid", 3)
    assert len(limiter) == 2
    clock.now = 20
    assert [limiter.allow("cid"), limiter.allow("cid")] == [True, True]
    assert len(limiter) == 1
    clock.now = 15
    assert limiter.allow("cid") is False

    limiter, _ = limiter_of(Quota(1, 10))  # keys of all kinds, equal ones and different ones
    assert [limiter.allow(key) for key in (1, 1.0, "1", None, "", 0, (1, 2))] == [True, False] + [True] * 5
    assert len(limiter) == 6

    limiter, clock = limiter_of(Quota(1, 100))  # a flood of new keys resets nobody
    assert limiter.allow("ann")
    for now in range(1, 100):
        clock.now = now
        assert limiter.allow(now)
    assert not limiter.allow("ann")
    clock.now = 100
    assert limiter.allow("ann")

    limiter, clock = limiter_of(Quota(1, 100))  # idle keys are forgotten
    assert all(limiter.allow(key) for key in range(50))
    assert len(limiter) == 50
    clock.now = 1000
    for _ in range(50):
        limiter.allow("ann")
    assert len(limiter) == 1

    limiter, _ = limiter_of(Quota(2, 10))  # an error leaves the lock free and the units there
    assert rejects(limiter.allow, "ann", 3)
    assert rejects(limiter.allow, "ann", 0)
    assert len(limiter) == 0
    assert in_threads(1, lambda: limiter.allow("ann", 2)) == [True]

    limiter, _ = limiter_of(Quota(1000, SECOND))  # eight threads and one key: exactly the limit
    granted = in_threads(8, lambda: sum(limiter.allow("ann") for _ in range(500)))
    assert sum(granted) == 1000
    assert len(limiter) == 1

    limiter, _ = limiter_of(Quota(5, SECOND))  # eight threads and many new keys
    granted = in_threads(8, lambda: sum(limiter.allow(key) for key in range(200)))
    assert sum(granted) == 5 * 200
    assert len(limiter) == 200


def redis_token_bucket(cls):
    client = Redis.from_url(os.environ[VARIABLE])
    minute = 60 * 10**6  # us
    day = 20_000 * 1440 * minute

    def bucket_of(quota):
        return cls(client, quota, prefix=uuid4().hex)

    bucket = bucket_of(Quota(3, 10 * minute))  # the README's table
    assert [bucket.take("ann", now=10 * minute), bucket.take("ann", 2, now=10 * minute)] == [0, 0]
    assert bucket.take("ann", now=700_000_000) == 100_000_000
    assert bucket.take("ann", now=800_000_000) == 0
    assert bucket.take("ann", now=800_000_001) == 199_999_999
    assert all(rejects(bucket.take, "ann", cost) for cost in (4, 0, -1))
    assert bucket.take("bob", 3, now=700_000_000) == 0

    bucket = bucket_of(Quota(1, minute, burst=5))  # today, in microseconds
    assert [bucket.take("ann", now=day) for _ in range(6)] == [0, 0, 0, 0, 0, minute]
    assert bucket.take("ann", 5, now=day + 5 * minute - 1) == 1
    assert bucket.take("ann", 5, now=day + 5 * minute) == 0
    assert bucket.take("ann", now=day) > 0

    bucket = bucket_of(Quota(1, 60 * minute))  # the server's time
    assert bucket.take("ann") == 0
    assert 59 * minute < bucket.take("ann") <= 60 * minute

    client.flushdb()  # every key expires in time, and refusals change none
    bucket = bucket_of(Quota(1, minute))
    assert bucket.take("ann", now=day) == 0
    before = {key: client.dump(key) for key in client.scan_iter()}
    assert before
    assert all(59_000 < client.pttl(key) <= 65_000 for key in before)
    assert bucket.take("ann", now=day + 1) > 0
    assert {key: client.dump(key) for key in client.scan_iter()} == before

    bucket = bucket_of(Quota(2, minute))  # a server that has forgotten the script
    assert bucket.take("ann", now=day) == 0
    client.script_flush()
    assert [bucket.take("ann", now=day), bucket.take("ann", now=day) > 0] == [0, True]

    quota = Quota(1, minute)  # keys and prefixes are apart
    assert [cls(client, quota, prefix="a:b").take("c", now=1), cls(client, quota, prefix="a").take("b:c", now=1)] == [
        0,
        0,
    ]
    bucket = bucket_of(quota)
    assert [bucket.take(key, now=day) for key in ("", "a b", "{a}", "a", "\n", "\u00e9")] == [0] * 6

    bucket = bucket_of(Quota(100, 100 * minute))  # eight threads and one key
    granted = in_threads(8, lambda: sum(bucket.take("ann", now=day) == 0 for _ in range(30)))
    assert sum(granted) == 100


class Exchange:
    """An app, a limiter and a server in one, with a note of what they were asked."""

    def __init__(self, cls, answer, **options):
        self.answer, self.keys, self.sent, self.calls = answer, [], [], 0
        self.headers = [(b"x-a", b"1")]
        self.middleware = cls(self.app, self, quota=Quota(10, 60 * SECOND), **options)

    async def hit(self, key, cost=1):
        assert cost == 1
        self.keys.append(key)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def app(self, _scope, _receive, send):
        self.calls += 1
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"a", "more_body": True})
        await send({"type": "http.response.body", "body": b"b"})

    async def send(self, message):
        self.sent.append(message)

    def serve(self, kind="http", client=("192.0.2.7", 80), forwarded=None):
        headers = [(b"x-forwarded-for", forwarded)] if forwarded else []
        scope = {"type": kind, "method": "GET", "client": client, "headers": headers}
        asyncio.run(self.middleware(scope, None, self.send))
        return self

    def header(self, name):
        [value] = [value for key, value in self.sent[0]["headers"] if key == name]
        return value


def http_middleware(cls):
    yes = SimpleNamespace(allowed=True, remaining=9, retry_after=0, next_after=6 * SECOND, reset_after=60 * SECOND)
    no = SimpleNamespace(allowed=False, remaining=0, retry_after=1_500_000_000, next_after=1_500_000_000, reset_after=9)

    served = Exchange(cls, yes).serve()  # the README's table
    assert (served.keys, served.calls, len(served.sent)) == (["192.0.2.7"], 1, 3)
    assert served.header(b"ratelimit-policy") == b'"default";q=10;w=60'
    assert served.header(b"ratelimit") == b'"default";r=9;t=6'
    assert served.header(b"x-a") == b"1"
    served = Exchange(cls, no).serve()
    assert (served.calls, served.sent[0]["status"], served.header(b"retry-after")) == (0, 429, b"2")
    assert served.header(b"ratelimit") == b'"default";r=0;t=2'

    behind = {"trusted": ["10.0.0.0/8"]}
    proxy = ("10.0.0.1", 80)
    assert Exchange(cls, yes, **behind).serve(client=proxy, forwarded=b"1.2.3.4, 192.0.2.7").keys == ["192.0.2.7"]
    assert Exchange(cls, yes, **behind).serve(forwarded=b"1.2.3.4").keys == ["192.0.2.7"]
    assert Exchange(cls, yes).serve(client=("2001:db8:0:7::1", 80)).keys == ["2001:db8:0:7::/64"]
    assert Exchange(cls, yes).serve(client=None).keys == ["unknown"]

    served = Exchange(cls, yes).serve("websocket")
    assert (served.keys, served.calls) == ([], 1)

    served = Exchange(cls, OSError("away")).serve()  # the limiter fails
    assert (served.calls, served.sent[0]["headers"]) == (1, served.headers)
    served = Exchange(cls, OSError("away"), on_error="deny").serve()
    assert (served.calls, served.sent[0]["status"], served.header(b"retry-after")) == (0, 503, b"1")
    assert rejects(lambda: Exchange(cls, yes, on_error="raise"))


class Log:
    """A limiter that counts what it has granted in a period."""

    def __init__(self, limits, clock):
        self.limits, self.clock, self.granted = list(limits), clock, {}

    def wait(self, key):
        times = self.granted.get(key, [])
        ends = [times[-q.limit] + q.period for q in self.limits if len(times) >= q.limit]
        return max([0, *(end - self.clock.now for end in ends)])

    def take(self, key):
        wait = self.wait(key)
        if wait == 0:
            self.granted.setdefault(key, []).append(self.clock.now)
        return wait


def policy(name, *limits, **fields):
    usual = dict.fromkeys(("consumer", "group", "route", "service"))
    usual |= {"count_by": "consumer", "shadow": False, "enabled": True, "globally": False}
    return SimpleNamespace(name=name, limits=[Quota.parse(each) for each in limits], **(usual | fields))


def request(**fields):
    usual = dict.fromkeys(("consumer", "credential", "route", "service", "ip", "path"))
    return SimpleNamespace(**(usual | {"groups": (), "headers": {}} | fields))


def gateway_plugin(cls):
    def plugin_of(*policies):
        clock = SimpleNamespace(now=0)
        return cls(list(policies), lambda limits: Log(limits, clock)), clock

    def ask(plugin, **fields):
        verdict = plugin.access(request(**fields))
        return verdict.allowed, verdict.policy, verdict.status, verdict.retry_after

    pay = {"consumer": "ann", "groups": ["gold"], "route": "/pay", "service": "bank"}
    plugin, clock = plugin_of(  # the README's table
        policy("all", "2/minute"),
        policy("gold", "3/minute", group="gold"),
        policy("pay", "1/second", route="/pay", count_by="service", globally=True),
    )
    assert ask(plugin, consumer="ann") == (True, "all", 200, 0)
    assert ask(plugin, consumer="ann", groups=["gold"]) == (True, "gold", 200, 0)
    assert ask(plugin, **pay) == (True, "gold", 200, 0)
    assert ask(plugin, **pay) == (False, "pay", 429, SECOND)
    clock.now += SECOND
    assert ask(plugin, **pay) == (True, "gold", 200, 0)
    assert ask(plugin, consumer="ann", groups=["gold"]) == (False, "gold", 429, 59 * SECOND)
    assert ask(plugin, ip="192.0.2.7") == (True, "all", 200, 0)

    plugin, _ = plugin_of(
        policy("ann", "9/second", consumer="ann"),
        policy("both", "9/second", route="/a", service="s"),
        policy("gold", "9/second", group="gold"),
        policy("free", "9/second", group="free"),
    )
    assert ask(plugin, consumer="ann", route="/a", service="s")[1] == "both"
    assert ask(plugin, groups=["gold", "free"])[1] == "free"
    assert ask(plugin) == (True, None, 200, 0)

    plugin, _ = plugin_of(policy("key", "1/second", count_by="header:X-Api-Key"))
    assert ask(plugin, headers={"x-api-key": "a"})[0]
    assert not ask(plugin, headers={"X-API-KEY": "a"})[0]
    assert [ask(plugin, ip=ip)[0] for ip in ("192.0.2.1", "192.0.2.2", "192.0.2.1")] == [True, True, False]

    plugin, _ = plugin_of(policy("all", "1/second", shadow=True), policy("off", "1/second", enabled=False))
    assert [ask(plugin, consumer="ann")[0] for _ in range(3)] == [True] * 3

    assert rejects(lambda: plugin_of(policy("a", "1/second", count_by="color")))
    assert rejects(lambda: plugin_of(policy("a", "1/second"), policy("b", "2/second")))

    plugin, _ = plugin_of(policy("all", "1/second"))
    ask(plugin, consumer="ann")
    assert rejects(lambda: plugin.reload([policy("all")]))
    assert not ask(plugin, consumer="ann")[0]
    plugin.reload([policy("all", "1/second")])
    assert not ask(plugin, consumer="ann")[0]
    plugin.reload([policy("all", "2/second")])
    assert ask(plugin, consumer="ann")[0]


EXAMPLES: dict[str, Callable[[type], None]] = {
    "fixed_window": fixed_window,
    "sliding_log": sliding_log,
    "sliding_window_counter": sliding_window_counter,
    "token_bucket": token_bucket,
    "leaky_bucket": leaky_bucket,
    "gcra": gcra,
    "composite_limits": composite_limits,
    "keyed_limiter": keyed_limiter,
    "redis_token_bucket": redis_token_bucket,
    "http_middleware": http_middleware,
    "gateway_plugin": gateway_plugin,
}
