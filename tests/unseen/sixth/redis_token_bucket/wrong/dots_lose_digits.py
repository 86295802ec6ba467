"""Wrong: puts the numbers together with `..`, which writes 14 digits: today in microseconds has 16."""

from redis import Redis
from redis.exceptions import NoScriptError, RedisError

from ratelimit import Quota

TEXT = """
local function micros()
  local t = redis.call('TIME')
  return t[1] * 1000000 + t[2]
end

local function whole(x)
  return string.format('%.0f', x)
end

local out, pour, brim = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local t = ARGV[4] == 'now' and micros() or tonumber(ARGV[4])

local water, since = 0, t
local text = redis.call('GET', KEYS[1])
if text then
  local comma = string.find(text, ',', 1, true)
  water, since = tonumber(string.sub(text, 1, comma - 1)), tonumber(string.sub(text, comma + 1))
  if t > since then
    local left = t - since
    if left > water / out then
      water = 0
    else
      water = math.max(0, water - left * out)
    end
    since = t
  end
end

local room = brim - water
if pour > room then
  local missing = pour - room
  local wait = (missing - missing % out) / out
  if missing % out > 0 then
    wait = wait + 1
  end
  return wait
end

water = water + pour
redis.call('SET', KEYS[1], water .. ',' .. since, 'EX', whole(math.floor(water / out / 1000000) + 2))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._client = client
        self._quota = quota
        self._prefix = prefix.replace("/", "//") + "/-"
        self._brim = quota.burst * quota.period
        self._out = min(quota.limit, self._brim)
        script = client.register_script(TEXT)
        self._sha = script.sha
        try:
            client.script_load(TEXT)
        except RedisError:
            pass  # then the first take says so

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 0 < cost <= self._quota.burst:
            raise ValueError(f"cost must be from 1 to the burst of {self._quota.burst}")
        pour = cost * self._quota.period
        args = (self._prefix + key, self._out, pour, self._brim, "now" if now is None else str(now))
        while True:
            try:
                return self._client.evalsha(self._sha, 1, *args)
            except NoScriptError:
                self._client.script_load(TEXT)
