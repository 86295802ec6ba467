"""Two laws that no timeline of one key in one thread can break. Each returns the smallest that breaks it, and how."""

from threading import Thread

from tests.peers.cases import CLOCK, granted
from tests.peers.timeline import Call, Quota, Timeline

_SOON = 0.25  # s; a thread that has not answered by then waits for a lock


def keys(case):
    """what one key spends is not taken from any other key"""
    quota = Quota(2, 2, 2)
    for other in ("b", "a/1", "a:1", "A"):
        timeline = Timeline(quota, (Call(0, 2), Call(0, 2, key=other)), case.starts[0])
        alone = case.play(timeline._replace(calls=timeline.calls[1:]))[-1]
        if granted(case.play(timeline)[-1]) != granted(alone):
            return str(timeline), "refused, though nothing of this key was spent"
    return None


def threads(case):
    """two threads are never granted more than is left, wherever one interrupts the other"""
    for quota, before in ((Quota(1, 1, 1), ()), (Quota(2, 2, 2), (Call(0),))):
        timeline = Timeline(quota, (*before, Call(0)), case.starts[0])
        for reading in range(1, 1 + _readings(case, timeline)):
            answers = _interrupted(case, timeline, reading)
            if all(map(granted, answers)):
                where = f"while this reads the clock (reading {reading}), another thread takes 1"
                return f"{timeline}; {where}", f"both granted, with room for {quota.limit - len(before)}"
    return None


def _readings(case, timeline):
    """How often the last call reads the clock."""
    read = []

    def begin(number, _call):
        if number == len(timeline.calls) - 1:
            CLOCK.read = lambda: read.append(1)

    try:
        case.play(timeline, begin)
    finally:
        CLOCK.read = _nothing
    return len(read)


def _interrupted(case, timeline, reading):
    """Run it; at that reading by the last call, another thread makes the same call. Return both answers."""
    others, left, thread = [], [reading], None

    def interrupt():
        left[0] -= 1
        if left[0] == 0:
            CLOCK.read = _nothing
            thread.start()
            thread.join(_SOON)

    def begin(number, call):
        nonlocal thread
        if number == len(timeline.calls) - 1:
            thread = Thread(target=lambda: others.append(call()))
            CLOCK.read = interrupt

    try:
        mine = case.play(timeline, begin)[-1]
    finally:
        CLOCK.read = _nothing
    thread.join()
    return mine, *others


def _nothing():
    return None


BY_KEYS_AND_THREADS = {law.__name__: law for law in (keys, threads)}
