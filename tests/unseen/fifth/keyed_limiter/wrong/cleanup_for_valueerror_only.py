"""Wrong: the new key is held before its first take, and only a ValueError takes it back."""

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
            meters.pop(key)
        else:
            ring.append(key)


def _decide(state, ring, meters, new_meter, clock, key, cost):
    now = max(state.now, clock())
    try:
        meter, new = meters[key], False
    except KeyError:
        meter, new = new_meter(), True
        meters[key] = meter
    heads = [ring[i] for i in range(min(2, len(ring)))]
    verdicts = [(head, meters[head] is not meter and meters[head].level(now).reset_after == 0) for head in heads]
    with ExitStack() as commit:
        commit.callback(_retire, state, ring, meters, now, verdicts)
        try:
            wait = meter.take(now, cost)
        except BaseException as error:
            commit.pop_all()  # forget the plan
            if new and isinstance(error, ValueError):
                del meters[key]
            raise
    if new:
        ring.append(key)
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
