"""Six ways to meter one key."""

from ratelimit.algorithms.fixed_window import FixedWindow
from ratelimit.algorithms.gcra import GCRA
from ratelimit.algorithms.leaky_bucket import LeakyBucket
from ratelimit.algorithms.sliding_log import SlidingLog
from ratelimit.algorithms.sliding_window_counter import SlidingWindowCounter
from ratelimit.algorithms.token_bucket import TokenBucket

__all__ = ["GCRA", "FixedWindow", "LeakyBucket", "SlidingLog", "SlidingWindowCounter", "TokenBucket"]
