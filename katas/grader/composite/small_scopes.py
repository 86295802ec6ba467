"""Every timeline of three calls under small limits: of all pairs of algorithms, and of a few sets of others."""

from collections.abc import Iterator, Sequence
from itertools import product

from katas.grader.composite.inputs import Limits
from katas.grader.composite.members import Lookalike, Unhashable
from katas.grader.composite.trial import CompositeTrial
from katas.grader.meter.oracle import ALGORITHMS
from katas.grader.meter.small_scopes import every_timeline
from katas.grader.timeline import Limit, Timeline
from ratelimit import Quota

PAIRS = tuple(
    (Limit(Quota(2, 2), one), Limit(Quota(2, 3), other)) for one, other in product(ALGORITHMS, repeat=2)
)  # in either order: all of these are pairs of two algorithms
UNLIKE_SIZES = tuple(  # with waits alike
    (Limit(Quota(one, 3), name), Limit(Quota(5 - one, 3), name))
    for one in (2, 3)
    for name in ("FixedWindow", "SlidingLog")
)
FEW = (  # none of which can never grant two units
    (Limit(Quota(2, 2), "TokenBucket"),),
    (Limit(Quota(2, 4), "TokenBucket"), Limit(Quota(2, 3), "FixedWindow")),
    (Limit(Quota(3, 3), "SlidingLog"), Limit(Quota(2, 4), "TokenBucket")),
    (Limit(Quota(2, 3), "GCRA"), Limit(Quota(2, 3), "GCRA")),
    (Limit(Quota(2, 1), "LeakyBucket"), Limit(Quota(3, 2), "SlidingWindowCounter"), Limit(Quota(2, 5), "TokenBucket")),
)

UNLIKE = (Limit(Quota(2, 6), "TokenBucket"), Limit(Quota(2, 7), "FixedWindow"), Limit(Quota(3, 4), "SlidingLog"))
NEVER = (Limit(Quota(1, 3), "TokenBucket"), Limit(Quota(2, 7), "FixedWindow"))  # two units


def among_lookalikes(trial: CompositeTrial, **judged: bool) -> None:
    """Judge some with members that can't be told apart by what they equal, though they differ in every answer."""
    for kind in (Lookalike, Unhashable):
        with trial.guard.unwatched(), trial.alone(kind):
            for limits, asks in ((UNLIKE, ("level",)), (NEVER, ())):
                timelines = dict.fromkeys(every_timeline(limits[0].quota, 3, [-3, 0, 2], (1, 2), asks))
                trial.compare((timeline.under(limits) for timeline in timelines), **judged)


def every_small_scope(
    trial: CompositeTrial, *asks: str, sets: Sequence[Limits] = FEW, back: bool = False, **judged: bool
) -> None:
    """Judge all of them. They come alone and unwatched, as there are thousands: what is drawn comes among others."""
    with trial.guard.unwatched(), trial.alone():
        trial.compare(small_scopes(*asks, sets=sets, back=back), **judged)


def small_scopes(*asks: str, sets: Sequence[Limits] = FEW, back: bool = False) -> Iterator[Timeline]:
    """Yield them; with `asks` these methods are asked too, with `back` time may go back."""
    gaps = [-3, -1, 0, 2] if back else [0, 1, 3]
    for limits in sets:
        for timeline in dict.fromkeys(every_timeline(limits[0].quota, 3, gaps, (1, 2), asks)):  # some come twice
            yield timeline.under(limits)
