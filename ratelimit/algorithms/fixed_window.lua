-- Count from each round instant to the next: fixed_window.py, on Redis.
--   KEYS[1]  "used end": units granted, and where their window ends
--   ARGV     now in microseconds ('': the server's), cost, what (1 spends, 0 looks, refund, charge), limit, period;
--            another limit counts the same units
--   returns  wait, remaining, reset_after, delay, next_after; for a refund how many units were given back; for a charge
--            0, or if there are too many, -1 and the bound
-- Exact while limit and period are below 2^51: a number is a double here.
local now, cost, what = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
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

if what == 'refund' or what == 'charge' then
  local back = what == 'refund' and math.min(used, cost) or -cost
  local most = 2 ^ 52 - used
  if what == 'charge' and cost > most then
    return { -1, most }
  elseif back ~= 0 then
    local lasts = math.ceil((ends - now) / 1000) + 1000 -- ms, and a second of grace
    redis.call('SET', KEYS[1], string.format('%d %d', used - back, ends), 'PX', lasts)
  end
  return { math.max(0, back) }
end

local wait = 0
if used + cost > limit then
  wait = ends - now
elseif what == '1' then
  used = used + cost
  local lasts = math.ceil((ends - now) / 1000) + 1000 -- ms, and a second of grace
  redis.call('SET', KEYS[1], string.format('%d %d', used, ends), 'PX', lasts)
end
return { wait, math.max(0, limit - used), used > 0 and ends - now or 0, 0, ends - now }
