"""What both limiters on Redis do besides I/O: they turn decisions into requests, and replies into decisions."""

import logging
from collections.abc import Sequence
from functools import lru_cache, partial
from inspect import iscoroutinefunction
from math import inf
from time import monotonic_ns
from typing import Any, Literal, TypeAlias

from ratelimit.clock import check_clock, check_period, checked_time
from ratelimit.cost import checked_charge, checked_cost
from ratelimit.decision import Decision, DegradedDecision, JointDecision, Level, new
from ratelimit.keys import Keys
from ratelimit.limit import Limits, OneOrMoreAlgorithms, OneOrMoreQuotas, quotas_of
from ratelimit.protocols import Clock, Limiter, NotRefundableError
from ratelimit.quota import Quota
from ratelimit.redis.asked import Asked, ScriptQuota
from ratelimit.redis.cluster import Cluster
from ratelimit.redis.command import Command, command
from ratelimit.redis.error_reply import is_error_reply
from ratelimit.redis.exchange import MAX_COMMANDS, Exchange, Request
from ratelimit.redis.library import Library
from ratelimit.redis.refusal_cache import RefusalCache, SentAt
from ratelimit.redis.script import Script
from ratelimit.redis.server import Server

TIME_LIMIT = 1000 << 52  # ns: the year 2112

OnError: TypeAlias = Literal["raise", "allow", "deny"] | Limiter[str]

_log = logging.getLogger("ratelimit.redis")


