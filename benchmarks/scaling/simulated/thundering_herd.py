"""What happens when all who were refused come back at once?"""

from collections import Counter
from heapq import heappop, heappush
from random import Random

from benchmarks.scaling.table import count, table
from ratelimit import GCRA, FixedWindow, LeakyBucket, Quota
from ratelimit.protocols import Meter

SECOND = 1_000_000
CLIENTS = 100


def retry_when_told(meter: Meter, jitter: int) -> tuple[int, int, int]:
    """Let all clients ask for one unit at once, and again after their `retry_after` and up to `jitter` more.

    Return how often they ask in all, the most in any 10 ms after the first ones, and when the last one is served.
    """
    random = Random(0)
    queue = [(0, client) for client in range(CLIENTS)]
    asked = last = 0
    retries: Counter[int] = Counter()  # in each 10 ms
    while queue:
        now, client = heappop(queue)
        asked += 1
        if now:
            retries[now // (SECOND // 100)] += 1
        wait = meter.take(now)
        if wait:
            heappush(queue, (now + wait + (random.randrange(jitter) if jitter else 0), client))
        else:
            last = now
    return asked, max(retries.values()), last


def wait_in_queue() -> tuple[int, int, int]:
    """Let each ask once, and go ahead after the delay of a leaky bucket that has room for all."""
    meter = LeakyBucket(Quota(10, SECOND, burst=CLIENTS))
    delays = []
    for _ in range(CLIENTS):
        delays.append(meter.delay(0))
        meter.take(0)
    return len(delays), 1, max(delays)


def tables() -> dict[str, str]:
    """Return the tables for the page."""
    ten = Quota(10, SECOND, burst=1)
    window = Quota(CLIENTS, 10 * SECOND)

    def full_window() -> Meter:
        meter = FixedWindow(window)
        meter.take(0, CLIENTS)
        return meter

    cases = [
        ("`FixedWindow`, 100 per 10 s, spent", retry_when_told(full_window(), 0)),
        ("the same, each adds up to 5 s", retry_when_told(full_window(), 5 * SECOND)),
        ("`GCRA`, 10 a second, burst 1", retry_when_told(GCRA(ten), 0)),
        ("the same, each adds up to 5 s", retry_when_told(GCRA(ten), 5 * SECOND)),
        ("`LeakyBucket`, burst 100, each waits for its `delay`", wait_in_queue()),
    ]
    rows = [(name, count(asked), retries, f"{last / SECOND:.1f} s") for name, (asked, retries, last) in cases]
    head = ("100 clients, each wants one unit", "requests", "most within 10 ms", "last one served")
    return {"herd": table(head, rows)}
