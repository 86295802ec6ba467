"""What servers write of one decision, in several dialects and roundings."""

from collections.abc import Callable
from email.utils import formatdate
from typing import TypeAlias

from ratelimit import Decision, Quota
from ratelimit.decision import SECOND
from ratelimit.web.fields import FieldWriter, retry_after

Fields: TypeAlias = list[tuple[str, str]]
Dialect: TypeAlias = Callable[[Quota, Decision, int], Fields]
"""Writes the headers of an answer: of a quota, what was decided, and the time by the server's clock."""

STARTED = 1_764_000_000
"""The time since 1970, in seconds, at which a simulated clock is 0."""


def nothing(_quota: Quota, _decision: Decision, _now: int) -> Fields:
    """Say nothing but 429."""
    return []


def rounded_down(_quota: Quota, decision: Decision, _now: int) -> Fields:
    """Say `Retry-After`, rounded down."""
    return _after(decision, str(decision.retry_after // SECOND))


def rounded_up(_quota: Quota, decision: Decision, _now: int) -> Fields:
    """Say `Retry-After`, rounded up."""
    return _after(decision, retry_after(decision))


def exact(_quota: Quota, decision: Decision, _now: int) -> Fields:
    """Say `Retry-After` with fractions, which HTTP doesn't have."""
    return _after(decision, f"{decision.retry_after / SECOND:.9f}")


def draft_11(quota: Quota, decision: Decision, now: int) -> Fields:
    """Say what is left, and until when, as our middleware does."""
    return FieldWriter([("default", quota)], "draft-11").fields(decision) + rounded_up(quota, decision, now)


def until_full(quota: Quota, decision: Decision, _now: int) -> Fields:
    """Say what is left, and the seconds until all is back."""
    return FieldWriter([("default", quota)], "x-ratelimit").fields(decision)


def unix_time(quota: Quota, decision: Decision, now: int) -> Fields:
    """Say what is left, and at which time since 1970 all is back."""
    at = STARTED + -(-(now + decision.reset_after) // SECOND)
    return [*until_full(quota, decision, now)[:2], ("X-RateLimit-Reset", str(at))]


def dated(dialect: Dialect) -> Dialect:
    """Say the same, and the server's time."""

    def write(quota: Quota, decision: Decision, now: int) -> Fields:
        return [*dialect(quota, decision, now), ("Date", formatdate(STARTED + now // SECOND, usegmt=True))]

    return write


def _after(decision: Decision, text: str) -> Fields:
    return [] if decision.allowed else [("Retry-After", text)]
