"""One limit in several regions: what is granted above it, and what is lost."""

from benchmarks.scaling.simulated.exchange import LONG_PERIOD, bound, worst
from benchmarks.scaling.table import count, percent, table
from katas.grader.keyed.meters import Dial
from ratelimit import FixedWindow, MemoryLimiter, Quota

SHARES = {"even": (0.25, 0.25, 0.25, 0.25), "uneven": (0.4, 0.3, 0.2, 0.1), "one big region": (0.7, 0.1, 0.1, 0.1)}


def split(limit: int, regions: tuple[float, ...], demand: int) -> int:
    """Return what passes of a demand if each region has its part of the limit, all the same size."""
    limiter = MemoryLimiter(FixedWindow, Quota(limit // len(regions), LONG_PERIOD), Dial())
    return sum(limiter.allow(region) for region, share in enumerate(regions) for _ in range(round(demand * share)))


def full(limit: int, regions: tuple[float, ...], demand: int) -> int:
    """Return what passes if each region has a limiter of the whole limit, and none knows of the others."""
    return split(limit * len(regions), regions, demand)


def tables() -> dict[str, str]:
    """Return the tables for the page."""
    uneven = [
        (
            name,
            percent(split(1000, shares, 1000), 1000),
            percent(split(1000, shares, 2000), 1000),
            f"{full(1000, shares, 10_000) / 1000:.1f} N",
        )
        for name, shares in SHARES.items()
    ]
    sync = [
        (
            f"{count(interval)} requests",
            count(worst(1000, 10, interval)),
            f"{bound(1000, 10, interval):,.1f}".removesuffix(".0"),
        )
        for interval in (125, 500, 2500, 20_000)
    ]
    return {
        "uneven": table(("4 regions", "N/4 each, demand N", "N/4 each, demand 2 N", "N each, demand 10 N"), uneven),
        "sync": table(("demand between two exchanges", "most that passed", "bound"), sync),
    }
