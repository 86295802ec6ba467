"""Limit by key, across processes and machines."""

from collections.abc import Iterable
from contextlib import suppress
from threading import Lock
from typing import Any

from redis import Redis, RedisCluster

from ratelimit.decision import Decision
from ratelimit.protocols import Algorithm, Clock
from ratelimit.quota import Quota
from ratelimit.redis.question import UNREACHABLE, Lost, Parcel, Replies, Search, T, Talk
from ratelimit.redis.talk import OnError, Talker, several
from ratelimit.redis.trip import Trip, exchange


class RedisLimiter:
    """The limiter for one quota whose state is in Redis or Valkey, safe for any number of threads and machines.

    It answers as `MemoryLimiter` does, in microseconds. Limiters share a key's state if prefix, algorithm and quota
    are the same; so a changed quota begins anew.

    client: a `redis.Redis` (Sentinel's too) or `redis.RedisCluster`. Its time-outs are the limiter's, and its retries
        are only for connecting. When a cluster loses a node, a call may wait for as many time-outs as there are nodes.
    prefix: text without braces, before each key in Redis.
    clock: now, in microseconds, for tests and simulations; by default the server's, so that all clients share it.
    on_error: what to answer while Redis is away: "raise" the error, "allow", "deny", or what a limiter in memory says.
        A pool that has no connection left is not Redis being away, and raises whatever this says.
    pause: seconds, at most, in which a server that is away is not asked again; only the request that asks then pays
        the time-out. With "raise", every request asks.
    remember: of how many keys to remember refusals: until its wait is over, the same request or a dearer one is refused
        without asking Redis. A `reset` by another limiter is noticed within a second. 0: every request asks.

    Raises `ValueError` for a period that is not whole in microseconds, and for numbers too big to be exact in Lua.
    """

    __slots__ = ("_client", "_searching", "_talker")

    def __init__(
        self,
        algorithm: Algorithm,
        quota: Quota,
        client: Redis | RedisCluster,
        *,
        prefix: str = "ratelimit",
        clock: Clock | None = None,
        on_error: OnError = "raise",
        pause: float = 1.0,
        remember: int = 0,
    ) -> None:
        if not isinstance(client, (Redis, RedisCluster)):
            raise TypeError(f"client must be a redis.Redis or redis.RedisCluster, got {client!r}")
        self._client: Any = client
        self._searching = Lock()
        self._talker = Talker(
            algorithm,
            quota,
            client if isinstance(client, RedisCluster) else None,
            prefix=prefix,
            clock=clock,
            on_error=on_error,
            pause=pause,
            remember=remember,
        )

    def allow(self, key: str, cost: int = 1) -> bool:
        """Spend `cost` units of the key if it has them.

        A cost below 1, or above what can ever be granted, raises `ValueError`.
        """
        return self._decide(key, cost).allowed

    def hit(self, key: str, cost: int = 1) -> Decision:
        """Do as `allow` does, and answer in full.

        A refusal that is remembered tells `remaining` as it was, and to a dearer request the least that it must wait.
        """
        return self._decide(key, cost)

    def hit_many(self, keys: Iterable[str], cost: int = 1) -> list[Decision]:
        """Hit each key in turn, in one round trip to each server that is concerned. A key may come more than once.

        Each is a decision of its own: others may come between. With `on_error="raise"`, an error is raised after all
        that could be decided is.
        """
        return self._carry_out(self._talker.decide(several(keys), cost))

    def peek(self, key: str) -> Decision:
        """Say what a request for one unit would be told now, and spend nothing.

        `remaining` counts that unit too.
        """
        return self._decide(key, spend=0)

    def reset(self, key: str) -> None:
        """Make the key as good as new. Raises the connection's error, whatever `on_error` says."""
        self._carry_out(self._talker.reset(key))

    def _decide(self, key: str, cost: int = 1, spend: int = 1) -> Decision:
        """Decide on one key: straight, if that can be, at two thirds of the price. What is unusual becomes a talk."""
        talker, heard = self._talker, None
        if spend and (said := talker.recall(key, cost)) is not None:
            return said
        if talker.goes_straight():
            asked = talker.asked()
            answer = exchange(self._client.connection_pool, talker.command(key, cost, spend))
            if isinstance(answer, list):
                return talker.decision(key, cost, spend, answer, asked)
            heard = [answer if isinstance(answer, Lost) else [answer]]
        return self._carry_out(talker.decide((key,), cost, spend), heard)[0]

    def _carry_out(self, talk: Talk[T], heard: list[Replies] | None = None) -> T:
        """Have a talk with Redis; what was heard already counts as the replies to the first parcels."""
        try:
            parcels = next(talk)
            while True:
                if isinstance(parcels, Search):
                    self._search(parcels)
                    parcels = next(talk)
                else:
                    replies, heard = heard or self._deliver(parcels), None
                    parcels = talk.send(replies)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            talk.close()

    def _deliver(self, parcels: list[Parcel]) -> list[Replies]:
        """Send all, then read all."""
        trips: list[Trip] = []
        try:
            for node, commands in parcels:
                trips.append(Trip(self._pool(node)))
                trips[-1].send(commands)
            return [trip.receive() for trip in trips]
        finally:
            for trip in trips:
                trip.end()

    def _pool(self, node: Any) -> Any:
        client = self._client if node is None else self._client.get_redis_connection(node)
        return client.connection_pool

    def _search(self, search: Search) -> None:
        """Ask the cluster anew who serves which slot, if anyone can tell: one thread for all."""
        if self._searching.acquire(blocking=False):
            try:
                with suppress(*UNREACHABLE):
                    self._client.nodes_manager.initialize()
            finally:
                self._searching.release()
        elif search.awaited:
            with self._searching:
                pass
