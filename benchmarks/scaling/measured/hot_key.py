"""What does an attack on one key cost Redis, with and without remembered refusals?"""

from redis import Redis

from benchmarks.scaling.servers import client, decisions, server
from benchmarks.scaling.table import count, table
from katas.grader.keyed.meters import Dial
from ratelimit import GCRA, FixedWindow, Quota, TokenBucket
from ratelimit.protocols import Algorithm
from ratelimit.redis import RedisLimiter

SECOND = 1_000_000_000
SECONDS = 5
START = 1_764_000_000 * SECOND
CASES: dict[str, tuple[Algorithm, Quota]] = {
    "`TokenBucket`, 100/minute": (TokenBucket, Quota.per_minute(100)),
    "`TokenBucket`, 10/second": (TokenBucket, Quota.per_second(10)),
    "`GCRA`, 1,000/second": (GCRA, Quota.per_second(1000)),
    "`FixedWindow`, 100/minute": (FixedWindow, Quota.per_minute(100)),
}
RATES = (1_000, 4_000)
PROCESSES = (1, 8)


def asked(redis: Redis, case: str, rate: int, processes: int, remember: int) -> float:
    """Return how often Redis is asked each second, by its own count, once the burst is spent.

    Requests come evenly by the clients' clock, each to the next process.
    """
    algorithm, quota = CASES[case]
    dial = Dial(START)
    prefix = f"{case} {rate} {processes} {remember}"
    limiters = [
        RedisLimiter(algorithm, quota, redis, prefix=prefix, clock=dial, remember=remember) for _ in range(processes)
    ]
    limiters[0].hit("key", quota.burst)
    redis.config_resetstat()
    for request in range(rate * SECONDS):
        dial.now = START + request * SECOND // rate
        limiters[request % processes].allow("key")
    return decisions(redis)[0] / SECONDS


def measure() -> dict[str, dict[str, float]]:
    """Return round trips a second, for each case."""
    with server() as running, client(running) as redis:

        def row(case: str, remember: int) -> dict[str, float]:
            return {
                f"{count(rate)}/s, {processes} process{'es' if processes > 1 else ''}": asked(
                    redis, case, rate, processes, remember
                )
                for rate in RATES
                for processes in PROCESSES
            }

        without = {"without `remember`, any quota": row("`TokenBucket`, 100/minute", 0)}
        return without | {case: row(case, 1) for case in CASES}


def tables(measured: dict[str, dict[str, float]]) -> dict[str, str]:
    """Return the tables for the page."""
    columns = list(next(iter(measured.values())))
    rows = [(case, *(f"{row[column]:,.0f}" for column in columns)) for case, row in measured.items()]
    return {"hot_key": table(("round trips a second", *columns), rows)}
