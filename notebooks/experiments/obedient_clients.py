"""Clients that do what they are told, and a server that tells it in one dialect."""

from bisect import bisect_left
from collections.abc import Generator, Sequence
from heapq import heapify, heappop, heappush
from random import Random
from typing import NamedTuple

from notebooks.experiments.dialects import STARTED, Dialect
from notebooks.experiments.simulated_clock import SimulatedClock
from ratelimit import MemoryLimiter, TokenBucket
from ratelimit.decision import SECOND
from ratelimit.limit import Limit
from ratelimit.web.client import Pace

URL = "https://api.example.com/"


TRIP = SECOND // 20
"""From a client to the server and back."""


class Client(NamedTuple):
    """What clients differ in."""

    limits: str | None = None
    """A limit of its own, counted by a token bucket."""

    jitter: float = 0
    """Up to so many seconds, after a refusal."""

    seed: int = 0

    tasks: int = 1
    """How many of its tasks send requests, each one after another."""

    wrong_by: int = 0
    """By how many nanoseconds its clock for dates is fast."""

    def pace(self, clock: SimulatedClock) -> Pace:
        """Return what it keeps to."""
        return Pace(
            self.limits,
            algorithm=TokenBucket,
            longest=3600,
            jitter=self.jitter,
            repeats=10**6,
            clock=clock,
            wall_clock=lambda: STARTED * SECOND + clock.now + self.wrong_by,
            random=Random(self.seed),
        )


class Server:
    """A limiter of one key, which all clients have in common; it notes when it was asked, and what it answered."""

    def __init__(self, limit: Limit, dialect: Dialect, clock: SimulatedClock) -> None:
        self._limiter = MemoryLimiter(*limit, clock, next_after=True)
        self._quota = limit.quota
        self._dialect = dialect
        self._clock = clock
        self.asked: list[tuple[int, bool]] = []

    def answer(self) -> tuple[int, list[tuple[str, str]]]:
        """Decide on one request, and return the status and the headers."""
        decision = self._limiter.hit("all")
        self.asked.append((self._clock.now, decision.allowed))
        return (200 if decision.allowed else 429), self._dialect(self._quota, decision, self._clock.now)

    @property
    def granted(self) -> int:
        """How many requests passed."""
        return sum(allowed for _, allowed in self.asked)

    @property
    def refused(self) -> int:
        """How many did not."""
        return len(self.asked) - self.granted

    @property
    def last(self) -> int:
        """When the last request passed."""
        return max(now for now, allowed in self.asked if allowed)

    def most(self, ticks: int) -> int:
        """Return the most requests in any interval of so many ticks, all that come at the start left out."""
        start = self.asked[0][0]
        times = [now for now, _ in self.asked if now > start]
        return max(bisect_left(times, now + ticks) - number for number, now in enumerate(times))


def simulate(limit: Limit, dialect: Dialect, clients: Sequence[Client], *, wants: int, end: int) -> Server:
    """Let the tasks of all clients begin together, and each get so many requests granted, or until time is over."""
    clock = SimulatedClock()
    server = Server(limit, dialect, clock)
    paces = [pace for client in clients for pace in [client.pace(clock)] * client.tasks]
    queue = [(0, number, _requests(server, pace, wants)) for number, pace in enumerate(paces)]
    heapify(queue)
    while queue:
        clock.now, number, requests = heappop(queue)
        pause = next(requests, None)
        if pause is not None and clock.now + pause < end:
            heappush(queue, (clock.now + pause, number, requests))
    return server


def _requests(server: Server, pace: Pace, wants: int) -> Generator[int, None, None]:
    """Yield the pauses between the steps of one task."""
    for _ in range(wants):
        with pace.turn("GET", URL) as turn:
            while True:
                while wait := turn.wait():
                    yield wait
                yield TRIP // 2
                status, headers = server.answer()
                yield TRIP // 2
                if not turn.again(status, headers):
                    break
