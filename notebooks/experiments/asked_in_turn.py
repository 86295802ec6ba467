"""What several limits are charged for a request that one of them refuses."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from notebooks.experiments.simulated_clock import SimulatedClock
from ratelimit import MemoryLimiter, Quota
from ratelimit.protocols import Algorithm

KEY = "ann"


class Spent(NamedTuple):
    """What became of some requests for one unit each."""

    passed: int
    charged: dict[str, int]
    """How many units each limit has taken."""

    @property
    def burnt(self) -> dict[str, int]:
        """How many of these were for requests that did not pass."""
        return {name: units - self.passed for name, units in self.charged.items()}


def in_turn(algorithm: Algorithm, quotas: Mapping[str, Quota], order: Sequence[str], times: Iterable[int]) -> Spent:
    """Ask a limiter for each quota, one after another, up to the first that refuses."""
    clock = SimulatedClock()
    limiters = {name: MemoryLimiter(algorithm, quotas[name], clock=clock) for name in order}
    passed, charged = 0, dict.fromkeys(quotas, 0)
    for clock.now in times:
        for name, limiter in limiters.items():
            if not limiter.allow(KEY):
                break
            charged[name] += 1
        else:
            passed += 1
    return Spent(passed, charged)


def together(algorithm: Algorithm, quotas: Mapping[str, Quota], times: Iterable[int]) -> Spent:
    """Ask one limiter of all quotas. What it charges each is read from the levels before and after a request."""
    clock = SimulatedClock()
    limiter = MemoryLimiter(algorithm, list(quotas.values()), clock=clock)
    passed, charged = 0, dict.fromkeys(quotas, 0)
    for clock.now in times:
        before = limiter.peek(KEY).levels
        decision = limiter.hit(KEY)
        passed += decision.allowed
        for name, had, has in zip(quotas, before, decision.levels, strict=True):
            charged[name] += had.remaining - has.remaining
    return Spent(passed, charged)
