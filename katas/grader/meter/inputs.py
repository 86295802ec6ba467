"""What timelines are drawn from. Each kind of input can show its own level's mistakes, and not the next level's.

An event is drawn as three bytes, from which the oracle makes a call, so that calls fall where it matters: on the
tick at which a unit comes free, one before it, at a window's edge, after a year. Bytes, because Hypothesis draws them
evenly and alike on every machine (its integers tend to be small, and come from floats). A zero stands for the first
entry of each table below, the simplest.
"""

from dataclasses import dataclass, replace

from katas.grader.meter.oracle import Decider, Oracle, Spec
from katas.grader.timeline import Call, Timeline
from ratelimit import Quota

DAY = 86_400_000_000_000  # ns
YEAR = 365 * DAY
EPOCH = 1_800_000_000_000_000_000  # ns since 1970, in the year 2027
UPTIME = 7_654_321_987_654  # ns since a machine was started

_PERIODS = (10**9, 1_500_000_000, 60 * 10**9, 3600 * 10**9, DAY, 30 * DAY, 10**9 + 7, 10**16 + 1, 10**6, 1000, 997)
_LIMITS = (1, 2, 3, 5, 7, 10, 59, 60, 100, 997, 10**6, 10**6 + 3)


@dataclass(frozen=True)
class Quotas:
    """Quotas to choose from: those of buckets, and those of windows, which have no burst of their own."""

    buckets: tuple[Quota, ...]
    windows: tuple[Quota, ...]

    def __or__(self, other: "Quotas") -> "Quotas":
        """Choose from either with equal chance."""
        return Quotas(_evenly(self.buckets, other.buckets), _evenly(self.windows, other.windows))

    def of(self, oracle: type[Oracle]) -> tuple[Quota, ...]:
        """Return those that the algorithm takes."""
        return self.buckets if oracle.has_burst else self.windows


def _evenly(some: tuple[Quota, ...], others: tuple[Quota, ...]) -> tuple[Quota, ...]:
    most = max(len(some), len(others))
    return tuple(quota for n in range(most) for quota in (some[n % len(some)], others[n % len(others)]))


# A unit comes free after a power of two of ticks: nothing rounds, not even a float.
EVEN = Quotas(
    tuple(Quota(n, n * ticks, burst) for ticks in (8, 4, 16, 32) for n in (1, 2, 3, 5) for burst in (1, 2, 3, 5, 9)),
    tuple(Quota(limit, period) for period in (8, 16, 32, 64) for limit in (1, 2, 3, 4, 5, 7)),
)
ODD = Quotas(
    tuple(Quota(n, ticks, burst) for ticks in (10, 3, 7, 1, 2, 30) for n in (3, 1, 2, 7, 10) for burst in (1, 2, 3, 7)),
    tuple(Quota(limit, period) for period in (10, 3, 7, 1, 2, 30, 25, 49) for limit in (3, 1, 2, 7, 25)),
)
VAST = Quotas(
    tuple(Quota(limit, period, burst) for burst in (1, 2, 5) for period in _PERIODS for limit in _LIMITS),
    tuple(Quota(limit, period) for period in _PERIODS for limit in (1, 2, 3, 5, 7, 10, 49, 97)),
)


