"""Opens a new key's bucket with a second script, which doesn't look again whether someone has opened it meanwhile.

Breaks: law 7 (decisions are one step)
Level: race
Shows: a new key with two tokens: between the script that finds no bucket and the one that opens it, another process
    takes one; then both ask again
Expected: two of the four are granted; yours: three
Shipped: not known
"""

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

PRELUDE = """
local limit, period, burst, cost, now = unpack(ARGV)
limit, period, burst, cost, now = tonumber(limit), tonumber(period), tonumber(burst), tonumber(cost), tonumber(now)
if not now then
    local t = redis.call('TIME')
    now = tonumber(t[1]) * 1000000 + tonumber(t[2])
end
local function save(debt, clock)
    local ms = math.ceil(debt / limit / 1000) + 500
    redis.call('SET', KEYS[1], string.format('%.0f,%.0f', debt, clock), 'PX', string.format('%.0f', ms))
end
"""

# The hot path. Nearly every call finds its bucket, so it needs no word about new ones.
TAKE = (
    PRELUDE
    + """
local state = redis.call('GET', KEYS[1])
if not state then
    return -1
end
local comma = string.find(state, ',')
local debt, clock = tonumber(string.sub(state, 1, comma - 1)), tonumber(string.sub(state, comma + 1))
if now > clock then
    debt = math.max(debt - (now - clock) * limit, 0)
    clock = now
end
local over = debt + (cost - burst) * period
if over > 0 then
    return math.ceil(over / limit)
end
save(debt + cost * period, clock)
return 0
"""
)

# The cold path: a full bucket, less the first cost.
OPEN = (
    PRELUDE
    + """
save(cost * period, now)
return 0
"""
)


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._client = client
        self._quota = quota
        self._prefix = prefix
        self._take = client.register_script(TAKE)
        self._open = client.register_script(OPEN)

    def _run(self, script, key, *args):
        try:
            return self._client.evalsha(script.sha, 1, key, *args)
        except NoScriptError:
            return self._client.eval(script.script, 1, key, *args)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self._quota
        if not 0 < cost <= quota.burst:
            raise ValueError("this cost could never be granted")
        name = f"tb:{len(self._prefix)}:{self._prefix}:{key}".encode()
        args = [min(quota.limit, quota.burst * quota.period), quota.period, quota.burst, cost]
        args.append("server" if now is None else now)
        wait = self._run(self._take, name, *args)
        if wait < 0:
            wait = self._run(self._open, name, *args)
        return wait
