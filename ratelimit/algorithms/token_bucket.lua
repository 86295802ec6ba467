-- Save up what is not spent: token_bucket.py, on Redis.
--   KEYS[1]  "parts clock": parts of tokens left, `period` of them to a token, and when that was; then limit, period and
--            burst of the last grant, if they are not the limiter's own
--   ARGV     now in microseconds ('': the server's), cost, what (1 spends, 0 looks, refund, charge), limit, period,
--            burst; if these are not the limiter's own, then its own three
--   returns  wait, remaining, reset_after, delay, next_after; for a refund how many units were given back; for a charge
--            0, or if there are too many, -1 and the bound
-- Exact while burst * period is below 2^51: a number is a double here. That is why tokens are kept, and not, as in Python,
-- when there will be all of them again: in parts, that is too big a number.
local now, cost, what = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local limit, period, burst = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local parts, clock, other = string.match(redis.call('GET', KEYS[1]) or '', '(-?%d+) (%d+)(.*)') -- below 0 if it owes
local rate, unit, most = limit, period, burst -- of the last grant: at its rate tokens flow in
if other and other ~= '' then
  rate, unit, most = string.match(other, '(%d+) (%d+) (%d+)')
  rate, unit, most = tonumber(rate), tonumber(unit), tonumber(most)
elseif ARGV[7] then
  rate, unit, most = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
end
local missing = 0
if parts then
  clock = tonumber(clock)
  now = math.max(now, clock)
  missing = math.max(0, most * unit - parts - (now - clock) * rate) -- a product too big to be exact leaves nothing too
end

if what == 'refund' or what == 'charge' then
  if missing == 0 then -- as if it were forgotten
    other, rate, unit, most = '', limit, period, burst
  end
  local back, bound = given_back(what, cost, missing, unit)
  if not back then
    return { -1, bound }
  end
  missing = missing - back
  if missing == 0 then
    redis.call('UNLINK', KEYS[1])
  else
    local lasts = math.ceil(missing / rate / 1000) + 1000 -- ms, and a second of grace
    parts = what == 'refund' and parts + back or most * unit - missing -- a refund leaves the clock where it was
    clock = what == 'refund' and clock or now
    redis.call('SET', KEYS[1], string.format('%d %d', parts, clock) .. other, 'PX', lasts)
  end
  return { math.max(0, math.floor(back / unit)) }
end

local wait = 0
local over = missing - (burst - cost) * unit -- below 0 too if that product is too big to be exact
if over > 0 then
  wait = math.ceil(over / rate)
elseif what == '1' then
  missing = (unit == period and missing or carried(missing, unit, period)) + cost * period
  rate, unit = limit, period
  local state = string.format('%d %d', burst * period - missing, now)
  if ARGV[7] then
    state = table.concat({ state, ARGV[4], ARGV[5], ARGV[6] }, ' ')
  end
  local lasts = math.ceil(missing / rate / 1000) + 1000 -- ms, and a second of grace
  redis.call('SET', KEYS[1], state, 'PX', lasts)
end
local remaining = math.max(0, burst - math.ceil(missing / unit))
local next_after = next_unit_after(missing, rate, unit, limit, period, burst, remaining)
return { wait, remaining, math.ceil(missing / rate), 0, next_after }
