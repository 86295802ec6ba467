-- Queue up, and leave at an even pace: leaky_bucket.py, on Redis.
--   KEYS[1]  "drops clock": drops of water, `period` of them to a unit, and when that was; then limit, period and burst
--            of the last grant, if they are not the limiter's own
--   ARGV     now in microseconds ('': the server's), cost, spend (0 only looks), limit, period, burst; if these are not
--            the limiter's own, then its own three
--   returns  wait, remaining, reset_after, delay
-- Exact while burst * period is below 2^51: a number is a double here.
local now, cost, spend = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
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
drops = math.max(0, drops - (now - clock) * rate) -- a product too big to be exact leaves nothing all the same

local wait, delay = 0, math.ceil(drops / rate)
local over = drops - (burst - cost) * unit -- below 0 too if that product is too big to be exact
if over > 0 then
  wait = math.ceil(over / rate)
else
  local poured = unit == period and drops or carried(drops, unit, period)
  delay = math.ceil(poured / limit)
  if spend then
    drops, rate, unit = poured + cost * period, limit, period
    local state = string.format('%d %d', drops, now)
    if ARGV[7] then
      state = table.concat({ state, ARGV[4], ARGV[5], ARGV[6] }, ' ')
    end
    local lasts = math.ceil(drops / rate / 1000) + 1000 -- ms, and a second of grace
    redis.call('SET', KEYS[1], state, 'PX', lasts)
  end
end
return { wait, math.max(0, burst - math.ceil(drops / unit)), math.ceil(drops / rate), delay }