class SansIOLimiter:
    """What the two limiters have in common: everything but the I/O."""

    __slots__ = (
        "_arguments",
        "_clock",
        "_log_after",
        "_on_error",
        "_other_quotas",
        "_pause",
        "_refusals",
        "_server",
        "_tells_next",
        "limits",
        "script",
    )

    def __init__(
        self,
        algorithm: OneOrMoreAlgorithms,
        quota: OneOrMoreQuotas,
        cluster: Any,  # the client, if it is a cluster's; else None
        library: Library,
        *,
        prefix: str = "ratelimit",
        clock: Clock | None = None,
        on_error: OnError = "raise",
        pause: float = 1.0,
        remember: int = 0,
        next_after: bool = False,
    ) -> None:
        if not isinstance(prefix, str) or "{" in prefix or "}" in prefix:
            raise ValueError(f"prefix must be text without braces, got {prefix!r}")
        if on_error not in ("raise", "allow", "deny") and not _is_limiter(on_error):
            instead = ": take a MemoryLimiter, for which asyncio need not wait" if hasattr(on_error, "hit") else ""
            raise ValueError(
                f"on_error must be 'raise', 'allow', 'deny' or a limiter in memory, got {on_error!r}{instead}"
            )
        if not isinstance(pause, int | float) or isinstance(pause, bool):
            raise TypeError(f"pause must be seconds, an int or a float, got {pause!r}")
        if not 1e-6 <= pause < inf:
            raise ValueError(f"pause must be at least 0.000001 s, and finite, got {pause!r}")
        if not isinstance(remember, int) or isinstance(remember, bool):
            raise TypeError(f"remember must be how many keys, an int, got {remember!r}")
        self.limits = Limits(algorithm, quota)
        if clock is None:
            for each in self.limits.quotas:
                check_period(each)
        else:
            check_clock(clock)
        self._arguments = f"{self.limits}, prefix={prefix!r}"
        self.script = Script(self.limits, prefix)
        self._check_stand_in(on_error)
        in_other_quota = partial(_in_other_quota, self.script, on_error, with_default_clock=clock is None)
        self._other_quotas = lru_cache(256)(in_other_quota)
        self._clock = None if clock is None else _in_whole_microseconds(clock)
        self._on_error: Any = on_error  # a limiter may know no `Keys`
        self._tells_next = next_after
        self._pause = round(pause * 1_000_000_000)  # ns
        self._log_after = 0  # ns: a line of the log in each pause is enough
        max_pause = 0 if on_error == "raise" else self._pause
        self._server = (
            Server(self.script, library, max_pause)
            if cluster is None
            else Cluster(self.script, library, cluster, max_pause)
        )
        self._refusals = RefusalCache(remember, self._clock or monotonic_ns) if remember else None

    def __str__(self) -> str:
        return self._arguments  # not the client, whose own repr shows its password

    def _names(self, key: str | Keys) -> list[bytes]:
        """Return the Redis key of each limit. Raises for keys that could not be asked for together."""
        names = self.script.names(key)
        if isinstance(key, Keys) and isinstance(self._server, Cluster):
            self._server.check_one_slot(key, names)
        return names

    def asked(self, cost: int = 1, quota: Quota | None = None, *, spend: int = 1) -> Asked:
        """Return what a call asks for; `spend=0` only looks. Raises for a quota or a cost that there can't be."""
        asked = self.script.own
        if quota is not None and self.limits.differ_from(quota):
            asked = self._other_quotas(quota)
        return Asked(checked_cost(cost, asked.quota.burst), spend, asked)

    def decide(self, keys: Sequence[str | Keys], asked: Asked) -> Exchange[list[Decision]]:
        """Return a decision for each key, in the same order."""
        refused: list[Decision | None] = [None] * len(keys)
        if self._refusals is not None and asked.spend:
            refused = [self.cached_refusal(key, asked) for key in keys]
        sent_at = self.sent_at()  # before `now`: what is remembered must not last longer than the wait
        now = self._now()
        requests = [
            Request(names[0], self.script.by_hash(names, now, asked))
            for names in (self._names(key) for key, cached in zip(keys, refused, strict=True) if cached is None)
        ]
        yield from self._server.exchange(requests)
        answered = iter(requests)
        return [
            self.decision(key, asked, next(answered).reply, sent_at) if cached is None else cached
            for key, cached in zip(keys, refused, strict=True)
        ]

    def decide_many(self, keys: Sequence[str | Keys], asked: Asked) -> Exchange[list[Decision]]:
        """Return a decision for each key, in the same order, and ask in pieces.

        An error that is to be raised is raised at the end; but after one that is no reply, no more pieces are sent.
        """
        for key in keys if len(keys) > MAX_COMMANDS else ():
            self._names(key)  # so that no key is hit if one is none
        decisions: list[Decision] = []
        failure: Exception | None = None
        for start in range(0, len(keys), MAX_COMMANDS):
            try:
                decisions += yield from self.decide(keys[start : start + MAX_COMMANDS], asked)
            except Exception as error:  # noqa: BLE001  it is raised below
                failure = failure or error
                if not is_error_reply(error):
                    break
        if failure is not None:
            raise failure
        return decisions

    def cached_refusal(self, key: str | Keys, asked: Asked) -> Decision | None:
        """Return the refusal of an earlier request if it implies that this one is refused."""
        if self._refusals is None:
            return None
        try:
            refusal = self._refusals.get(key, asked)
        except TypeError:  # it can't be hashed, so it is no key at all
            self.script.names(key)
            raise
        if refusal is None and self._other_quotas.cache_info().currsize:
            self._refusals.discard_held(key)  # a grant may void it, and not come to be known: see `decision`
        return refusal

    def may_send_directly(self) -> bool:
        """Say whether there is only one server, and it answered the last time."""
        return isinstance(self._server, Server) and not self._server.is_away()

    def sent_at(self) -> SentAt | None:
        """Return the time at which a request is about to be sent, if refusals are remembered."""
        return None if self._refusals is None else self._refusals.sent_at()

    def command(self, key: str | Keys, asked: Asked) -> Command:
        """Return the command that decides on one key."""
        return self.script.by_hash(self._names(key), self._now(), asked)

    def reset(self, key: str | Keys) -> Exchange[None]:
        """Forget the key. Raises any error, whatever `on_error` says about decisions."""
        names = self._names(key)
        request = Request(names[0], command("UNLINK", *names))
        yield from self._change(key, request)
        if not isinstance(self._on_error, str):
            self._on_error.reset(key)
        if isinstance(request.reply, Exception):
            raise request.reply

    def change(self, key: str | Keys, cost: int, what: Literal["refund", "charge"]) -> Exchange[int]:
        """Give units back, or spend them without asking. Returns how many were given back."""
        cost = checked_charge(cost)
        names = self._names(key)
        request = Request(names[0], self.script.by_hash(names, self._now(), Asked(cost, what, self.script.own)))
        yield from self._change(key, request)
        if isinstance(request.reply, Exception):
            return self._change_without_redis(key, cost, what, request.reply)
        units, *bound = request.reply
        if bound:
            checked_cost(cost, bound[0])
        return int(units)

    def _change(self, key: str | Keys, request: Request) -> Exchange[None]:
        """Get the reply to a request that voids what was refused to the key before."""
        if self._refusals is None:
            yield from self._server.exchange([request])
            return
        self._refusals.discard(key)  # now: if this is interrupted, it may not come to that below
        try:
            yield from self._server.exchange([request])
        finally:
            self._refusals.discard(key)  # what was refused meanwhile

    def decision(self, key: str | Keys, asked: Asked, reply: Any, sent_at: SentAt | None) -> Decision:
        """Make a decision of the script's reply, or of the exception in its place."""
        if isinstance(reply, Exception):
            return self._without_redis(key, asked, reply)
        if len(self.limits) == 1:
            wait, remaining, reset_after, delay, _ = reply
            decision = new(Decision, (not wait, remaining, wait * 1000, reset_after * 1000, delay * 1000))
        else:
            decision = _joint(reply)
            wait = decision.retry_after
        if self._tells_next:
            decision = JointDecision.telling(decision, tuple([after * 1000 for after in reply[4::5]]))
        if asked.spend and self._refusals is not None and sent_at is not None:
            if wait:
                self._refusals.put(key, asked, decision, sent_at)
            elif self._other_quotas.cache_info().currsize:  # it may come back faster from now on, so wait less
                self._refusals.discard_held(key)
        return decision

    def _check_stand_in(self, on_error: OnError) -> None:
        """Raise `ValueError` for a limiter that can't stand in for this one: now, not while Redis is away."""
        burst, quotas = self.script.own.quota.burst, quotas_of(on_error)
        if quotas and len(quotas) != len(self.limits):
            raise ValueError(
                f"on_error must be a limiter of as many limits as this one, {len(self.limits)}, got {len(quotas)}: "
                "Keys are one for each, and decisions tell of each"
            )
        for quota in quotas:
            if quota.burst < burst:
                raise ValueError(
                    f"on_error must be a limiter that can grant {burst} units at once, as this one can, "
                    f"got one of Quota.parse({str(quota)!r}): give it a burst of {burst}"
                )

    def _now(self) -> int | str:
        """Return the script's argument `now`, in microseconds; empty if it must read the server's clock."""
        return "" if self._clock is None else self._clock() // 1000

    def _without_redis(self, key: str | Keys, asked: Asked, error: Exception) -> Decision:
        if self._on_error == "raise":
            raise error
        if is_error_reply(error) and monotonic_ns() >= self._log_after:  # breakers log the others
            _log.warning("Redis could not decide, on_error does: %s", error)
            self._log_after = monotonic_ns() + self._pause
        return DegradedDecision.marked(self._on_error_decides(key, asked), error)

    def _change_without_redis(
        self, key: str | Keys, cost: int, what: Literal["refund", "charge"], error: Exception
    ) -> int:
        if self._on_error in ("allow", "deny"):
            return 0
        changes = getattr(self._on_error, what, None)  # a limiter of one's own may not have it
        if changes is None:
            raise error
        try:
            return changes(key, cost) or 0
        except NotRefundableError:
            raise error from None

    def _on_error_decides(self, key: str | Keys, asked: Asked) -> Decision:
        if not isinstance(self._on_error, str):
            cost, spend, quota = asked
            other = {} if quota.is_own else {"quota": quota.quota}  # a limiter of one's own may not know quotas by call
            limiter = self._on_error
            decision: Decision = limiter.hit(key, cost, **other) if spend else limiter.peek(key, **other)
            return decision
        wait = 0 if self._on_error == "allow" else self._pause
        return JointDecision.of(wait, (Level(0, wait),) * len(self.limits), 0, 0)


