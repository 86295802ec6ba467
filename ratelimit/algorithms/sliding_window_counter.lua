-- Estimate the sliding window from two counters: sliding_window_counter.py, on Redis.
--   KEYS[1]  "last used end clock": units granted in the window before, and in the one that ends at `end`
--   ARGV     now in microseconds ('': the server's), cost, spend (0 only looks), limit, period
--   returns  wait, remaining, reset_after, delay
-- Exact while limit * period is below 2^51: a number is a double here.
local now, cost, spend = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
local limit, period = tonumber(ARGV[4]), tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local last, used, ends, clock = string.match(redis.call('GET', KEYS[1]) or '0 0 0 0', '(%d+) (%d+) (%d+) (%d+)')
last, used, ends, clock = tonumber(last), tonumber(used), tonumber(ends), tonumber(clock)
now = math.max(now, clock)
if now >= ends then
  last = now < ends + period and used or 0
  used, ends = 0, now - now % period + period
end

local wait = 0
local over = last * (ends - now) + (used + cost - limit) * period -- in units times microseconds
if over > 0 and used + cost <= limit then -- in this window, as `last` fades
  wait = math.ceil(over / last)
elseif over > 0 then -- in the next window, as what is now `used` fades, down to the room beside the cost
  wait = ends + period - math.floor((limit - cost) * period / used) - now
elseif spend then
  used = used + cost
  local lasts = math.ceil((ends + period - now) / 1000) + 1000 -- ms, and a second of grace
  local state = string.format('%.0f %.0f %.0f %.0f', last, used, ends, now)
  redis.call('SET', KEYS[1], state, 'PX', string.format('%.0f', lasts))
end

local reset_after = 0
if used > 0 then
  reset_after = ends + period - now
elseif last > 0 then
  reset_after = ends - now
end
return { wait, limit - used - math.ceil(last * (ends - now) / period), reset_after, 0 }
