"""Exact rate limiters: whole numbers, time as an argument, one small object for one key."""

from ratelimit.algorithms import GCRA, FixedWindow, LeakyBucket, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.async_memory import AsyncMemoryLimiter
from ratelimit.decision import Decision, Level
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
