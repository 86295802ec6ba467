"""Limit by key, across processes and machines."""

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Never

from ratelimit.decision import Decision
from ratelimit.keys import Keys, checked_keys
from ratelimit.limit import OneOrMoreAlgorithms, OneOrMoreQuotas
from ratelimit.protocols import Clock
from ratelimit.quota import Quota
from ratelimit.redis.asked import Asked
from ratelimit.redis.exchange import Batch, ConnectionLost, Exchange, RefreshSlotMap, Replies, T
from ratelimit.redis.library import library_of
from ratelimit.redis.lock import new_lock
from ratelimit.redis.round_trip import RoundTrip, round_trip
from ratelimit.redis.sans_io import OnError, SansIOLimiter

if TYPE_CHECKING:
    from redis import Redis, RedisCluster
    from valkey import Valkey, ValkeyCluster


class RedisLimiter:
    """A limiter whose state is in Redis or Valkey, safe for any number of threads and machines.

    It answers as `MemoryLimiter` does, in nanoseconds, but in whole microseconds: waits are rounded up. Limiters share
    a key's state if prefix, algorithm and quota are the same, so a limiter with another quota starts from new keys. A
    call may give a `quota` instead of the limiter's: what the key has spent counts there too. Several quotas, with one
    algorithm or one each, decide together: a request is granted by all of them, or spends nothing. `Keys` in place of a
    key are one for each of them; in a cluster they must share a slot.

    client: a `redis.Redis` (also one from Sentinel) or `redis.RedisCluster`, or a `valkey.Valkey` or
        `valkey.ValkeyCluster`. Its time-outs apply to each call, its retries only to connecting. When a cluster loses a
        node, a call may wait for as many time-outs as there are nodes.
    prefix: text without braces, at the start of each key in Redis.
    clock: now, in nanoseconds, for tests and simulations; by default the server's, so that all clients share it.
    on_error: what to answer while Redis is away: "raise" the error, "allow", "deny", or ask a limiter in memory, which
        must be able to grant as many units at once. Such a decision is `degraded`, and has the `error`. A connection
        pool that is exhausted does not mean that Redis is away, and always raises.
    pause: the longest time, in seconds, for which a server that is away is not asked again; then one request asks, and
        only that one waits for the time-out. With "raise", every request asks.
    remember: how many keys to remember refusals of: until its wait is over, the same request, or one with a higher
        cost, is refused without asking Redis. A `reset` by another limiter is noticed within a second. 0: every request
        asks.
    next_after: whether decisions tell `next_after`, when one unit more than what remains can have been spent.

    Raises `ValueError` for a period that is not whole microseconds, or below a millisecond unless a clock is given (it
    was meant in seconds), and for numbers too large to be exact in Lua.
    """

    __slots__ = ("_client", "_library", "_refreshing", "_sans_io")

    def __init__(
        self,
        algorithm: OneOrMoreAlgorithms,
        quota: OneOrMoreQuotas,
        client: "Redis | RedisCluster | Valkey | ValkeyCluster",
        *,
        prefix: str = "ratelimit",
        clock: Clock | None = None,
        on_error: OnError = "raise",
        pause: float = 1.0,
        remember: int = 0,
        next_after: bool = False,
    ) -> None:
        self._library, is_cluster = library_of(client, asynchronous=False)
        self._client: Any = client
        self._refreshing = new_lock()
        self._sans_io = SansIOLimiter(
            algorithm,
            quota,
            client if is_cluster else None,
            self._library,
            prefix=prefix,
            clock=clock,
            on_error=on_error,
            pause=pause,
            remember=remember,
            next_after=next_after,
        )

    def __repr__(self) -> str:
        return f"RedisLimiter({self._sans_io})"

    def __reduce__(self) -> Never:
        raise TypeError(
            "a RedisLimiter can't be pickled or copied, as its client's connections belong to one process: "
            "make one in each process; with the same prefix, algorithm and quota they share their keys"
        )

    @property
    def quota(self) -> Quota:
        """The quota of each key, unless a call gives another. Raises `AttributeError` if there are several."""
        return self._sans_io.limits.quota

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """The quotas of each key."""
        return self._sans_io.limits.quotas

    def allow(self, key: str | Keys, cost: int = 1, quota: Quota | None = None) -> bool:
        """Spend `cost` units of the key if it has them.

        A cost below 1, or above what can ever be granted, raises `ValueError`; so does a `quota` that could not be the
        limiter's.
        """
        return self._decide(key, self._sans_io.asked(cost, quota)).allowed

    def hit(self, key: str | Keys, cost: int = 1, quota: Quota | None = None) -> Decision:
        """Do as `allow` does, and answer in full.

        A remembered refusal has `remaining` as it was; for a higher cost, its `retry_after` is the least possible wait.
        """
        return self._decide(key, self._sans_io.asked(cost, quota))

    def hit_many(self, keys: Iterable[str | Keys], cost: int = 1, quota: Quota | None = None) -> list[Decision]:
        """Hit each key in order, in one round trip to each server that holds some. A key may be there more than once.

        Beyond a thousand keys, each thousand is a round trip. Each decision is separate: other clients' may come
        between them. With `on_error="raise"`, an error is raised after every decision that could be made has been made;
        but if a reply is lost, no more are asked for.
        """
        return self._run(self._sans_io.decide_many(checked_keys(keys), self._sans_io.asked(cost, quota)))

    def peek(self, key: str | Keys, quota: Quota | None = None) -> Decision:
        """Say what a request for one unit would be told now, and spend nothing.

        `remaining` counts that unit too.
        """
        return self._decide(key, self._sans_io.asked(1, quota, spend=0))

    def refund(self, key: str | Keys, cost: int = 1) -> int:
        """Give back `cost` units that the key has spent, as far as they still count. Returns how many were.

        While Redis is away: raises with `on_error="raise"`, asks a limiter in memory, else gives nothing back.
        """
        return self._run(self._sans_io.change(key, cost, "refund"))

    def charge(self, key: str | Keys, cost: int = 1) -> None:
        """Spend `cost` units of the key, also those that it does not have: it owes them, and is refused meanwhile.

        While Redis is away: raises with `on_error="raise"`, asks a limiter in memory, else spends nothing.
        """
        self._run(self._sans_io.change(key, cost, "charge"))

    def reset(self, key: str | Keys) -> None:
        """Make the key fresh. Raises the connection's error, whatever `on_error` says."""
        self._run(self._sans_io.reset(key))

    def _decide(self, key: str | Keys, asked: Asked) -> Decision:
        """Decide on one key: directly if possible, at two thirds of the cost; the rest is left to an exchange."""
        sans_io, replies = self._sans_io, None
        if asked.spend and (refusal := sans_io.cached_refusal(key, asked)) is not None:
            return refusal
        if sans_io.may_send_directly():
            sent_at = sans_io.sent_at()
            reply = round_trip(self._library, self._client.connection_pool, sans_io.command(key, asked))
            if isinstance(reply, list):
                return sans_io.decision(key, asked, reply, sent_at)
            replies = [reply if isinstance(reply, ConnectionLost) else [reply]]
        return self._run(sans_io.decide((key,), asked), replies)[0]

    def _run(self, exchange: Exchange[T], received: list[Replies] | None = None) -> T:
        """Do the I/O of an exchange; what was received already counts as the replies to its first batches."""
        try:
            step = next(exchange)
            while True:
                if isinstance(step, RefreshSlotMap):
                    self._refresh_slot_map(step)
                    step = next(exchange)
                else:
                    replies, received = received or self._send(step), None
                    step = exchange.send(replies)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            exchange.close()

    def _send(self, batches: list[Batch]) -> list[Replies]:
        """Send all, then read all."""
        trips: list[RoundTrip] = []
        try:
            for batch in batches:
                trips.append(RoundTrip(self._library, self._pool(batch.node), batch))
                trips[-1].send()
            return [trip.receive() for trip in trips]
        finally:
            try:
                for trip in trips:
                    trip.close()
            except BaseException:  # a signal handler may raise here
                for trip in trips:
                    trip.close()
                raise

    def _pool(self, node: Any) -> Any:
        if node is None:
            return self._client.connection_pool
        return getattr(self._client, f"get_{self._library.name}_connection")(node).connection_pool

    def _refresh_slot_map(self, refresh: RefreshSlotMap) -> None:
        """Ask the cluster which node serves which slot, if any can tell: one thread does so for all."""
        try:
            if self._refreshing.acquire(blocking=False):
                with suppress(*self._library.unreachable):
                    self._client.nodes_manager.initialize()
                return
        finally:
            # Whatever `acquire` has said: a signal handler may have raised as soon as the lock was taken.
            try:  # noqa: SIM105  `suppress` is made first, and a signal handler may raise then
                self._refreshing.release()
            except RuntimeError:  # another thread has it
                pass
        if refresh.wait:
            with self._refreshing:
                pass
