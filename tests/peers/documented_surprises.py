"""What surprised us but is not counted as broken: it is documented, or the documentation says nothing about it."""

from typing import NamedTuple

from tests.peers.timeline import SECOND, Call, Quota, Timeline

_DATE = 1_800_000_000 * SECOND
_MS = 1_000_000


class Surprise(NamedTuple):
    """A timeline with its answers, and why they break no law."""

    case: str
    timeline: Timeline
    granted: str  # a letter for each call: g or r
    why: str


SURPRISES = (
    Surprise(
        "limits: fixed window",
        Timeline(Quota(10, 60, 10), (Call(0, 8), Call(0, 5), Call(0, 2)), _DATE),
        "grr",
        "A refused cost is counted. The README says that all requests in a window increment the counter. The fixed "
        "window of `throttled-py` does the same, and documents it too.",
    ),
    Surprise(
        "limits: fixed window",
        Timeline(Quota(2, 60, 2), (Call(0, 2), Call(0, -2), Call(0, 2)), _DATE),
        "ggg",
        "A negative cost gives units back. The documentation says nothing of such costs; nor does that of `rush` and "
        "`pyrate-limiter`.",
    ),
    Surprise(
        "throttled-py: token bucket",
        Timeline(Quota(100, 1, 100), (Call(999 * _MS, 100), Call(1000 * _MS, 100)), _DATE),
        "gg",
        "Twice the burst within a millisecond: the clock is read in whole seconds. At that resolution a second has "
        "passed, so the bound holds; but the resolution is not documented. Its leaking bucket does the same.",
    ),
    Surprise(
        "pyrate-limiter: fixed window",
        Timeline(Quota(3, 1, 3), (Call(999 * _MS, 3), Call(1000 * _MS, 3)), _DATE),
        "gg",
        "Twice the limit across an edge, as every fixed window does, and as its README shows.",
    ),
    Surprise(
        "pyrate-limiter: sliding window log",
        Timeline(Quota(1, 1, 1), (Call(0), Call(1000 * _MS), Call(1001 * _MS)), _DATE),
        "grg",
        "An entry of exactly one interval still counts. Here that is intended, commented, and reported by `waiting`.",
    ),
    Surprise(
        "limits: sliding window counter",
        Timeline(Quota(10, 60, 10), (Call(59_990 * _MS, 10), Call(119_980 * _MS, 10)), _DATE),
        "gg",
        "20 in less than 60 s: the counter is an estimate, and says so. The sliding window of `throttled-py` is one "
        "too.",
    ),
)

OTHER_SURPRISES = (
    (
        "`limits`, fixed window and sliding window counter: while one thread has counted but not yet stored when that "
        "expires, another drops the count, and both are granted the last unit. We found no word about threads in its "
        "documentation, so the law is not counted; see [#26](https://github.com/alisaifee/limits/issues/26) and "
        "[#352](https://github.com/alisaifee/limits/pull/352)."
    ),
    "`throttled-py`: its memory store holds 1024 keys and drops the one used longest ago, spent or not, as documented.",
    "`aiolimiter`: a small amount may overtake a large one that waits, as documented.",
    "`rush`: its store in memory is for tests, and promises nothing about threads, as documented.",
)
