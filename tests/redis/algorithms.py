"""The six, and those of them that have no burst."""

from ratelimit import GCRA, FixedWindow, LeakyBucket, SlidingLog, SlidingWindowCounter, TokenBucket

WINDOWS = (FixedWindow, SlidingLog, SlidingWindowCounter)
ALGORITHMS = (*WINDOWS, TokenBucket, LeakyBucket, GCRA)
