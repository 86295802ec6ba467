-- Estimate the sliding window from two counters: sliding_window_counter.py, on Redis.
--   KEYS[1]  "last used end clock": units granted in the window before, and in the one that ends at `end`
--   ARGV     now in microseconds ('': the server's), cost, what (1 spends, 0 looks, refund, charge), limit, period;
--            another limit counts the same units
--   returns  wait, remaining, reset_after, delay, next_after; for a refund how many units were given back; for a charge
--            0, or if there are too many, -1 and the bound
-- Exact while limit is below 2^36 and period below 2^40, or limit * period below 2^51: a number is a double here.
local now, cost, what = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local limit, period = tonumber(ARGV[4]), tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

-- floor(units * time / whole), where the product may be too big to be exact: 12 bits of the units at a time.
local function share(units, time, whole)
  local result, over = 0, 0
  for _, part in ipairs({ math.floor(units / 2 ^ 24), math.floor(units / 2 ^ 12) % 2 ^ 12, units % 2 ^ 12 }) do
    over = over * 2 ^ 12 + part * time
    result, over = result * 2 ^ 12 + math.floor(over / whole), over % whole
  end
  return result
end

local last, used, ends, clock = string.match(redis.call('GET', KEYS[1]) or '0 0 0 0', '(%d+) (%d+) (%d+) (%d+)')
last, used, ends, clock = tonumber(last), tonumber(used), tonumber(ends), tonumber(clock)
now = math.max(now, clock)
local held = { last, used, ends }
if now >= ends then
  last = now < ends + period and used or 0
  used, ends = 0, now - now % period + period
end

if what == 'refund' or what == 'charge' then
  local of_used = what == 'refund' and math.min(used, cost) or -cost
  local of_last = what == 'refund' and math.min(last, cost - of_used) or 0
  local most = 2 ^ 52 - used
  if what == 'charge' and cost > most then
    return { -1, most }
  elseif of_used ~= 0 or of_last > 0 then
    local lasts = math.ceil((ends + period - now) / 1000) + 1000 -- ms, and a second of grace
    last, used, clock = last - of_last, used - of_used, what == 'refund' and clock or now
    if what == 'refund' and ends > held[3] then -- it leaves the clock where it was, and the window too
      last, used, ends = held[1], held[2] - of_last, held[3]
    end
    local state = string.format('%d %d %d %d', last, used, ends, clock)
    redis.call('SET', KEYS[1], state, 'PX', lasts)
  end
  return { math.max(0, of_used + of_last) }
end

local room = limit - used + share(last, now - ends, period) -- below 0 if a quota with a higher limit was asked before
local wait = 0
if cost > room and used + cost <= limit then -- in this window, as `last` fades
  wait = ends - now - share(limit - used - cost, period, last)
elseif cost > room then -- in the next window, as what is now `used` fades, down to the room beside the cost
  wait = ends + period - now - share(limit - cost, period, used)
elseif what == '1' then
  used, room = used + cost, room - cost
  local lasts = math.ceil((ends + period - now) / 1000) + 1000 -- ms, and a second of grace
  local state = string.format('%d %d %d %d', last, used, ends, now)
  redis.call('SET', KEYS[1], state, 'PX', lasts)
end

local reset_after = 0
if used > 0 then
  reset_after = ends + period - now
elseif last > 0 then
  reset_after = ends - now
end
local remaining = math.max(0, room)
local all = used + remaining
local next_after = ends + period - now - share(limit - 1, period, all)
if all < limit then
  next_after = ends - now - share(limit - all - 1, period, last)
end
return { wait, remaining, reset_after, 0, next_after }
