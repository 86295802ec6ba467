"""What the peers do by their documentation, in whole numbers: how much room there is at a time, after some grants.

Each is a function `room(quota, spent, at)`, where `spent` holds (time, cost) pairs, all not later than `at`.
"""

from fractions import Fraction
from math import ceil, floor

from tests.peers.timeline import SECOND

MILLISECOND = 1_000_000


def first_request_window(quota, spent, at):
    """A window begins with the first request that is in none, and lasts for one period."""
    begun, used = None, 0
    for time, cost in [*spent, (at, 0)]:
        if begun is None or time >= begun + quota.seconds * SECOND:
            begun, used = time, 0
        used += cost
    return quota.limit - used


def aligned_window(quota, spent, at):
    """Windows begin at the multiples of the period."""
    period = quota.seconds * SECOND
    return quota.limit - sum(cost for time, cost in spent if time // period == at // period)


def log(quota, spent, at):
    """A grant counts until it is one period old."""
    return quota.limit - sum(cost for time, cost in spent if time > at - quota.seconds * SECOND)


def inclusive_log(quota, spent, at):
    """A grant counts until it is older than one period, in milliseconds."""
    return log(quota, spent, at - MILLISECOND)


def estimate(quota, spent, at):
    """The count of this window, and the rounded share of the one before that a sliding one still covers."""
    period = quota.seconds * SECOND
    current = sum(cost for time, cost in spent if time // period == at // period)
    previous = sum(cost for time, cost in spent if time // period == at // period - 1)
    return quota.limit - current - floor(Fraction(previous * (period - at % period), period))


def bucket(quota, spent, at):
    """Tokens flow in at the rate, parts of one count, up to the burst."""
    return _bucket(Fraction(quota.seconds * SECOND, quota.limit), quota.burst, spent, at)


def rounded_bucket(quota, spent, at):
    """The same, but one token takes a whole number of microseconds, rounded up."""
    return _bucket(Fraction(ceil(Fraction(quota.seconds * SECOND, quota.limit * 1000)) * 1000), quota.burst, spent, at)


def _bucket(interval, burst, spent, at):
    tokens, last = Fraction(burst), None
    for time, cost in [*spent, (at, 0)]:
        tokens = min(burst, tokens + (time - (time if last is None else last)) / interval) - cost
        last = time
    return floor(tokens)
