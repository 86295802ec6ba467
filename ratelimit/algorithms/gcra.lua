-- The generic cell rate algorithm, one number, the theoretical arrival time: gcra.py, on Redis.
--   KEYS[1]  "tat part": the arrival time in whole microseconds, and the rest in parts, `limit` of them to one
--   ARGV     now in microseconds ('': the server's), cost, spend (0 only looks), limit, period, burst
--   returns  wait, remaining, reset_after, delay
-- Exact while burst * period is below 2^51: a number is a double here. That is why the time is kept in two.
local now, cost, spend = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
local limit, period, burst = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local tat, part = string.match(redis.call('GET', KEYS[1]) or '0 0', '(%d+) (%d+)')
local ahead = math.max(0, (tonumber(tat) - now) * limit + tonumber(part)) -- in parts

local wait = 0
local room = (burst - cost) * period - ahead
if room < 0 then
  wait = math.ceil(-room / limit)
elseif spend then
  ahead = ahead + cost * period
  tat, part = now + math.floor(ahead / limit), ahead % limit
  local lasts = math.ceil(ahead / limit / 1000) + 1000 -- ms, and a second of grace
  redis.call('SET', KEYS[1], string.format('%d %d', tat, part), 'PX', lasts)
end
return { wait, math.max(0, math.floor((burst * period - ahead) / period)), math.ceil(ahead / limit), 0 }
