-- Queue up, and leave at an even pace: leaky_bucket.py, on Redis.
--   KEYS[1]  "drops clock": drops of water, `period` of them to a unit, and when that was; then limit, period and burst
--            of the last grant, if they are not the limiter's own
--   ARGV     now in microseconds ('': the server's), cost, what (1 spends, 0 looks, refund, charge), limit, period,
--            burst; if these are not the limiter's own, then its own three
--   returns  wait, remaining, reset_after, delay, next_after; for a refund how many units were given back; for a charge
--            0, or if there are too many, -1 and the bound
-- Exact while burst * period is below 2^51: a number is a double here.
local now, cost, what = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local limit, period, burst = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local drops, clock, other = string.match(redis.call('GET', KEYS[1]) or '0 0', '(%d+) (%d+)(.*)')
drops, clock = tonumber(drops), tonumber(clock)
local rate, unit = limit, period -- of the last grant: at its rate the water leaks
if other ~= '' then
  rate, unit = string.match(other, '(%d+) (%d+)')
  rate, unit = tonumber(rate), tonumber(unit)
elseif ARGV[7] then
  rate, unit = tonumber(ARGV[7]), tonumber(ARGV[8])
end
now = math.max(now, clock)
local held = drops
drops = math.max(0, drops - (now - clock) * rate) -- a product too big to be exact leaves nothing all the same

if what == 'refund' or what == 'charge' then
  if drops == 0 then -- as if it were forgotten
    other, rate, unit = '', limit, period
  end
  local back, bound = given_back(what, cost, drops, unit)
  if not back then
    return { -1, bound }
  end
  drops = drops - back
  if drops == 0 then
    redis.call('UNLINK', KEYS[1])
  else
    local lasts = math.ceil(drops / rate / 1000) + 1000 -- ms, and a second of grace
    held = what == 'refund' and held - back or drops -- a refund leaves the clock where it was
    clock = what == 'refund' and clock or now
    redis.call('SET', KEYS[1], string.format('%d %d', held, clock) .. other, 'PX', lasts)
  end
  return { math.max(0, math.floor(back / unit)) }
end

local wait, delay = 0, math.ceil(drops / rate)
local over = drops - (burst - cost) * unit -- below 0 too if that product is too big to be exact
if over > 0 then
  wait = math.ceil(over / rate)
else
  local poured = unit == period and drops or carried(drops, unit, period)
  delay = math.ceil(poured / limit)
  if what == '1' then
    drops, rate, unit = poured + cost * period, limit, period
    local state = string.format('%d %d', drops, now)
    if ARGV[7] then
      state = table.concat({ state, ARGV[4], ARGV[5], ARGV[6] }, ' ')
    end
    local lasts = math.ceil(drops / rate / 1000) + 1000 -- ms, and a second of grace
    redis.call('SET', KEYS[1], state, 'PX', lasts)
  end
end
local remaining = math.max(0, burst - math.ceil(drops / unit))
local next_after = next_unit_after(drops, rate, unit, limit, period, burst, remaining)
return { wait, remaining, math.ceil(drops / rate), delay, next_after }
