"""Wrong: each round of the sweep begins with a copy of all keys."""

from collections import deque
from collections.abc import Callable, Hashable
from contextlib import ExitStack
from functools import partial
from threading import Lock
from types import SimpleNamespace

from ratelimit import Clock, Meter


def _retire(state, ring, meters, now, verdicts):
    state.now = now
    for key, fresh in verdicts:
        ring.popleft()
        if fresh:
            del meters[key]


def _decide(state, ring, meters, new_meter, clock, key, cost):
    now = max(state.now, clock())
    try:
        meter, new = meters[key], False
    except KeyError:
        meter, new = new_meter(), True
    if not ring:
        ring.extend(meters)  # the next round
    heads = [ring[i] for i in range(min(4, len(ring)))]
    verdicts = [(head, meters[head] is not meter and meters[head].level(now).reset_after == 0) for head in heads]
    with ExitStack() as commit:
        commit.callback(_retire, state, ring, meters, now, verdicts)
        try:
            wait = meter.take(now, cost)
        except BaseException:
            commit.pop_all()  # forget the plan
            raise
    if new:
        meters[key] = meter
    return wait == 0


class KeyedLimiter:
    """One meter per key, safe for threads. Drops a key once its meter is fresh."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        lock, meters = Lock(), {}
        decide = partial(_decide, SimpleNamespace(now=0), deque(), meters, new_meter, clock)

        def allow(key, cost):
            with lock:
                return decide(key, cost)

        def count():
            with lock:
                return len(meters)

        self._allow, self._count = allow, count

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        return self._allow(key, cost)

    def __len__(self) -> int:
        return self._count()
