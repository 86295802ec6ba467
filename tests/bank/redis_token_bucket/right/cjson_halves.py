"""Keeps level and clock as JSON, each number split into halves of 26 bits, since cjson writes 14 digits only.

A take is tried by name; if the script is unknown, it is loaded and tried again, and at the third try sent in full.
"""

import hashlib

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

HALF = 1 << 26

SCRIPT = """
local HALF = 67108864

local function join(high, low)
  return tonumber(high) * HALF + tonumber(low)
end

local function split(number)
  local low = number % HALF
  return (number - low) / HALF, low
end

local limit = join(ARGV[1], ARGV[2])
local full = join(ARGV[3], ARGV[4])
local need = join(ARGV[5], ARGV[6])
local now
if ARGV[7] == '' then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
else
  now = join(ARGV[7], ARGV[8])
end

local level, clock = full, now
local text = redis.call('GET', KEYS[1])
if text then
  local state = cjson.decode(text)
  level = join(state.level[1], state.level[2])
  clock = join(state.clock[1], state.clock[2])
end

local late = 0
if clock > now then
  late = clock - now
else
  if now - clock >= math.ceil((full - level) / limit) then
    level = full
  else
    level = level + (now - clock) * limit
  end
  clock = now
end

if level < need then
  return late + math.ceil((need - level) / limit)
end
level = level - need
local micros = math.ceil((full - level) / limit)
local state = cjson.encode({level = {split(level)}, clock = {split(clock)}})
redis.call('SET', KEYS[1], state)
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(micros / 1000) + 1000))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.full = quota.burst * quota.period
        self.limit = min(quota.limit, self.full)
        self.prefix = prefix
        self.sha = hashlib.sha1(SCRIPT.encode()).hexdigest()

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError("a cost is at least 1")
        if cost > self.quota.burst:
            raise ValueError("a cost is at most the burst")
        prefix, name = self.prefix.encode(), key.encode()
        redis_key = b"%d:%b%d:%b" % (len(prefix), prefix, len(name), name)
        args = []
        for number in (self.limit, self.full, cost * self.quota.period):
            args += divmod(number, HALF)
        args += ("", "") if now is None else divmod(now, HALF)

        try:
            return self.client.evalsha(self.sha, 1, redis_key, *args)
        except NoScriptError:
            self.client.script_load(SCRIPT)
        try:
            return self.client.evalsha(self.sha, 1, redis_key, *args)
        except NoScriptError:
            return self.client.eval(SCRIPT, 1, redis_key, *args)
