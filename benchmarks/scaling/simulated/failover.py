"""What does a failover lose? Replication is asynchronous: what was granted last may not be known to the new primary."""

from benchmarks.scaling.table import table
from ratelimit import FixedWindow, Quota, TokenBucket
from ratelimit.protocols import Algorithm
from ratelimit.replay import replay

MS = 1000
QUOTA = Quota(600, 60_000 * MS)
FAILS = 90_000 * MS  # in the middle of a window
STEADY = [(now, 1) for now in range(0, FAILS, 50 * MS)]  # 20 a second, twice the quota
BURST = [(FAILS - 8 * MS + request * 10, 1) for request in range(800)]
AFTER = [(now, 1) for now in range(FAILS, FAILS + QUOTA.period // 2, 10 * MS)]
LAGS = {"10 ms": 10 * MS, "100 ms": 100 * MS, "1 s": 1000 * MS, "10 s": 10_000 * MS}


def passed(algorithm: Algorithm, before: list[tuple[int, int]], lag: int) -> tuple[int, int]:
    """Return what passes too much, and what was granted but is lost: a replica lacks the last `lag` ticks."""
    unharmed, replica = algorithm(QUOTA), algorithm(QUOTA)
    granted = [step for step in replay(unharmed, before) if step.wait == 0]
    known = [(step.now, step.cost) for step in granted if step.now < FAILS - lag]
    replay(replica, known)
    due, had = (sum(step.wait == 0 for step in replay(meter, AFTER)) for meter in (unharmed, replica))
    return had - due, len(granted) - len(known)


def tables() -> dict[str, str]:
    """Return the tables for the page."""
    rows = []
    for name, lag in LAGS.items():
        cases: list[tuple[Algorithm, list[tuple[int, int]]]] = [
            (TokenBucket, STEADY),
            (TokenBucket, BURST),
            (FixedWindow, BURST),
        ]
        cells = ["{} of {} lost".format(*passed(algorithm, before, lag)) for algorithm, before in cases]
        rows.append((name, *cells))
    head = (
        "not replicated",
        "`TokenBucket`, asked 20/s",
        "`TokenBucket`, 800 in the last 8 ms",
        "`FixedWindow`, the same",
    )
    return {"failover": table(head, rows)}
