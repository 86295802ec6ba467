-- Count from each round instant to the next: fixed_window.py, on Redis.
--   KEYS[1]  "used end": units granted, and where their window ends
--   ARGV     now in microseconds ('': the server's), cost, spend (0 only looks), limit, period;
--            another limit counts the same units
--   returns  wait, remaining, reset_after, delay
-- Exact while limit and period are below 2^51: a number is a double here.
local now, cost, spend = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
local limit, period = tonumber(ARGV[4]), tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local used, ends = string.match(redis.call('GET', KEYS[1]) or '0 0', '(%d+) (%d+)')
used, ends = tonumber(used), tonumber(ends)
if now >= ends then
  used, ends = 0, now - now % period + period
end

local wait = 0
if used + cost > limit then
  wait = ends - now
elseif spend then
  used = used + cost
  local lasts = math.ceil((ends - now) / 1000) + 1000 -- ms, and a second of grace
  redis.call('SET', KEYS[1], string.format('%d %d', used, ends), 'PX', lasts)
end
return { wait, math.max(0, limit - used), used > 0 and ends - now or 0, 0 }