def _in_other_quota(script: Script, on_error: OnError, quota: Quota, *, with_default_clock: bool) -> ScriptQuota:
    """Return a quota of a call. Raises what making a limiter with it would raise."""
    if with_default_clock:
        check_period(quota)
    other = script.in_quota(quota)
    if not isinstance(on_error, str):
        try:
            on_error.peek("", quota=quota)
        except ValueError as error:  # now, not while Redis is away
            raise ValueError(f"quota must be one that the limiter in on_error can have too: {error}") from error
    return other


def _joint(reply: Sequence[int]) -> JointDecision:
    """Make a decision of the five numbers of each limit."""
    wait = delay = refusing = 0
    levels = []
    for at in range(0, len(reply), 5):
        its_wait, remaining, reset_after, its_delay, _ = reply[at : at + 5]
        if its_wait > wait:
            wait, refusing = its_wait, at // 5
        delay = max(delay, its_delay)
        levels.append(new(Level, (remaining, reset_after * 1000)))
    return JointDecision.of(wait * 1000, tuple(levels), delay * 1000, refusing)


def _is_limiter(limiter: object) -> bool:
    """Say whether it is a limiter that answers at once, not in asyncio."""
    hit = getattr(limiter, "hit", None)
    return callable(hit) and not iscoroutinefunction(hit) and not isinstance(limiter, type)


def _in_whole_microseconds(clock: Clock) -> Clock:
    """Return the clock, rounded down to what scripts count in, still in nanoseconds.

    A wait counts from the microsecond that has begun, so it ends in time wherever in it a request is made.
    """

    def rounded_down() -> int:
        now = checked_time(clock())
        if now >= TIME_LIMIT:
            raise ValueError(f"clock must return nanoseconds, below 1000 * 2**52 on Redis, got {now}")
        return now - now % 1000

    return rounded_down
