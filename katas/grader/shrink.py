"""Makes a failing timeline as small as possible while it still fails in the same way: what a card shows.

Smaller means, in this order: fewer calls, fewer limits, fewer and plainer keys, a smaller limit and burst, a friendly
period, smaller costs, earlier times. Friendly periods are those of the pinned timelines (8 for a unit, then 10, then
16), not 1: ticks between two units leave room to see what happens there, and a reader who has met `1/8` before need not
work it out again. Where no friendly period will do, it is the smallest one, and so is every other number: where a float
fails from 2^53 on, the card shows 2^53.

The search is greedy and the same at every run. It stops where no call can be left out and no number made smaller, or
after a number of tries.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import accumulate, chain, combinations, product
from math import gcd
from typing import NamedTuple

from katas.grader.timeline import Call, Limit, Timeline
from katas.grader.verdict import Abort, Broken, Failure
from ratelimit import Quota

PAIRED = 6  # calls, of which two are left out at once
LONG = 60  # calls: from here on, no call is looked at by itself
CHANGED = 5  # calls, of which one is left out while something else changes
NAMES = ("ann", "bob", "cid", "dee", "eve")
UNSTEADY = "The same calls, made again on a new object, get other answers. Does something outlive the object?"


class Terms(NamedTuple):
    """What a smaller timeline must keep to."""

    allows: Callable[[Timeline], bool]  # whether it can show no other level's mistake
    unit: int = 8  # ticks, of a friendly quota
    by_limit: bool = True  # whether a friendly period grows with the limit, as a bucket's does
    whole: bool = False  # times and periods keep what divides them all: 64000000 reads better than 63999999
    scan: int = 24  # numbers to try one by one, before halving
    tries: int = 1000

    def periods(self, limit: int) -> tuple[int, ...]:
        """Return the friendly periods for a limit, the best first."""
        units = limit if self.by_limit else 1
        ten = () if self.whole else (10,)
        return (self.unit * units, *ten, 2 * self.unit * units)


def shrunk(failure: Failure, put: Callable[[Timeline], object], renew: Callable[[], object], terms: Terms) -> Failure:
    """Return the failure on the smallest timeline found.

    `put` raises `Broken` where a timeline fails, `renew` loads the submission again: a failure that needs what earlier
    calls have left behind can't be replayed.
    """
    search = _Search(failure, put, terms)
    with suppress(_Enough, Abort, Broken):  # one that hangs, or is not there any more, is not asked again
        renew()
        if not search.fails(search.timeline):
            return replace(failure, message=UNSTEADY)
        search.run()
        renew()
        return search.found if search.fails(search.timeline) else failure
    return search.found


def first_failure(law: Callable[[], object]) -> Failure | None:
    """Return why a law is broken, or None. What is raised from then on has no other exception in its traceback."""
    try:
        law()
    except Broken as broken:
        return broken.failure
    return None


class _Enough(Exception):  # noqa: N818  nothing is wrong
    """All tries are used up."""


class _Search:
    """The smallest failure so far, and how to find a smaller one."""

    def __init__(self, failure: Failure, put: Callable[[Timeline], object], terms: Terms) -> None:
        self.found, self.put, self.terms = failure, put, terms
        self.timeline = Timeline.parse(failure.timeline)
        self.way = _way(failure)
        self.tried = {self.timeline}
        self.left = terms.tries
        times = [call.now for call in self.timeline.calls]
        self.grain = max(1, gcd(self.timeline.quota.period, *times)) if terms.whole else 1

    def run(self) -> None:
        """Try all that may make it smaller, until nothing does."""
        self._drop_stretches()
        before = None
        while before != self.timeline:
            before = self.timeline
            if len(self.timeline.calls) > LONG:
                self._lower_quota()
                continue
            self._drop_calls()
            self._drop_and_change()
            self._drop_limits()
            self._rename_keys()
            self._lower_quota()
            self._lower_limits()
            self._lower_costs()
            self._lower_times()

    def _drop_stretches(self) -> None:
        """Leave out halves, quarters and so on of a long timeline."""
        size = len(self.timeline.calls) // 2
        while size and len(self.timeline.calls) > LONG // 2:
            place = 0
            while place + size < len(self.timeline.calls):
                if not self._try(_without(self.timeline, set(range(place, place + size)))):
                    place += size
            size //= 2 if size > len(self.timeline.calls) // 32 else size + 1

    def _drop_calls(self) -> None:
        place = 0
        while place < len(self.timeline.calls) - 1:
            if not self._try(_without(self.timeline, {place})):
                place += 1
        before = self.timeline
        if len(before.calls) <= PAIRED:
            for gone in combinations(range(len(before.calls) - 1), 2):
                if self._try(_without(before, set(gone))):
                    self._drop_calls()
                    return

    def _drop_and_change(self) -> None:
        """Try one call less with other gaps, or under a smaller quota."""
        number = len(self.timeline.calls)
        for gone in range(number - 1) if number <= CHANGED else ():
            fewer = _without(self.timeline, {gone})
            smaller = (each for quota in self._friendly(fewer.quota) for each in _on(fewer, quota))
            if any(self._try(each) for each in chain(smaller, self._moved(fewer))):
                return

    def _moved(self, timeline: Timeline) -> Iterator[Timeline]:
        """Yield the calls with gaps after which a unit comes free, or between two such gaps."""
        quota, number = timeline.quota, len(timeline.calls)
        unit = max(1, quota.period // quota.limit) if self.terms.by_limit else quota.period
        gaps = sorted({0, 1, unit // 2, unit // 2 + 1, unit - 1, unit, unit + 1, 2 * unit})
        gaps = [gap for gap in gaps if gap % self.grain == 0][:: 1 if number + 1 < CHANGED else 2]
        for chosen in product(gaps, repeat=number - 1):
            times = accumulate(chosen, initial=timeline.calls[0].now)
            calls = (call._replace(now=now) for call, now in zip(timeline.calls, times, strict=True))
            yield timeline._replace(calls=tuple(calls))

    def _drop_limits(self) -> None:
        """Leave out one of several limits after the other."""
        place = 0
        while self.timeline.more and place <= len(self.timeline.more):
            limits = self.timeline.limits
            if not self._try(self.timeline.under(limits[:place] + limits[place + 1 :])):
                place += 1

    def _lower_limits(self) -> None:
        """Try plainer algorithms for each of several limits, and smaller quotas for all but the first."""
        several = self.timeline.algorithm and not self.timeline.calls[0].key  # or one of them that is left
        for place in range(len(self.timeline.limits) if several else 0):
            quota, _ = self.timeline.limits[place]
            self._try(_with_limit(self.timeline, place, Limit(quota, "TokenBucket")))
            for smaller in self._friendly(quota) if place else ():
                if self._try(_with_limit(self.timeline, place, Limit(smaller, self.timeline.limits[place].algorithm))):
                    break

    def _rename_keys(self) -> None:
        keys = list(dict.fromkeys(call.key for call in self.timeline.calls if call.key))
        for new in (dict.fromkeys(keys, keys[0] if keys else ""), dict(zip(keys, NAMES, strict=False))):
            self._try(_renamed(self.timeline, new))
        for one, other in combinations(keys, 2):
            self._try(_renamed(self.timeline, {other: one}))
        if keys and not self.timeline.algorithm.endswith("TokenBucket"):
            lasting = "Lasting" if self.timeline.algorithm.startswith("Lasting") else ""
            self._try(self.timeline._replace(algorithm=f"{lasting}TokenBucket" if self.timeline.algorithm else ""))

    def _lower_quota(self) -> None:
        for quota in self._friendly(self.timeline.quota):
            if any(self._try(each) for each in _on(self.timeline, quota)):
                break
        for words in (
            lambda q, n: Quota(n, max(1, n * q.period // q.limit), n if q.burst == q.limit else q.burst),
            lambda q, n: Quota(n, q.period, n if q.burst == q.limit else q.burst),
        ):
            self._lower(self.timeline.quota.limit, 1, words)
        self._lower(self.timeline.quota.burst, 1, lambda q, n: Quota(q.limit, q.period, n))
        quota = self.timeline.quota
        if quota.period not in self.terms.periods(quota.limit):
            self._lower(quota.period, self.grain, lambda q, n: Quota(q.limit, n, q.burst), self.grain)

    def _friendly(self, now: Quota) -> list[Quota]:
        """Return smaller quotas, the smallest first."""
        limits = {n for n in (1, 2, 3, now.limit) if n <= now.limit}
        bursts = {n for n in (1, 2, 3, now.burst) if n <= now.burst}
        found = {
            Quota(limit, period, burst)
            for limit in limits
            for burst in (bursts if now.burst != now.limit else {limit})
            for period in (*self.terms.periods(limit), now.period)
        }
        return sorted((each for each in found if self._quota_size(each) < self._quota_size(now)), key=self._quota_size)

    def _lower(self, value: int, floor: int, words: Callable[[Quota, int], Quota], step: int = 1) -> None:
        """Lower a number of the quota, with the calls as they are or brought nearer to each other."""
        base = self.timeline
        self._descend(value, floor, lambda n: _on(base, words(base.quota, n)), step)

    def _lower_costs(self) -> None:
        place = 0
        while place < len(self.timeline.calls):
            self._lower_cost(place)
            place += 1

    def _lower_cost(self, place: int) -> None:
        base = self.timeline
        cost = base.calls[place].cost
        if cost > 1:
            self._descend(cost, 1, lambda n: [_with(base, place, cost=n)])
        elif cost < -1:
            self._try(_with(base, place, cost=-1))

    def _lower_times(self) -> None:
        """Let all calls come earlier, then all from one on, then that one alone."""
        period = self.timeline.quota.period
        first = min(call.now for call in self.timeline.calls)
        self._try(_later(self.timeline, 0, -(first // period * period)))
        place = 0
        while place < len(self.timeline.calls):
            self._lower_time(place, _later, self.timeline.calls[place - 1].now if place else 0)
            if place < len(self.timeline.calls):
                self._lower_time(place, _with_ticks, 0)
            place += 1

    def _lower_time(self, place: int, move: Callable[[Timeline, int, int], Timeline], floor: int) -> None:
        base = self.timeline
        now = base.calls[place].now
        if floor < now:
            self._descend(now, floor, lambda n: [move(base, place, n - now)], self.grain)

    def _descend(self, value: int, floor: int, make: Callable[[int], Iterable[Timeline]], step: int = 1) -> None:
        """Find the smallest number from the floor on: one by one, then by powers of two, then by halving."""
        high = (value - floor) // step

        def fails(number: int) -> bool:
            return any(self._try(each) for each in make(floor + number * step))

        low = -1
        while low + 1 < min(high, self.terms.scan):
            low += 1
            if fails(low):
                return
        for number in _powers(low + 1, high, near=not self.terms.whole):
            if fails(number):
                high = number
                break
            low = number
        while low + 1 < high:
            middle = (low + high) // 2
            if fails(middle):
                high = middle
            else:
                low = middle

    def _try(self, timeline: Timeline) -> bool:
        """Keep a timeline that is smaller and fails in the same way."""
        if timeline in self.tried or self._size(timeline) >= self._size(self.timeline):
            return False
        self.tried.add(timeline)
        if not self.terms.allows(timeline):
            return False
        failure = self.fails(timeline)
        if failure is None:
            return False
        asked = sum(row.call != "len()" for row in failure.rows) or len(timeline.calls)
        self.found, self.timeline = failure, timeline._replace(calls=timeline.calls[:asked])
        return True

    def fails(self, timeline: Timeline) -> Failure | None:
        """Return the failure if a timeline fails in the same way."""
        if self.left <= 0:
            raise _Enough
        self.left -= 1 + len(timeline.calls) // 100 + len(timeline.limits) // 32
        failure = first_failure(lambda: self.put(timeline))
        return failure if failure and _way(failure) == self.way else None

    def _size(self, timeline: Timeline) -> tuple[object, ...]:
        calls, limits = timeline.calls, timeline.limits
        keys = {call.key for call in calls}
        return (
            len(calls),
            len(limits),
            sum(not limit.algorithm.endswith("TokenBucket") for limit in limits),
            len(keys),
            sum(NAMES.index(key) if key in NAMES else len(NAMES) for key in keys),
            [self._quota_size(limit.quota) for limit in limits],
            sum(abs(call.cost) for call in calls),
            sum(call.now for call in calls),
        )

    def _quota_size(self, quota: Quota) -> tuple[int, ...]:
        friendly = self.terms.periods(quota.limit)
        rank = friendly.index(quota.period) if quota.period in friendly else len(friendly)
        return quota.limit + quota.burst, rank, quota.period


def _way(failure: Failure) -> tuple[str, ...]:
    """Return what must stay the same in a smaller timeline: the kind of wrong answer or error."""
    words = failure.message.split()
    return (failure.kind, *words[: 3 if "raises" in words[:2] else 2])


def _on(timeline: Timeline, quota: Quota) -> Iterator[Timeline]:
    """Yield the calls under another quota: at the same times, and at times that mean the same, rounded down and up."""
    old = timeline.quota
    costs = [_fitting(call.cost, old, quota) for call in timeline.calls]
    calls = [call._replace(cost=cost) for call, cost in zip(timeline.calls, costs, strict=True)]
    yield timeline._replace(quota=quota, calls=tuple(calls))
    over, under = quota.period * old.limit, old.period * quota.limit
    if over != under:
        for up in (0, under - 1):
            moved = [call._replace(now=(call.now * over + up) // under) for call in calls]
            yield timeline._replace(quota=quota, calls=tuple(moved))


def _powers(low: int, high: int, *, near: bool) -> Iterator[int]:
    """Yield the powers of two in between, and their neighbours: where floats and fixed-size integers fail."""
    for bit in range(max(low, 1).bit_length(), high.bit_length() + 1):
        yield from (number for number in range(2**bit - near, 2**bit + near + 1) if low <= number < high)


def _fitting(cost: int, old: Quota, new: Quota) -> int:
    """Return a cost that can be granted if and only if the old one could."""
    return min(cost, new.burst) if cost <= old.burst else new.burst + 1


def _renamed(timeline: Timeline, new: dict[str, str]) -> Timeline:
    return timeline._replace(calls=tuple(call._replace(key=new.get(call.key, call.key)) for call in timeline.calls))


def _without(timeline: Timeline, places: set[int]) -> Timeline:
    return timeline._replace(calls=tuple(call for at, call in enumerate(timeline.calls) if at not in places))


def _with(timeline: Timeline, place: int, **values: int) -> Timeline:
    calls: list[Call] = list(timeline.calls)
    calls[place] = calls[place]._replace(**values)  # type: ignore[arg-type]
    return timeline._replace(calls=tuple(calls))


def _with_limit(timeline: Timeline, place: int, limit: Limit) -> Timeline:
    limits = timeline.limits
    return timeline.under((*limits[:place], limit, *limits[place + 1 :]))


def _later(timeline: Timeline, place: int, ticks: int) -> Timeline:
    """Move a call and all that follow."""
    return timeline._replace(
        calls=tuple(
            call._replace(now=max(0, call.now + ticks)) if at >= place else call
            for at, call in enumerate(timeline.calls)
        )
    )


def _with_ticks(timeline: Timeline, place: int, ticks: int) -> Timeline:
    """Move one call."""
    return _with(timeline, place, now=timeline.calls[place].now + ticks)
