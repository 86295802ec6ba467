"""Lets keys expire a period after a grant, which is too soon when the burst is above the limit."""

from functools import partial

from ratelimit import Quota  # noqa: F401

LUA = """
local units_key, time_key = KEYS[1], KEYS[2]
local q = {}
for i, name in ipairs({'limit', 'period', 'cap', 'cost'}) do q[name] = tonumber(ARGV[i]) end
local now = tonumber(ARGV[5])
if now < 0 then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
local got = redis.call('MGET', units_key, time_key)
local state = {units = q.cap, time = now}
if got[1] and got[2] then
  state.units, state.time = tonumber(got[1]), tonumber(got[2])
end
local passed = now - state.time
if passed > 0 then
  state.units = math.min(q.cap, state.units + passed * q.limit)
  state.time = now
end
local need = q.cost * q.period
if state.units < need then
  return math.ceil((need - state.units) / q.limit) + math.max(0, -passed)
end
state.units = state.units - need
local seconds = string.format('%.0f', math.ceil(q.period / 1000000) + 1)
redis.call('SET', units_key, string.format('%.0f', state.units), 'EX', seconds)
redis.call('SET', time_key, string.format('%.0f', state.time), 'EX', seconds)
return 0
"""


class RedisTokenBucket:
    """The two keys of a bucket have one hash tag, which is never empty and has no brace in it."""

    def __init__(self, client, quota, prefix="token_bucket"):
        cap = quota.burst * quota.period
        self._ask = partial(self._run, client.register_script(LUA), (min(quota.limit, cap), quota.period, cap))
        self._costs = range(1, quota.burst + 1)
        self._prefix = prefix

    @staticmethod
    def _run(script, quota, keys, cost, now):
        return int(script(keys=keys, args=[*quota, cost, now]))

    def _keys(self, key):
        tag = key.encode().hex()
        return [f"{self._prefix}{{~{tag}}}:{kind}" for kind in ("units", "time")]

    def take(self, key, cost=1, now=None):
        if cost not in self._costs:
            raise ValueError(cost)
        return self._ask(self._keys(key), cost, -1 if now is None else now)
