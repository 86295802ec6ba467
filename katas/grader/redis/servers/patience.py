"""Waits for a server's answer, and says why none will come: by what the server does, not by how long that takes."""

from collections.abc import Callable
from time import perf_counter

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from katas.grader.processor_time import processor_time

QUICK = 0.1  # s; an answer takes a fifth of a millisecond: only then is it worth to ask what the server does
WORK = 0.5  # s of the server's processor time for one script; a right one takes less than a thousandth of that
MOST_WORK = 5.0  # the same for a single command
SECONDS = 3.0  # that a free server may wait for something, as BLPOP does
ANSWERS = 3  # that others get meanwhile: so it is free
SILENT = 60.0  # s on the wall, after which nothing can be said
TOO_SLOW = f"Too slow to tell: in {SILENT:.0f} s the machine had next to no time for the server. Run it again."


class Patience:
    """How long a server's clients wait for it."""

    def __init__(self) -> None:
        self.url, self.pid = "", 0  # of a process of ours; else 0
        self.stuck = ""  # why an answer did not come; from then on, nobody gets one
        self.pardon: Callable[[], None] = lambda: None  # called while the server gets no time: nobody's fault

    def wait(self, can_read: Callable[[float], bool]) -> None:
        """Return when an answer has come. Raises `redis.TimeoutError` if none will."""
        if not self.stuck and not can_read(QUICK):
            self._watch(can_read)
        if self.stuck:
            raise redis.TimeoutError(self.stuck)

    def _watch(self, can_read: Callable[[float], bool]) -> None:
        start, worked, answers = perf_counter(), processor_time(self.pid or -1), 0
        while not self.stuck and not can_read(QUICK):
            said = self.says("PING")
            silence, work = perf_counter() - start, processor_time(self.pid or -1) - worked
            answers += said == "yes" and silence > SECONDS
            if said.startswith("BUSY") and not work < WORK:  # NaN where that can't be read
                self.stuck = "the Lua script does not end."
            elif answers >= ANSWERS:
                self.stuck = f"the server did not answer within {SECONDS:.0f} s."
            elif work > MOST_WORK:
                self.stuck = f"the server worked for {MOST_WORK:.0f} s without an answer."
            elif silence > SILENT:
                self.stuck = TOO_SLOW
            if said != "yes":
                self.pardon()

    def says(self, command: str, seconds: float = 1.0) -> str:
        """Return what the server tells somebody else: "yes", "late", "gone", or the text of an error."""
        limits = {"socket_timeout": seconds, "socket_connect_timeout": seconds, "retry": Retry(NoBackoff(), 0)}
        try:
            with redis.Redis.from_url(self.url, protocol=2, **limits) as client:
                client.execute_command(command)
        except redis.TimeoutError:
            return "late"
        except redis.ConnectionError:
            return "gone"
        except redis.RedisError as error:
            return str(error)
        return "yes"

    def free(self) -> bool:
        """Return whether the server works for nobody any more, once it has ended what it was told to end.

        It says that it is busy each time that it has done some work: so these are steps, and no time.
        """
        for _ in range(1000):
            said = self.says("PING", SILENT)
            if not said.startswith("BUSY"):
                return said == "yes"
        return False
