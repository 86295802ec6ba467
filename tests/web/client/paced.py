"""A pace with a clock that stands still until it is set, and who waits for it."""

from ratelimit import GCRA, FixedWindow, LeakyBucket, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.web.client import Pace
from tests.web.asgi_server import Clock

SECOND = 1_000_000_000
URL = "https://example.com/"
ALGORITHMS = [FixedWindow, SlidingLog, SlidingWindowCounter, TokenBucket, LeakyBucket, GCRA]


def paced(*limits, **options):
    clock = Clock()
    options = {"jitter": 0, "clock": clock, "wall_clock": lambda: 1_764_000_000 * SECOND + clock.now, **options}
    return Pace(*limits, **options), clock


def left(turn, clock):
    """Wait, as a front does, and return when the request leaves."""
    while wait := turn.wait():
        clock.now += wait
    return clock.now


def answered(pace, clock, status=200, *headers, url=URL):
    """Send one request; return when it has left, and whether it is to be repeated."""
    with pace.turn("GET", url) as turn:
        return left(turn, clock), turn.again(status, headers)
