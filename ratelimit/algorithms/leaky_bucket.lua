-- Queue up, and leave at an even pace: leaky_bucket.py, on Redis.
--   KEYS[1]  "drops clock": drops of water, `period` of them to a unit, and when that was
--   ARGV     now in microseconds ('': the server's), cost, spend (0 only looks), limit, period, burst
--   returns  wait, remaining, reset_after, delay
-- Exact while burst * period is below 2^51: a number is a double here.
local now, cost, spend = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
local limit, period, burst = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local full = burst * period
local drops, clock = string.match(redis.call('GET', KEYS[1]) or '0 0', '(%d+) (%d+)')
drops, clock = tonumber(drops), tonumber(clock)
now = math.max(now, clock)
drops = math.max(0, drops - (now - clock) * limit) -- a product too big to be exact leaves nothing all the same
local delay = math.ceil(drops / limit)

local wait = 0
local poured = drops + cost * period
if poured > full then
  wait = math.ceil((poured - full) / limit)
elseif spend then
  drops = poured
  local lasts = math.ceil(drops / limit / 1000) + 1000 -- ms, and a second of grace
  redis.call('SET', KEYS[1], string.format('%d %d', drops, now), 'PX', lasts)
end
return { wait, math.floor((full - drops) / period), math.ceil(drops / limit), delay }
