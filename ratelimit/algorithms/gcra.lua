-- The generic cell rate algorithm, one number, the theoretical arrival time: gcra.py, on Redis.
--   KEYS[1]  "tat part": the arrival time in whole microseconds, and the rest in parts, `limit` of them to one; then
--            limit, period and burst of the last grant, if they are not the limiter's own
--   ARGV     now in microseconds ('': the server's), cost, what (1 spends, 0 looks, refund, charge), limit, period,
--            burst; if these are not the limiter's own, then its own three
--   returns  wait, remaining, reset_after, delay, next_after; for a refund how many units were given back; for a charge
--            0, or if there are too many, -1 and the bound
-- Exact while burst * period is below 2^51: a number is a double here. That is why the time is kept in two.
local now, cost, what = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local limit, period, burst = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local tat, part, other = string.match(redis.call('GET', KEYS[1]) or '0 0', '(%d+) (%d+)(.*)')
local rate, unit = limit, period -- of the last grant: at its rate units come back
if other ~= '' then
  rate, unit = string.match(other, '(%d+) (%d+)')
  rate, unit = tonumber(rate), tonumber(unit)
elseif ARGV[7] then
  rate, unit = tonumber(ARGV[7]), tonumber(ARGV[8])
end
local ahead = math.max(0, (tonumber(tat) - now) * rate + tonumber(part)) -- in parts

if what == 'refund' or what == 'charge' then
  if ahead == 0 then -- as if it were forgotten
    other, rate, unit = '', limit, period
  end
  local back, bound = given_back(what, cost, ahead, unit)
  if not back then
    return { -1, bound }
  end
  ahead = ahead - back
  if ahead == 0 then
    redis.call('UNLINK', KEYS[1])
  else
    local lasts = math.ceil(ahead / rate / 1000) + 1000 -- ms, and a second of grace
    redis.call('SET', KEYS[1], string.format('%d %d', now + math.floor(ahead / rate), ahead % rate) .. other, 'PX', lasts)
  end
  return { math.max(0, math.floor(back / unit)) }
end

local wait = 0
local over = ahead - (burst - cost) * unit -- below 0 too if that product is too big to be exact
if over > 0 then
  wait = math.ceil(over / rate)
elseif what == '1' then
  ahead = (unit == period and ahead or carried(ahead, unit, period)) + cost * period
  rate, unit = limit, period
  tat, part = now + math.floor(ahead / rate), ahead % rate
  local state = string.format('%d %d', tat, part)
  if ARGV[7] then
    state = table.concat({ state, ARGV[4], ARGV[5], ARGV[6] }, ' ')
  end
  local lasts = math.ceil(ahead / rate / 1000) + 1000 -- ms, and a second of grace
  redis.call('SET', KEYS[1], state, 'PX', lasts)
end
local remaining = math.max(0, burst - math.ceil(ahead / unit))
local next_after = next_unit_after(ahead, rate, unit, limit, period, burst, remaining)
return { wait, remaining, math.ceil(ahead / rate), 0, next_after }
