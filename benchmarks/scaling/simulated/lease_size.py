"""What do leases save, and what do they cost? A lease takes several units in one trip, and they are spent locally."""

from inspect import getsource
from random import Random

from benchmarks.scaling.simulated.leases import Leases
from benchmarks.scaling.table import count, table
from katas.grader.keyed.meters import Dial
from ratelimit import FixedWindow, Limiter, MemoryLimiter, Quota, TokenBucket
from ratelimit.protocols import Algorithm

SECOND = 1_000_000
CLIENTS = 20
SIZES = (1, 5, 10, 50)


class InspectableLeases(Leases):
    """Leases whose unspent units can be counted."""

    def stranded(self, key: str) -> int:
        """Return the units that were leased and not spent."""
        return self._left[key]


class CountingLimiter:
    """A limiter that counts how often it is asked: each time is a round trip."""

    def __init__(self, limiter: Limiter[str]) -> None:
        self._limiter = limiter
        self.trips = 0

    def allow(self, key: str, cost: int = 1) -> bool:
        """Ask."""
        self.trips += 1
        return self._limiter.allow(key, cost)


class Fleet:
    """Clients that lease from one limiter."""

    def __init__(self, algorithm: Algorithm, quota: Quota, size: int) -> None:
        self.dial = Dial()
        self.limiter = CountingLimiter(MemoryLimiter(algorithm, quota, self.dial))
        self.clients = [InspectableLeases(self.limiter, size) for _ in range(CLIENTS)]  # type: ignore[arg-type]  # only `allow` is asked
        self.got = [0] * CLIENTS
        self.asked = 0

    def asks(self, client: int) -> None:
        """Let a client ask for one unit of the one key."""
        self.asked += 1
        self.got[client] += self.clients[client].allow("key")

    def stranded(self) -> int:
        """Return the units that were taken from the quota, and not spent."""
        return sum(client.stranded("key") for client in self.clients)


def steady(size: int, load: float) -> Fleet:
    """Let the clients ask at random for ten seconds, all together this share of 1,000 a second, burst 1,000."""
    fleet, random = Fleet(TokenBucket, Quota(1000, SECOND), size), Random(0)
    requests = round(10_000 * load)
    for request in range(requests):
        fleet.dial.now = request * 10 * SECOND // requests
        fleet.asks(random.randrange(CLIENTS))
    return fleet


def small(size: int) -> Fleet:
    """Let each client ask three times of a quota of 100 in one window: 60 in all, so that no one need be refused."""
    fleet, random = Fleet(FixedWindow, Quota(100, 60 * SECOND), size), Random(0)
    asks = [client for client in range(CLIENTS) for _ in range(3)]
    random.shuffle(asks)
    for client in asks:
        fleet.asks(client)
    return fleet


def hoarded(size: int) -> int:
    """Return the most that passes in one period: leases taken before it begins, each but for one unit, and its own."""
    fleet = Fleet(FixedWindow, Quota(1000, 60 * SECOND), size)
    for client in range(CLIENTS):
        fleet.asks(client)
    fleet.got = [0] * CLIENTS
    fleet.dial.now = 60 * SECOND
    for _ in range(1000 + size):
        for client in range(CLIENTS):
            fleet.asks(client)
    return sum(fleet.got)


def tables() -> dict[str, str]:
    """Return the tables for the page."""
    rows = []
    for size in SIZES:
        calm, busy, few = steady(size, 0.9), steady(size, 1.5), small(size)
        rows.append(
            (
                f"n = {size}",
                f"{calm.limiter.trips / calm.asked:.3f}",
                f"{busy.limiter.trips / busy.asked:.2f}",
                count(sum(busy.got)),
                f"{min(busy.got)}-{max(busy.got)}",
                f"{sum(few.got)} of 60, {few.stranded()} stranded",
                count(hoarded(size)),
            )
        )
    head = (
        "lease",
        "trips a request at 90 % load",
        "at 150 %",
        "granted at 150 %",
        "per client",
        "60 asked of 100",
        "most in one period of 1,000",
    )
    return {"recipe": f"```python\n{getsource(Leases)}```", "lease": table(head, rows)}
