"""Limiters in memory that share their counters, as those of one Redis do."""

import os
from collections.abc import Hashable, Sequence
from threading import RLock
from time import monotonic_ns
from typing import Final, Never
from weakref import WeakSet, WeakValueDictionary

from ratelimit.clock import check_clock, check_period, checked_time
from ratelimit.decision import Decision, JointDecision, Level, new
from ratelimit.keys import Keys
from ratelimit.limit import OneOrMoreAlgorithms, OneOrMoreQuotas
from ratelimit.memory import MemoryLimiter
from ratelimit.protocols import Algorithm, Clock, is_refundable
from ratelimit.quota import Quota

_FEW: Final = 1024  # limits: so many need no look at which of them are in use


class SharedMemory:
    """Makes limiters of one or more limits. Each limit has one counter for a key, in whichever limiters it is.

    So a request may count in some limits, and the next one in others, and each decision is all or nothing. What a
    limiter is asked is decided at one time; threads wait for each other. A limit that is in no limiter any more is
    forgotten once nothing counts in it.

    clock: as that of a `MemoryLimiter`.
    """

    __slots__ = ("__weakref__", "_clock", "_limiters", "_now", "_retired", "_sweep_at", "_there", "lock")

    def __init__(self, clock: Clock | None = None) -> None:
        if clock is not None:
            check_clock(clock)
        self._clock = clock
        self._now = 0
        self._limiters: dict[tuple[Algorithm, Quota], MemoryLimiter] = {}
        self._retired: dict[tuple[Algorithm, Quota], int] = {}  # ns: when nothing counts in them any more
        self._there: WeakValueDictionary[tuple[Algorithm, Quota], _Counters] = WeakValueDictionary()  # in limiters
        self._sweep_at = _FEW
        self.lock = RLock()
        _memories.add(self)

    def __len__(self) -> int:
        """Count the limits whose counters it keeps."""
        return len(self._limiters)

    def __bool__(self) -> bool:
        return True  # also without a limit

    def __reduce__(self) -> Never:
        raise TypeError(
            "a SharedMemory can't be pickled or copied, as its counters and its lock belong to one process: "
            "pass the same one to all that share it, or share limiters on Redis"
        )

    def __call__(
        self,
        algorithm: OneOrMoreAlgorithms,
        quota: OneOrMoreQuotas,
        *,
        next_after: bool = True,  # noqa: ARG002  limiters on Redis are made so; here it is told if a meter can
    ) -> "SharedLimiter":
        """Return a limiter: of one quota or several, with an algorithm for all or one for each."""
        quotas = [quota] if isinstance(quota, Quota) else list(quota)
        algorithms = [algorithm] * len(quotas) if callable(algorithm) else list(algorithm)
        limits = list(zip(algorithms, quotas, strict=True))
        kind = SharedLimiter
        if not all(is_refundable(algorithm(each)) for algorithm, each in limits):
            kind = LookingSharedLimiter
        return kind(self, [self._counters(*limit) for limit in limits])

    def retire(self) -> None:
        """Take each limit for one that is used no more, unless a limiter of it is made later.

        What counts in it is kept as long as it counts.
        """
        with self.lock:
            self.read_clock()
            for limit in self._limiters:
                self._retired.setdefault(limit, self._now + _lifetime(limit[1]))

    def drop_retired(self) -> None:
        """Forget the limits that are used no more, and in which nothing counts. They stay where limiters have them."""
        if not self._retired:
            return
        with self.lock:
            self.read_clock()
            for limit in [limit for limit, until in self._retired.items() if until <= self._now]:
                del self._retired[limit], self._limiters[limit]

    def read_clock(self) -> None:
        """Read the clock for the calls that come until it is read again."""
        self._now = monotonic_ns() if self._clock is None else max(self._now, checked_time(self._clock()))

    def now(self) -> int:
        """Return the time that was read last."""
        return self._now

    def _counters(self, algorithm: Algorithm, quota: Quota) -> "_Counters":
        if self._clock is None:
            check_period(quota)
        limit = algorithm, quota
        with self.lock:
            counters = self._there.get(limit)
            if counters is None:
                limiter = self._limiters.get(limit)
                if limiter is None:
                    self._forget_unused()
                    tells_next = hasattr(algorithm(quota), "next_after")  # a meter of one's own may not
                    limiter = MemoryLimiter(algorithm, quota, self.now, next_after=tells_next)
                counters = self._there[limit] = _Counters(limiter)
            self._limiters[limit] = counters.limiter
            self._retired.pop(limit, None)
        return counters

    def _forget_unused(self) -> None:
        """Take limits that are in no limiter for retired, each time that as many have come as were in use."""
        if len(self._limiters) < self._sweep_at:
            return
        self.read_clock()
        for limit in self._limiters:
            if limit not in self._there:
                self._retired.setdefault(limit, self._now + _lifetime(limit[1]))
        self.drop_retired()
        held = len(self._limiters)
        self._sweep_at = held + max(_FEW, len(self._there), held // 4)


class _Counters:
    """The counters of one limit, as long as a limiter has them."""

    __slots__ = ("__weakref__", "limiter")

    def __init__(self, limiter: MemoryLimiter) -> None:
        self.limiter = limiter


class SharedLimiter:
    """A limiter of one or more limits, whose counters are those of a `SharedMemory`."""

    __slots__ = ("_counters", "_limiters", "_memory")

    def __init__(self, memory: SharedMemory, counters: Sequence[_Counters]) -> None:
        self._memory = memory
        self._counters = counters  # as long as they are here, the memory keeps them
        self._limiters = [each.limiter for each in counters]

    def hit(self, key: Hashable, cost: int = 1) -> Decision:
        """Spend `cost` units of the key in each limit, if it has them in all; `Keys` are one for each limit."""
        with self._memory.lock:
            self._memory.read_clock()
            if len(self._limiters) == 1:
                return self._limiters[0].hit(key, cost)
            return self._hit_all(self._keys(key), cost)

    def refund(self, key: Hashable, cost: int = 1) -> int:
        """Give back `cost` units in each limit, as far as they still count. Returns how many each got at least."""
        with self._memory.lock:
            self._memory.read_clock()
            return min([limiter.refund(each, cost) for limiter, each in self._asked(key)])

    def charge(self, key: Hashable, cost: int = 1) -> None:
        """Spend `cost` units in each limit, also those that are not there."""
        with self._memory.lock:
            self._memory.read_clock()
            for limiter, each in self._asked(key):
                limiter.charge(each, cost)

    def _asked(self, key: Hashable) -> list[tuple[MemoryLimiter, Hashable]]:
        return list(zip(self._limiters, self._keys(key), strict=True))

    def _keys(self, key: Hashable) -> Sequence[Hashable]:
        limits = len(self._limiters)
        return key.one_for_each(limits) if isinstance(key, Keys) else (key,) * limits

    def _hit_all(self, keys: Sequence[Hashable], cost: int) -> Decision:
        """Hit each, and give back at the same time what was granted if one refuses: that leaves no trace."""
        decisions: list[Decision] = []
        try:
            for limiter, key in zip(self._limiters, keys, strict=True):
                decisions.append(limiter.hit(key, cost))
        except BaseException:
            self._give_back(keys, cost, decisions)
            raise
        joint = _joint(decisions)
        if not joint.allowed:
            joint = _joint(self._give_back(keys, cost, decisions))
        return joint

    def _give_back(self, keys: Sequence[Hashable], cost: int, decisions: Sequence[Decision]) -> list[Decision]:
        """Give back what was granted, and return what each decision is without it."""
        without = []
        for limiter, key, decision in zip(self._limiters, keys, decisions, strict=False):
            if decision.allowed:
                limiter.refund(key, cost)
            without.append(limiter.peek(key) if decision.allowed else decision)
        return without


class LookingSharedLimiter(SharedLimiter):
    """The same where meters can't give anything back: each is looked at before any spends."""

    __slots__ = ()

    def _hit_all(self, keys: Sequence[Hashable], cost: int) -> Decision:
        asked = list(zip(self._limiters, keys, strict=True))
        looked = [limiter.peek(key) for limiter, key in asked]
        if all(decision.remaining >= cost for decision in looked):
            return _joint([limiter.hit(key, cost) for limiter, key in asked])
        refused = zip(asked, looked, strict=True)
        return _joint(
            [decision if decision.remaining >= cost else limiter.hit(key, cost) for (limiter, key), decision in refused]
        )


def _joint(decisions: Sequence[Decision]) -> JointDecision:
    """Put decisions together."""
    wait = refusing = delay = 0
    told: tuple[int, ...] | None = ()
    levels = []
    for number, decision in enumerate(decisions):
        _, remaining, retry_after, reset_after, its_delay = decision
        if retry_after > wait:
            wait, refusing = retry_after, number
        if its_delay > delay:  # noqa: PLR1730  max(), sum() and several loops: 2 us for two limits
            delay = its_delay
        levels.append(new(Level, (remaining, reset_after)))
        if told is not None:
            each = getattr(decision, "told", None)
            told = told + each if each else None
    joint = JointDecision.of(wait, tuple(levels), delay, refusing)
    joint.told = told or ()
    return joint


def _lifetime(quota: Quota) -> int:
    """Return the nanoseconds after which nothing counts that was granted before: two windows, or a whole burst."""
    return 2 * max(quota.period, -(-quota.period * quota.burst // quota.limit))


_memories: WeakSet[SharedMemory] = WeakSet()


def _renew_locks() -> None:
    """Make the locks anew in a forked child, where the thread that held one does not run."""
    for memory in list(_memories):
        memory.lock = RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_locks)
