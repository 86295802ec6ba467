"""The result of testing every law on every algorithm."""

from functools import cache

from benchmarks.peers.frozen_clock import frozen
from tests.peers.cases import CASES, CLOCK
from tests.peers.claims import claimed
from tests.peers.known_breaks import CAUSES
from tests.peers.laws import BY_TIMELINE
from tests.peers.smallest_timeline import smallest
from tests.peers.two_key_and_thread_laws import BY_KEYS_AND_THREADS

LAWS = {**BY_TIMELINE, **BY_KEYS_AND_THREADS}


@cache
def found(name):
    """Return what breaks the laws that the algorithm's package claims: law -> (timeline, what is wrong)."""
    case = CASES[name]
    with frozen(CLOCK):
        broken = smallest(case, [law for law in BY_TIMELINE if law in claimed(case)])
        for law, check in BY_KEYS_AND_THREADS.items():
            if law in claimed(case) and (wrong := check(case)):
                broken[law] = wrong
    return broken


def listed(name):
    """Return what the table says is broken: law -> timeline."""
    return {law: timeline for cause in CAUSES if cause.case == name for law, timeline in cause.breaks.items()}
