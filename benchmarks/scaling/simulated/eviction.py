"""What does a full memory do to limits, if the server evicts keys to make room?"""

from collections import OrderedDict
from heapq import heappop, heappush
from random import Random

from benchmarks.scaling.table import table
from ratelimit import GCRA, FixedWindow, Quota, SlidingLog, TokenBucket
from ratelimit.protocols import Algorithm, Meter

SECOND = 1_000_000
QUOTA = Quota(10, 3600 * SECOND)
ROOM = 5_000  # keys
RATE = 1_000  # new keys a second: as 50,000 keys and 10,000 a second, but cheaper to play


def least_recently_used(seconds: int) -> int:
    """Return the grants of a client that floods an LRU with new keys, and uses its own again once it was evicted."""
    held: OrderedDict[int, Meter] = OrderedDict()
    granted = 0
    for request in range(seconds * RATE):
        now = request * SECOND // RATE
        if 0 not in held:  # the client's own key
            held[0] = TokenBucket(QUOTA)
            while held[0].take(now) == 0:
                granted += 1
        held[request + 1] = TokenBucket(QUOTA)
        while len(held) > ROOM:
            held.popitem(last=False)
    return granted


def soonest_to_expire(algorithm: Algorithm, seconds: int) -> int:
    """Return the same, if the key that would expire first is dropped."""
    start = 400_000 * 3600 * SECOND + 600 * SECOND
    expiries: list[tuple[int, float, int]] = []
    random = Random(0)  # of those that expire at once, any
    held: set[int] = set()
    granted = 0
    for request in range(seconds * RATE):
        now = start + request * SECOND // RATE
        if 0 not in held:
            own = algorithm(QUOTA)
            while own.take(now) == 0:
                granted += 1
            heappush(expiries, (now + own.level(now).reset_after, random.random(), 0))
            held.add(0)
        other = algorithm(QUOTA)
        other.take(now)
        heappush(expiries, (now + other.level(now).reset_after, random.random(), request + 1))
        held.add(request + 1)
        while len(expiries) > ROOM:
            held.discard(heappop(expiries)[2])
    return granted


def tables() -> dict[str, str]:
    """Return the tables for the page."""
    lru = least_recently_used(60)
    soonest = [soonest_to_expire(algorithm, 60) for algorithm in (TokenBucket, GCRA, SlidingLog, FixedWindow)]
    head = ("LRU", *(f"soonest, `{name}`" for name in ("TokenBucket", "GCRA", "SlidingLog", "FixedWindow")))
    return {"eviction": table(("evicted first", *head), [("granted in a minute", lru, *soonest)])}
