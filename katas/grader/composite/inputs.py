"""What timelines of several limits are drawn from: sets of limits, and a meter's moves and costs.

In `USUAL` sets each limit is much slower than the one before it and holds no less, as people write them. So the last
one that refuses has the longest wait. `MIXED` sets are of all algorithms, and either limit may be the smaller one.
"""

from dataclasses import dataclass, replace
from itertools import product

from katas.grader.composite.spec import CompositeSpec
from katas.grader.meter.inputs import EPOCH, Inputs
from katas.grader.meter.oracle import ALGORITHMS
from katas.grader.timeline import Limit, Timeline
from ratelimit import Quota

Limits = tuple[Limit, ...]


@dataclass(frozen=True)
class CompositeInputs:
    """One kind of timelines for composites."""

    sets: tuple[Limits, ...]
    inputs: Inputs

    @property
    def length(self) -> int:
        """The most calls."""
        return self.inputs.length

    def timeline(self, head: bytes, events: list[bytes]) -> Timeline:
        """Make drawn bytes, three for the head and three for each event, into a timeline for a set of limits."""
        limits = self.sets[int.from_bytes(head[:2], "little") % len(self.sets)]
        leads, place = divmod(head[2], len(self.inputs.starts))
        spec = CompositeSpec(limits, leads % len(limits))
        calls = self.inputs.calls(spec, self.inputs.starts[place], events)
        return Timeline(limits[0].quota, tuple(calls)).under(limits)


def _sets(*columns: tuple[tuple[str, Quota], ...]) -> tuple[Limits, ...]:
    return tuple(tuple(Limit(quota, name) for name, quota in chosen) for chosen in product(*columns))


def _any(*quotas: Quota) -> tuple[tuple[str, Quota], ...]:
    return tuple((name, quota) for quota in quotas for name in ALGORITHMS)


_FAST = (("TokenBucket", Quota(1, 8)), *_any(Quota(2, 8)), ("GCRA", Quota(3, 24)))
_STEADY = ("TokenBucket", "FixedWindow", "GCRA", "LeakyBucket")  # after a refill, all else refills late
_SLOW = tuple((name, quota) for quota in (Quota(3, 960), Quota(4, 960)) for name in _STEADY)
_SLOWEST = tuple((name, Quota(5, 9600)) for name in _STEADY[:2])
USUAL = _sets(_FAST, _SLOW) + _sets(_FAST[:3], _SLOW[:2], _SLOWEST)
_PAIRS = ((Quota(2, 8), Quota(3, 24)), (Quota(3, 24), Quota(2, 16)), (Quota(5, 8), Quota(2, 64)), (Quota(1, 8),) * 2)
MIXED = tuple(each for one, other in _PAIRS for each in _sets(_any(one), _any(other)))
MIXED += _sets(_any(Quota(4, 16)), _any(Quota(5, 64)), _any(Quota(3, 40)))[::7]
ODD = tuple(
    each
    for one, other in ((Quota(3, 10), Quota(7, 3)), (Quota(2, 7), Quota(5, 30)), (Quota(25, 49),) * 2)
    for each in _sets(_any(one), _any(other))
)
ODD += tuple(
    tuple(Limit(Quota(1 + n % size, 7 + 3 * n), name) for n, name in enumerate([*ALGORITHMS, *ALGORITHMS][:size]))
    for size in (1, 4, 9, 12)
)

UNTIL_REFUSED = CompositeInputs(MIXED, Inputs(("none", "none", "tick", "due", "inside"), costs=True, length=10))
REFUSED = CompositeInputs(
    MIXED, Inputs(("none", "none", "tick", "due", "early", "inside"), costs=True, refusals=True, length=10)
)
WAITING = CompositeInputs(USUAL, Inputs(("none", "none", "tick", "due", "early"), refusals=True))
IMPOSSIBLE = CompositeInputs(MIXED, replace(REFUSED.inputs, errors=True))
STEPS_BACK = CompositeInputs(
    MIXED,
    Inputs(
        ("none", "due", "early", "tick", "inside", "back", "back", "far back"),
        starts=(20, 0, 1, 100, 400),
        costs=True,
        errors=True,
        refusals=True,
    ),
)
LOOKING = CompositeInputs(MIXED, replace(STEPS_BACK.inputs, asks=("take", "level", "take")))
ANY = CompositeInputs(MIXED + ODD, replace(LOOKING.inputs, length=16, starts=(20, 0, 1, 400, EPOCH)))
