"""Requests from several threads at once, and their outcomes."""

import time
from collections import Counter
from collections.abc import Sequence
from random import Random
from threading import Event, Lock, Thread
from typing import Self

from redis.exceptions import RedisClusterException, RedisError

from katas.grader.redis.servers.wait_until import until
from ratelimit.redis import RedisLimiter


class Traffic:
    """Threads that ask for single units of random keys, with counts of what they were granted."""

    def __init__(self, limiter: RedisLimiter, keys: Sequence[str], threads: int) -> None:
        self.calls = 0
        self.granted: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.answered: dict[str, float] = {}  # the last time for each key
        self.longest = 0.0
        self._limiter = limiter
        self._keys = keys
        self._lock = Lock()
        self._over = Event()
        self._threads = [Thread(target=self._ask, args=(seed,), daemon=True) for seed in range(threads)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def go_on(self, calls: int) -> None:
        """Wait until that many more calls have ended."""
        before = self.calls
        until(lambda: self.calls >= before + calls, what="traffic")

    def first_answer(self, keys: Sequence[str], after: float) -> float:
        """Return the earliest of the keys' last answers after a time; 0 if there is none."""
        answered = self.answered.copy()
        return min((answered[key] for key in keys if answered.get(key, 0) > after), default=0)

    def _ask(self, seed: int) -> None:
        random = Random(seed)
        while not self._over.is_set():
            key, start = random.choice(self._keys), time.monotonic()
            try:
                granted = self._limiter.allow(key)
            except (RedisError, RedisClusterException):
                granted = None
            end = time.monotonic()
            with self._lock:
                self.calls += 1
                self.longest = max(self.longest, end - start)
                if granted is None:
                    self.errors[key] += 1
                else:
                    self.granted[key] += granted
                    self.answered[key] = end
