"""What does each choice of `on_error` mean while Redis is away?"""

from random import Random
from socket import AF_INET, SOCK_STREAM, socket

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Away
from redis.retry import Retry

from benchmarks.scaling.table import count, table
from katas.grader.keyed.meters import Dial
from ratelimit import Algorithm, FixedWindow, MemoryLimiter, Quota, TokenBucket
from ratelimit.redis import RedisLimiter
from ratelimit.redis.sans_io import OnError

LIMIT, MINUTE = 1_000, 60_000_000_000
PROCESSES = 8
DEMAND = 12_000


def passed(choices: list[OnError], dial: Dial) -> list[str]:
    """Return what passes in each of two minutes of outage: a process has its own choice, and its part of the demand."""
    with socket(AF_INET, SOCK_STREAM) as unused:
        unused.bind(("127.0.0.1", 0))  # a port on which nothing listens
        client = Redis(port=unused.getsockname()[1], retry=Retry(NoBackoff(), 0))
        quota = Quota(LIMIT, MINUTE)
        limiters = [RedisLimiter(FixedWindow, quota, client, on_error=choice) for choice in choices]
        random, minutes = Random(0), list[str]()
        for dial.now in (0, MINUTE):
            try:
                minutes.append(count(sum(limiters[random.randrange(PROCESSES)].allow("key") for _ in range(DEMAND))))
            except Away:
                minutes.append("0, all are errors")
        return minutes


def standing_in(algorithm: Algorithm, quota: Quota, dial: Dial) -> list[OnError]:
    """Return a limiter in memory for each process."""
    return [MemoryLimiter(algorithm, quota, dial) for _ in range(PROCESSES)]


def tables() -> dict[str, str]:
    """Return the tables for the page."""
    dial = Dial()
    whole = standing_in(FixedWindow, Quota(LIMIT, MINUTE), dial)
    shared = standing_in(TokenBucket, Quota(LIMIT // PROCESSES, MINUTE, burst=LIMIT), dial)
    choices: dict[str, tuple[list[OnError], str]] = {
        '`"raise"`': (["raise"] * PROCESSES, "callers that decide for each request"),
        '`"allow"`': (["allow"] * PROCESSES, "a limit on excess, if what is behind it stands a while without"),
        '`"deny"`': (["deny"] * PROCESSES, "a limit that must hold: an outage of Redis is yours too"),
        "`MemoryLimiter` of the whole quota": (whole, "servers that each protect themselves"),
        "`MemoryLimiter` of 1/8 of its rate, and all of its burst": (shared, "everything else; each begins full"),
    }
    rows = []
    for name, (choice, fit) in choices.items():
        rows.append((name, *passed(choice, dial), fit))
    return {
        "outage": table(("`on_error`, 8 processes", "passed in the first minute", "in the second", "fit for"), rows)
    }
