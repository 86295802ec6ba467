"""Exact rate limiters: whole numbers, time as an argument, one small object for one key."""

from typing import TYPE_CHECKING, Never

from ratelimit.algorithms import GCRA, FixedWindow, LeakyBucket, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.async_memory import AsyncMemoryLimiter
from ratelimit.decision import Decision, Level
from ratelimit.keys import Keys
from ratelimit.memory import MemoryLimiter
from ratelimit.observed import ObservedLimiter
from ratelimit.observed_async import AsyncObservedLimiter
from ratelimit.protocols import Algorithm, AsyncLimiter, Clock, Limiter, Meter, Paced
from ratelimit.quota import Quota

__all__ = [
    "GCRA",
    "Algorithm",
    "AsyncLimiter",
    "AsyncMemoryLimiter",
    "AsyncObservedLimiter",
    "Clock",
    "Decision",
    "FixedWindow",
    "Keys",
    "LeakyBucket",
    "Level",
    "Limiter",
    "MemoryLimiter",
    "Meter",
    "ObservedLimiter",
    "Paced",
    "Quota",
    "SlidingLog",
    "SlidingWindowCounter",
    "TokenBucket",
]

if not TYPE_CHECKING:  # a type checker would take any name for granted

    def __getattr__(name: str) -> Never:
        """Tell those who want the unrelated package `ratelimit`, which installs a folder of the same name."""
        if name in ("RateLimitException", "limits", "rate_limited", "sleep_and_retry"):
            raise ImportError(
                f"{name} belongs to the package ratelimit, and this is ratelimit-katas. Both install ratelimit/, "
                "so an environment can hold one of them: pip uninstall ratelimit ratelimit-katas, then install that one"
            )
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
