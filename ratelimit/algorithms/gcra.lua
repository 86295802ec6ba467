-- The generic cell rate algorithm, one number, the theoretical arrival time: gcra.py, on Redis.
--   KEYS[1]  "tat part": the arrival time in whole microseconds, and the rest in parts, `limit` of them to one; then
--            limit, period and burst of the last grant, if they are not the limiter's own
--   ARGV     now in microseconds ('': the server's), cost, spend (0 only looks), limit, period, burst; if these are not
--            the limiter's own, then its own three
--   returns  wait, remaining, reset_after, delay
-- Exact while burst * period is below 2^51: a number is a double here. That is why the time is kept in two.
local now, cost, spend = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
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

local wait = 0
local over = ahead - (burst - cost) * unit -- below 0 too if that product is too big to be exact
if over > 0 then
  wait = math.ceil(over / rate)
elseif spend then
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
return { wait, math.max(0, burst - math.ceil(ahead / unit)), math.ceil(ahead / rate), 0 }
