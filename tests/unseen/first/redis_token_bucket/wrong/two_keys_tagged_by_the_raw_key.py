"""Wrong (b, the tags proposed in spring-cloud/spring-cloud-gateway #248): two Redis keys share the hash tag {key}; with an empty key, or one that begins with a closing brace, the tag is empty, and the two are in different slots.

Witness: take("") declares token_bucket{}:level and token_bucket{}:time: CLUSTER KEYSLOT differs, right: one slot; likewise take("}x")
"""

from redis import Redis
from redis.exceptions import NoScriptError

_SCRIPT = """
local cap, rate, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = tonumber(ARGV[4]) or clock[1] * 1000000 + clock[2]
local old = redis.call('MGET', KEYS[1], KEYS[2])
local level = tonumber(old[1] or cap)
local time = tonumber(old[2] or now)
local elapsed = math.max(0, now - time)
level = math.min(cap, level + elapsed * rate)
if cost > level then
  return {0, math.ceil((cost - level) / rate) + math.max(0, time - now)}
end
level = level - cost
local ttl = string.format('%.0f', math.ceil(math.ceil((cap - level) / rate) / 1000))
redis.call('SET', KEYS[1], string.format('%.0f', level), 'PX', ttl)
redis.call('SET', KEYS[2], string.format('%.0f', time + elapsed), 'PX', ttl)
return {1, 0}
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.prefix = prefix
        self.sha = client.script_load(_SCRIPT)

    def keys(self, key: str) -> list[str]:
        tag = f"{self.prefix}{{{key}}}"
        return [tag + ":level", tag + ":time"]

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self.quota
        if not 0 < cost <= quota.burst:
            raise ValueError(f"cost {cost} can never be granted")
        cap = quota.burst * quota.period
        rest = (2, *self.keys(key), cap, min(quota.limit, cap), cost * quota.period, "now" if now is None else now)
        try:
            granted, wait = self.client.evalsha(self.sha, *rest)
        except NoScriptError:
            self.client.script_load(_SCRIPT)
            granted, wait = self.client.evalsha(self.sha, *rest)
        return 0 if granted else wait
