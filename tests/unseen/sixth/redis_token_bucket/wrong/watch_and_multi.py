"""Wrong: optimistic locking with WATCH and MULTI, tried again after a conflict: right answers, but four round trips each."""

from redis import Redis, WatchError

from ratelimit import Quota


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._client = client
        self._quota = quota
        self._prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError("cost")
        name = self._prefix + "{" + key + "}"
        with self._client.pipeline() as pipe:
            while True:
                try:
                    return self._attempt(pipe, name, cost, now)
                except WatchError:
                    continue

    def _attempt(self, pipe, name, cost, now):
        q = self._quota
        pipe.watch(name)
        if now is None:
            seconds, micros = pipe.time()
            now = seconds * 1_000_000 + micros
        state = pipe.get(name)
        missing = 0
        if state is not None:
            text = state if isinstance(state, str) else state.decode()
            missing, at = map(int, text.split())
            now = max(now, at)
            missing = max(0, missing - (now - at) * q.limit)
        missing += cost * q.period
        if missing > q.burst * q.period:
            return -(-(missing - q.burst * q.period) // q.limit)
        pipe.multi()
        pipe.set(name, f"{missing} {now}", px=-(-missing // (q.limit * 1000)) + 1)
        pipe.execute()
        return 0
