"""Turns decisions into questions to Redis, and its replies into decisions."""

from collections.abc import Sequence
from time import monotonic_ns
from typing import Any, Literal, TypeAlias

from ratelimit.decision import Decision
from ratelimit.protocols import Algorithm, Clock, Limiter
from ratelimit.quota import Quota
from ratelimit.redis.asking import Asker, Question, Talk
from ratelimit.redis.refusals import Asked, Refusals
from ratelimit.redis.script import Script

LATEST = 1 << 52  # us: the year 2112

OnError: TypeAlias = Literal["raise", "allow", "deny"] | Limiter[str]


class Talker:
    """What the two limiters have in common: everything but how to wait for a reply."""

    __slots__ = ("_asker", "_clock", "_on_error", "_pause", "_prefix", "_refusals", "_remember", "_script")

    def __init__(
        self,
        algorithm: Algorithm,
        quota: Quota,
        cluster: Any,  # to be asked for the node of a key; None if there is but one server
        *,
        prefix: str,
        clock: Clock | None,
        on_error: OnError,
        pause: float,
        remember: int,
    ) -> None:
        if not isinstance(prefix, str) or "{" in prefix or "}" in prefix:
            raise ValueError(f"prefix must be text without braces, got {prefix!r}")
        if isinstance(on_error, str) and on_error not in ("raise", "allow", "deny"):
            raise ValueError(f"on_error must be 'raise', 'allow', 'deny' or a limiter, got {on_error!r}")
        if not pause > 0:
            raise ValueError(f"pause must be above 0 s, got {pause!r}")
        self._script = Script(algorithm, quota)
        self._prefix = f"{prefix}:{self._script.name}"
        self._clock = clock
        self._on_error = on_error
        self._pause = round(pause * 1_000_000)  # us
        self._asker = Asker(self._script, cluster, None if on_error == "raise" else self._pause * 1000)
        self._remember = remember > 0
        self._refusals = Refusals(remember, clock or microseconds)

    def decide(self, keys: Sequence[str], cost: int = 1, spend: int = 1) -> Talk[list[Decision]]:
        """Return a decision for each key, in their order; `spend=0` only looks."""
        if not 1 <= cost <= self._script.capacity:
            raise ValueError(f"cost must be from 1 to {self._script.capacity}, got {cost}")
        now = "" if self._clock is None else _checked(self._clock())
        refused, asked = self._refusals.among(keys, cost) if self._remember and spend else ({}, None)
        questions = [
            Question(name, self._script.by_hash(name, now, cost, spend))
            for name in (self._name(key) for key in keys if key not in refused)
        ]
        yield from self._asker.ask(questions)
        answers = iter(questions)
        return [
            refused[key] if key in refused else self._decision(key, cost, spend, next(answers).answer, asked)
            for key in keys
        ]

    def reset(self, key: str) -> Talk[None]:
        """Forget the key. Raises what goes wrong, whatever `on_error` says of decisions."""
        name = self._name(key)
        question = Question(name, ("UNLINK", name))
        yield from self._asker.ask([question])
        self._refusals.forget(key)
        if not isinstance(self._on_error, str):
            self._on_error.reset(key)
        if isinstance(question.answer, Exception):
            raise question.answer

    def _name(self, key: str) -> bytes:
        """Return the one Redis key that holds all there is of a key: its prefix has no brace, so none is another's."""
        if not isinstance(key, str):
            raise TypeError(f"key must be a str, got {key!r}")
        return f"{self._prefix}{{{key}}}".encode("utf-8", "surrogatepass")

    def _decision(self, key: str, cost: int, spend: int, answer: Any, asked: Asked | None) -> Decision:
        if isinstance(answer, Exception):
            return self._without_redis(key, cost, spend, answer)
        wait, remaining, reset_after, delay = answer
        decision = Decision(wait == 0, remaining, wait, reset_after, delay)
        if wait and asked is not None:
            self._refusals.keep(key, cost, decision, asked)
        return decision

    def _without_redis(self, key: str, cost: int, spend: int, error: Exception) -> Decision:
        if self._on_error == "raise":
            raise error
        if self._on_error == "allow":
            return Decision(True, 0, 0, 0, 0)  # noqa: FBT003  a Decision's first field
        if self._on_error == "deny":
            return Decision(False, 0, self._pause, self._pause, 0)  # noqa: FBT003  as above
        return self._on_error.hit(key, cost) if spend else self._on_error.peek(key)


def microseconds() -> int:
    """Return the time of this machine's monotonic clock in microseconds."""
    return monotonic_ns() // 1000


def _checked(now: int) -> int:
    if not 0 <= now < LATEST:
        raise ValueError(f"clock must count microseconds, from 0 to below 2**52, got {now!r}")
    return now
