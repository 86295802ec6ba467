"""The script: known to the server or not, one round trip for each decision."""

from ratelimit import Quota
from tests.redis.algorithms import ALGORITHMS
from tests.redis.whole_microseconds import WholeMicroseconds

DAY = 86_400_000_000_000  # ns
QUOTA = Quota.per_day(4)


def reads(admin):
    """Return how often the server has read from a connection, this request included."""
    return admin.info("stats")["total_reads_processed"]


def calls(admin):
    """Return how often each command was run."""
    return {name.removeprefix("cmdstat_"): stats["calls"] for name, stats in admin.info("commandstats").items()}


def test_a_decision_is_one_trip_and_one_script(algorithm, admin, make, own_client):
    limiter = make(algorithm, QUOTA, own_client)
    limiter.hit("warm")
    admin.config_resetstat()
    for number, call in enumerate([limiter.hit, limiter.allow, limiter.peek, limiter.reset] * 5):
        before = reads(admin)
        call(f"key {number % 2}")
        assert reads(admin) - before - 1 == 1
    assert calls(admin)["evalsha"] == 15
    assert calls(admin)["unlink"] == 5
    assert "eval" not in calls(admin)


def test_many_decisions_are_one_trip(algorithm, admin, make, own_client):
    limiter = make(algorithm, QUOTA, own_client)
    limiter.hit("warm")
    before = reads(admin)
    limiter.hit_many([f"{number}" for number in range(10)])
    assert reads(admin) - before - 1 == 1
    admin.config_resetstat()
    limiter.hit_many([f"{number}" for number in range(1000)])
    assert calls(admin)["eval"] == 1
    assert calls(admin)["evalsha"] == 999


def test_a_flush_of_scripts_between_any_two_calls_changes_no_answer(algorithm, admin, manual_clock, make, own_client):
    limiter, memory = make(algorithm, QUOTA, own_client), WholeMicroseconds(algorithm, QUOTA, manual_clock)
    for cost in (1, 2, 2, 1, 1, 4):
        admin.script_flush()
        assert limiter.peek("key") == memory.peek("key")
        admin.script_flush()
        assert limiter.hit("key", cost) == memory.hit("key", cost)
        admin.script_flush()
        assert limiter.hit_many(["key", "other", "key"]) == [memory.hit(key) for key in ("key", "other", "key")]
        manual_clock.now += DAY // 3


def test_a_script_that_is_unknown_costs_one_more_trip_once(admin, make, own_client):
    limiter = make(ALGORITHMS[0], QUOTA, own_client)
    limiter.hit("warm")
    admin.script_flush()
    spent = []
    for _ in range(2):
        before = reads(admin)
        limiter.hit("key")
        spent.append(reads(admin) - before - 1)
    assert spent == [2, 1]
    assert limiter.peek("key").remaining == 2


def test_the_script_cache_does_not_grow_with_calls(admin, make, own_client):
    client = own_client
    for limit in range(1, 30):
        for algorithm in ALGORITHMS:
            limiter = make(algorithm, Quota.per_day(limit), client, prefix=f"prefix {limit}")
            limiter.hit(f"{limit}")
            limiter.hit_many([f"{limit}", "other"])
    assert admin.info("memory")["number_of_cached_scripts"] == len(ALGORITHMS)
