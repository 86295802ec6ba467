"""What comes out when every law is put to every algorithm."""

from functools import cache

from benchmarks.rivals.frozen import frozen
from tests.peers.apart import APART
from tests.peers.broken import CAUSES
from tests.peers.cases import CASES, CLOCK
from tests.peers.claims import claimed
from tests.peers.laws import BY_TIMELINE
from tests.peers.search import smallest

LAWS = {**BY_TIMELINE, **APART}


@cache
def found(name):
    """Return what breaks the laws that the algorithm's package claims: law -> (timeline, what is wrong)."""
    case = CASES[name]
    with frozen(CLOCK):
        broken = smallest(case, [law for law in BY_TIMELINE if law in claimed(case)])
        for law, check in APART.items():
            if law in claimed(case) and (wrong := check(case)):
                broken[law] = wrong
    return broken


def listed(name):
    """Return what the table says is broken: law -> timeline."""
    return {law: timeline for cause in CAUSES if cause.case == name for law, timeline in cause.breaks.items()}
