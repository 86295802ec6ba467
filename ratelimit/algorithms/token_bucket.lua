-- Save up what is not spent: token_bucket.py, on Redis.
--   KEYS[1]  "parts clock": parts of tokens left, `period` of them to a token, and when that was
--   ARGV     now in microseconds ('': the server's), cost, spend (0 only looks), limit, period, burst
--   returns  wait, remaining, reset_after, delay
-- Exact while burst * period is below 2^51: a number is a double here. That is why tokens are kept, and not, as in Python,
-- when there will be all of them again: in parts, that is too big a number.
local now, cost, spend = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
local limit, period, burst = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local full = burst * period
local parts, clock = full, now
local held = redis.call('GET', KEYS[1])
if held then
  parts, clock = string.match(held, '(%d+) (%d+)')
  parts, clock = tonumber(parts), tonumber(clock)
end
now = math.max(now, clock)
parts = math.min(full, parts + (now - clock) * limit) -- a product too big to be exact is above `full` all the same

local wait = 0
local left = parts - cost * period
if left < 0 then
  wait = math.ceil(-left / limit)
elseif spend then
  parts = left
  local lasts = math.ceil((full - parts) / limit / 1000) + 1000 -- ms, and a second of grace
  redis.call('SET', KEYS[1], string.format('%d %d', parts, now), 'PX', lasts)
end
return { wait, math.floor(parts / period), math.ceil((full - parts) / limit), 0 }
