"""What do clocks that disagree let through?"""

from benchmarks.scaling.table import table
from ratelimit import GCRA, FixedWindow, Quota, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.protocols import Algorithm
from ratelimit.replay import Step, replay

LIMIT, PERIOD = 10, 100
ALGORITHMS: dict[str, Algorithm] = {
    "`FixedWindow`": FixedWindow,
    "`SlidingLog`": SlidingLog,
    "`SlidingWindowCounter`": SlidingWindowCounter,
    "`TokenBucket`": TokenBucket,
    "`GCRA`": GCRA,
}


def greedy(start: int, ahead: int) -> list[tuple[int, int]]:
    """Return the arrivals of one period: more than the limit at each tick, the last ones by a clock that is ahead."""
    last = start + PERIOD - 1
    arrivals = [(now, 1) for now in range(start, last + 1) for _ in range(LIMIT + 1)]
    return arrivals + [(last + ahead, 1)] * (2 * LIMIT) if ahead else arrivals


def most(algorithm: Algorithm, ahead: int) -> int:
    """Return the most units granted in one true period, wherever it begins."""
    quota = Quota(LIMIT, PERIOD)
    return max(granted(replay(algorithm(quota), greedy(start, ahead))) for start in range(PERIOD))


def granted(steps: list[Step]) -> int:
    """Count the units granted."""
    return sum(step.cost for step in steps if step.wait == 0)


class BackwardBucket:
    """A token bucket that lets time go back: it refills since the last time, and then takes any time for the last."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._full = self._tokens = quota.burst * quota.period
        self._last = 0

    def take(self, now: int) -> bool:
        """Spend one token if there is one."""
        gained = max(0, now - self._last) * self._quota.limit
        self._tokens = min(self._full, self._tokens + gained)
        self._last = now
        enough = self._tokens >= self._quota.period
        self._tokens -= self._quota.period if enough else 0
        return enough


def in_turn(ahead: int, requests: int) -> tuple[int, int, int]:
    """Let two clients take turns at one instant, one of them ahead. Return what two buckets grant, and the bound."""
    quota = Quota(LIMIT, PERIOD)
    times = [1000 + ahead * (turn % 2) for turn in range(requests)]
    backward = BackwardBucket(quota)
    ours = granted(replay(TokenBucket(quota), [(now, 1) for now in times]))
    return sum(backward.take(now) for now in times), ours, quota.burst + ahead * LIMIT // PERIOD


def once() -> tuple[int, int]:
    """Return what a client five emission intervals ahead gets of a burst of 5, and how long the others then wait."""
    quota = Quota(1, 10, burst=5)
    meter = GCRA(quota)
    steps = replay(meter, [(1000, 1)] * 10 + [(1050, 1)] * 10)
    return granted(steps), meter.take(1000)


def tables() -> dict[str, str]:
    """Return the tables for the page."""
    rows = [(name, most(algorithm, 0), most(algorithm, PERIOD)) for name, algorithm in ALGORITHMS.items()]
    head = ("at most in one period, N = 10", "the server's clock", "clients' clocks, a period apart")
    backward, ours, most_of_all = in_turn(20, 1000)
    extra, wait = once()
    turns = [
        ("a bucket that lets time go back", f"{backward:,} of 1,000"),
        ("`TokenBucket`", f"{ours} of 1,000 (bound: {most_of_all})"),
        ("`GCRA`, burst 5, a client 5 intervals ahead", f"{extra}, and everybody else waits {wait // 10} intervals"),
    ]
    return {
        "skew": table(head, rows),
        "turns": table(("two clients, one ahead, take turns at one instant", "granted"), turns),
    }
