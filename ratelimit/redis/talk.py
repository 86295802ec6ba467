"""Turns decisions into questions to Redis, and its replies into decisions."""

import logging
from collections.abc import Iterable, Sequence
from inspect import iscoroutinefunction
from math import inf
from time import monotonic_ns
from typing import Any, Literal, TypeAlias, TypedDict

from redis.exceptions import ResponseError

from ratelimit.decision import Decision, new
from ratelimit.protocols import Algorithm, Clock, Limiter
from ratelimit.quota import Quota
from ratelimit.redis.cluster import Cluster
from ratelimit.redis.command import Command, command
from ratelimit.redis.question import Question, Talk
from ratelimit.redis.refusals import Asked, Refusals
from ratelimit.redis.script import Script
from ratelimit.redis.server import Server

LATEST = 1 << 52  # us: the year 2112

OnError: TypeAlias = Literal["raise", "allow", "deny"] | Limiter[str]

_log = logging.getLogger("ratelimit.redis")


class Choices(TypedDict, total=False):
    """What a limiter's caller may choose; `RedisLimiter` tells what it means."""

    prefix: str
    clock: Clock | None
    on_error: OnError
    pause: float
    remember: int


class Talker:
    """What the two limiters have in common: everything but how to wait for a reply."""

    __slots__ = ("_asker", "_clock", "_on_error", "_pause", "_prefix", "_quiet_until", "_refusals", "_script")

    def __init__(
        self,
        algorithm: Algorithm,
        quota: Quota,
        cluster: Any,  # the client, if it is a cluster's; else None
        *,
        prefix: str = "ratelimit",
        clock: Clock | None = None,
        on_error: OnError = "raise",
        pause: float = 1.0,
        remember: int = 0,
    ) -> None:
        if not isinstance(prefix, str) or "{" in prefix or "}" in prefix:
            raise ValueError(f"prefix must be text without braces, got {prefix!r}")
        if on_error not in ("raise", "allow", "deny") and not _decides(on_error):
            raise ValueError(f"on_error must be 'raise', 'allow', 'deny' or a limiter in memory, got {on_error!r}")
        if not 1e-6 <= pause < inf:
            raise ValueError(f"pause must be at least 0.000001 s, and finite, got {pause!r}")
        self._script = Script(algorithm, quota)
        self._prefix = f"{prefix}:{self._script.name}"
        self._clock = clock
        self._on_error = on_error
        self._pause = round(pause * 1_000_000)  # us
        self._quiet_until = 0  # us: one line in the log will do
        longest = 0 if on_error == "raise" else self._pause * 1000
        self._asker = Server(self._script, longest) if cluster is None else Cluster(self._script, cluster, longest)
        self._refusals = Refusals(remember, clock or microseconds) if remember else None

    def name(self, key: str) -> bytes:
        """Return the one Redis key that holds all there is of a key: its prefix has no brace, so none is another's."""
        if not isinstance(key, str):
            raise TypeError(f"key must be a str, got {key!r}")
        return f"{self._prefix}{{{key}}}".encode("utf-8", "surrogatepass")

    def decide(self, keys: Sequence[str], cost: int = 1, spend: int = 1) -> Talk[list[Decision]]:
        """Return a decision for each key, in their order; `spend=0` only looks."""
        self._check(cost)
        now = self._time()
        refused: dict[str, Decision] = {}
        asked = self.asked()
        if self._refusals is not None and spend:
            refused = {key: said for key in keys if (said := self._refusals.find(key, cost)) is not None}
        questions = [
            Question(name, self._script.by_hash(name, now, cost, spend))
            for name in (self.name(key) for key in keys if key not in refused)
        ]
        yield from self._asker.ask(questions)
        answers = iter(questions)
        return [
            refused[key] if key in refused else self.decision(key, cost, spend, next(answers).answer, asked)
            for key in keys
        ]

    def recall(self, key: str, cost: int) -> Decision | None:
        """Return the refusal of an earlier request that implies the one of this."""
        self._check(cost)
        return None if self._refusals is None else self._refusals.find(key, cost)

    def goes_straight(self) -> bool:
        """Say whether there is only one server, and it answered when it was asked last."""
        return isinstance(self._asker, Server) and not self._asker.is_away()

    def asked(self) -> Asked | None:
        """Return the moment at which a question is about to be sent, if refusals are remembered."""
        return None if self._refusals is None else self._refusals.asked()

    def command(self, key: str, cost: int, spend: int) -> Command:
        """Return the command that decides on one key."""
        self._check(cost)
        return self._script.by_hash(self.name(key), self._time(), cost, spend)

    def reset(self, key: str) -> Talk[None]:
        """Forget the key. Raises what goes wrong, whatever `on_error` says of decisions."""
        name = self.name(key)
        question = Question(name, command("UNLINK", name))
        yield from self._asker.ask([question])
        if self._refusals is not None:
            self._refusals.forget(key)
        if not isinstance(self._on_error, str):
            self._on_error.reset(key)
        if isinstance(question.answer, Exception):
            raise question.answer

    def decision(self, key: str, cost: int, spend: int, answer: Any, asked: Asked | None) -> Decision:
        """Make a decision of an answer: the script's, or what went wrong."""
        if isinstance(answer, Exception):
            return self._without_redis(key, cost, spend, answer)
        wait, remaining, reset_after, delay = answer
        decision = new(Decision, (not wait, remaining, wait, reset_after, delay))
        if wait and spend and self._refusals is not None and asked is not None:
            self._refusals.keep(key, cost, decision, asked)
        return decision

    def _check(self, cost: int) -> None:
        if not isinstance(cost, int) or isinstance(cost, bool):
            raise TypeError(f"cost must be an int, got {cost!r}")
        if not 1 <= cost <= self._script.capacity:
            raise ValueError(f"cost must be from 1 to {self._script.capacity}, got {cost}")

    def _time(self) -> int | str:
        """Return what the script is told for `now`."""
        return "" if self._clock is None else _checked(self._clock())

    def _without_redis(self, key: str, cost: int, spend: int, error: Exception) -> Decision:
        if self._on_error == "raise":
            raise error
        if isinstance(error, ResponseError) and microseconds() >= self._quiet_until:  # of the others, a circuit tells
            _log.warning("Redis could not decide, on_error does: %s", error)
            self._quiet_until = microseconds() + self._pause
        if self._on_error == "allow":
            return Decision(True, 0, 0, 0, 0)  # noqa: FBT003  a Decision's first field
        if self._on_error == "deny":
            return Decision(False, 0, self._pause, self._pause, 0)  # noqa: FBT003  as above
        return self._on_error.hit(key, cost) if spend else self._on_error.peek(key)


def _decides(limiter: object) -> bool:
    """Say if it is a limiter that answers at once."""
    hit = getattr(limiter, "hit", None)
    return callable(hit) and not iscoroutinefunction(hit)


def several(keys: Iterable[str]) -> list[str]:
    """Return the keys, unless it is one key that was taken for many."""
    if isinstance(keys, str):
        raise TypeError(f"keys must be several, got the one {keys!r}")
    return list(keys)


def microseconds() -> int:
    """Return the time of this machine's monotonic clock in microseconds."""
    return monotonic_ns() // 1000


def _checked(now: int) -> int:
    if not 0 <= now < LATEST:
        raise ValueError(f"clock must count microseconds, from 0 to below 2**52, got {now!r}")
    return now