@dataclass(frozen=True)
class Inputs:
    """One kind of timelines. By default unit takes, up to the first refusal, from an early start."""

    moves: tuple[str, ...]
    quotas: Quotas = EVEN | ODD | VAST
    starts: tuple[int, ...] = (0, 1, 5, 13, 20, 40, 77)
    length: int = 12
    asks: tuple[str, ...] = ("take",)
    interior: bool = False  # never within a tick of a change
    costs: bool = False  # costs above one
    errors: bool = False  # costs that can never be granted
    refusals: bool = False  # go on after a refusal

    def timeline(self, oracle: type[Oracle], head: bytes, events: list[bytes]) -> Timeline:
        """Make drawn bytes, three for the head and three for each event, into a timeline for this algorithm."""
        quotas = self.quotas.of(oracle)
        quota = quotas[int.from_bytes(head[:2], "little") % len(quotas)]
        start = self.starts[head[2] % len(self.starts)]
        return Timeline(quota, tuple(self.calls(Spec(oracle, quota), start, events)))

    def calls(self, spec: Decider, now: int, events: list[bytes]) -> list[Call]:
        """Turn the events into calls, the first of them not before `now`."""
        calls: list[Call] = []
        for move, size, rest in events:
            ask = self.asks[rest % len(self.asks)]
            cost = self._cost(rest // len(self.asks), spec.capacity)
            if ask != "take":
                calls.append(Call(ask, self._moved(move, size, spec, now, 1)))  # `level` and `delay` move no clock
                continue
            now = self._moved(move, size, spec, now, cost)
            for _ in range(2 * spec.quota.period if self.interior else 0):
                if not spec.near_edge(now):
                    break
                now += 1
            calls.append(Call("take", now, cost))
            if not 1 <= cost <= spec.capacity:
                continue
            if not spec.wait(now, cost):
                spec.grant(now, cost)
            elif self.refusals:
                spec.refuse(now)
            else:
                break
        return calls

    def _cost(self, byte: int, capacity: int) -> int:
        if not self.costs:
            return 1
        if self.errors and byte % 5 == 4:
            return (0, capacity + 1, -1, 2 * capacity + 1)[byte // 5 % 4]
        chosen = (1, 2, capacity, 1, capacity - 1, 3, capacity // 2, 1)[byte // 5 % 8]
        return chosen if 1 <= chosen <= capacity else 1

    def _moved(self, move: int, size: int, spec: Decider, now: int, cost: int) -> int:
        """Return the event's time."""
        period = spec.quota.period
        name = self.moves[move % len(self.moves)]
        if name in ("due", "early", "late"):  # the tick at which the cost fits, the one before, one later
            wait = spec.wait(now, cost) if 1 <= cost <= spec.capacity else 0
            return now + max(0, wait + {"due": 0, "early": -1, "late": 1 + size % 5}[name])
        edge = (now // period + 1 + size % 2) * period
        return {
            "none": now,
            "tick": now + 1 + size % 3,
            "edge": edge,  # of an aligned window
            "before edge": max(now, edge - 1),
            "inside": now + 2 * period * size // 256,  # anywhere in the next two periods
            "idle": now + (2 + size % 5) * period + size % 7,
            "year": now + YEAR + size,
            "back": max(0, now - 1 - 2 * period * size // 256),
            "far back": now // (2 + size),
        }[name]


AT_ONE_INSTANT = Inputs(("none",), EVEN, starts=(0,), length=14)
BETWEEN_EDGES = Inputs(("none", "none", "inside", "inside", "late", "idle"), EVEN, length=14, interior=True)
ON_EDGES = Inputs(("none", "none", "due", "due", "early", "edge", "before edge"), EVEN, length=14)
WITH_COSTS = Inputs(
    ("none", "tick", "due", "early", "tick", "inside", "edge", "inside", "idle"), EVEN, costs=True, errors=True
)
WITH_REFUSALS = Inputs(
    ("none", "none", "due", "early", "tick", "inside", "edge", "before edge"), EVEN, costs=True, refusals=True
)
WITH_DELAYS = Inputs(
    ("none", "none", "due", "tick", "inside", "idle"), EVEN, costs=True, asks=("take", "delay", "take")
)
EXACTLY_ODD = Inputs(
    ("none", "due", "due", "early", "tick", "inside", "edge", "idle", "year"),
    ODD,
    starts=(0, 1, 13, 999, UPTIME, EPOCH, EPOCH + 1, EPOCH + 123_456_789),
    length=20,
    costs=True,
)
EXACTLY_VAST = replace(EXACTLY_ODD, quotas=VAST)
EXACTLY_ODD_WITH_DELAYS = replace(EXACTLY_ODD, asks=WITH_DELAYS.asks)
EXACTLY_VAST_WITH_DELAYS = replace(EXACTLY_VAST, asks=WITH_DELAYS.asks)
WITH_STEPS_BACK = Inputs(
    ("none", "due", "early", "tick", "inside", "edge", "idle", "back", "back", "far back"),
    EVEN | ODD,
    starts=(20, 0, 1, 100, 400, EPOCH),
    costs=True,
    errors=True,
    refusals=True,
)
WITH_LOOKS = Inputs(
    ("none", "none", "due", "early", "tick", "inside", "edge", "before edge", "idle", "back", "far back"),
    costs=True,
    errors=True,
    refusals=True,
    asks=("take", "level", "take"),
)
WITH_LOOKS_AND_DELAYS = replace(WITH_LOOKS, asks=("take", "level", "take", "delay"))
