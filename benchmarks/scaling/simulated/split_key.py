"""What is lost when one quota is split over k sub-keys?"""

from collections.abc import Callable, Iterator
from itertools import count
from random import Random
from statistics import mean

from benchmarks.scaling.table import percent, table
from katas.grader.keyed.meters import Dial
from ratelimit import FixedWindow, MemoryLimiter, Quota

LIMIT, PERIOD = 960, 60_000_000
SHARDS = (4, 16, 64)
ROUNDS = 20

Choice = Callable[[int, Random], Iterator[int]]
"""Of a number of shards, which to ask first, and which after a refusal."""


def at_random(shards: int, random: Random) -> Iterator[int]:
    """Ask a random one."""
    yield random.randrange(shards)


def and_one_more(shards: int, random: Random) -> Iterator[int]:
    """Ask a random one, and if it refuses, another random one."""
    first = random.randrange(shards)
    yield first
    yield (first + random.randrange(1, shards)) % shards


def all_in_turn(shards: int, random: Random) -> Iterator[int]:
    """Ask a random one, and if it refuses, the next, until all have."""
    first = random.randrange(shards)
    yield from ((first + step) % shards for step in range(shards))


def round_robin(processes: int) -> Choice:
    """Ask one after another; each process has its own turn, and gets requests at random."""
    turns: dict[int, Iterator[int]] = {}

    def choose(shards: int, random: Random) -> Iterator[int]:
        process = random.randrange(processes)
        turn = turns.setdefault(process, count(random.randrange(shards)))
        yield next(turn) % shards

    return choose


def by_client(shards: int, random: Random) -> Iterator[int]:
    """Always ask the same one for the same client; one client sends 70 % of the requests."""
    yield 0 if random.random() < 0.7 else random.randrange(1, shards)


WAYS: dict[str, Callable[[], Choice]] = {
    "by client, one of whom sends 70 %": lambda: by_client,
    "at random": lambda: at_random,
    "round robin, in each of 8 processes": lambda: round_robin(8),
    "at random, one more try if refused": lambda: and_one_more,
    "at random, then all the others": lambda: all_in_turn,
}


def used(choose: Choice, shards: int, demand: int, random: Random) -> tuple[int, int]:
    """Return how many of the requests in one period are granted, and with how many trips."""
    limiter = MemoryLimiter(FixedWindow, Quota(LIMIT // shards, PERIOD), Dial())
    granted = trips = 0
    for _ in range(demand):
        for shard in choose(shards, random):
            trips += 1
            if limiter.allow(f"key#{shard}"):
                granted += 1
                break
    return granted, trips


def shares(way: str, shards: int, demand: int) -> tuple[float, float]:
    """Return the mean number granted, and the mean number of trips for a request."""
    tries = [used(WAYS[way](), shards, demand, Random(seed)) for seed in range(ROUNDS)]
    return mean(granted for granted, _ in tries), mean(trips for _, trips in tries) / demand


def tables() -> dict[str, str]:
    """Return the tables for the page."""
    rows = []
    for way in WAYS:
        cells = [percent(shares(way, shards, LIMIT)[0], LIMIT) for shards in SHARDS]
        _, trips = shares(way, 16, LIMIT)
        _, attacked = shares(way, 16, 3 * LIMIT)
        rows.append((way, *cells, f"{trips:.2f}", f"{attacked:.2f}"))
    head = (
        "the sub-key is chosen",
        *(f"k = {shards}" for shards in SHARDS),
        "trips, k = 16",
        "the same at 3 times the quota",
    )
    return {"split": table(head, rows)}
