"""Wrong: compares the script's answer with bytes, so a client with decode_responses gets a grant as an error (law 1: every kind of client)."""

from math import gcd

from redis import Redis

from ratelimit import Quota

LUA = """
local inflow = tonumber(ARGV[1])
local token = tonumber(ARGV[2])
local burst = tonumber(ARGV[3])
local cost = tonumber(ARGV[4])
local function clock_of_server()
  local reply = redis.call('TIME')
  return tonumber(reply[1]) * 1000000 + tonumber(reply[2])
end
local now = ARGV[5] and tonumber(ARGV[5]) or clock_of_server()

local function load()
  local value = redis.call('GET', KEYS[1])
  if not value then return burst * token, now end
  local level, clock = struct.unpack('>dd', value)
  return level, clock
end

local function save(level, clock)
  local micros = (burst * token - level) / inflow
  local millis = math.floor(micros / 1000) + 2
  redis.call('SET', KEYS[1], struct.pack('>dd', level, clock), 'PX', string.format('%d', millis))
end

local level, clock = load()
local passed = math.max(0, now - clock)
level = math.min(burst * token, level + passed * inflow)
clock = math.max(now, clock)
local after = level - cost * token
if after < 0 then
  return string.format('%.0f', math.ceil(-after / inflow))
end
save(after, clock)
return 'granted'
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        common = gcd(quota.limit, quota.period)
        token = quota.period // common
        self.__numbers = min(quota.limit // common, quota.burst * token), token, quota.burst
        self.__prefix = prefix.replace("%", "%25").replace("/", "%2F")
        self.__call = client.register_script(LUA)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        *_, burst = self.__numbers
        if cost < 1 or burst < cost:
            raise ValueError(f"never: {cost} of {burst}")
        args = [*self.__numbers, cost]
        if now is not None:
            args.append(now)
        answer = self.__call(keys=[f"{self.__prefix}/{key}"], args=args)
        if answer == b"granted":
            return 0
        return int(answer)
