-- Remember every grant for one period: sliding_log.py, on Redis.
--   KEYS[1]  a sorted set, a member "before after" for each instant with grants, scored by it: the units granted
--            before and after it, so that those of any stretch are one subtraction. Counts start again from 0 at 2^52.
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

local function counts(member)
  local before, after = string.match(member or '0 0', '(%d+) (%d+)')
  return tonumber(before), tonumber(after)
end

local newest = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
local clock = tonumber(newest[2] or 0)
local last_before, total = counts(newest[1])
now = math.max(now, clock)
local gone = now - period -- a grant this old no longer counts
local first = redis.call('ZCOUNT', KEYS[1], '-inf', gone) -- the rank of the oldest that counts
local base, used, oldest = total, 0, now
if clock > gone and newest[1] then
  local member, granted = unpack(redis.call('ZRANGE', KEYS[1], first, first, 'WITHSCORES'))
  base, oldest = counts(member), granted
  used = (total - base) % 2 ^ 52
end

-- When the one leaves with which so many of the oldest units have left.
local function leaving(units)
  local low, high = first, redis.call('ZCARD', KEYS[1]) - 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    local _, after = counts(redis.call('ZRANGE', KEYS[1], middle, middle)[1])
    if (after - base) % 2 ^ 52 < units then
      low = middle + 1
    else
      high = middle
    end
  end
  return redis.call('ZRANGE', KEYS[1], low, low, 'WITHSCORES')[2] - gone
end

if what == 'refund' then
  local left, rank = math.min(used, cost), -1 -- to give back, of the newest first
  local emptied, kept = {}, nil
  while left > 0 do
    local member, granted = unpack(redis.call('ZRANGE', KEYS[1], rank, rank, 'WITHSCORES'))
    local before, after = counts(member)
    local units = (after - before) % 2 ^ 52
    if units > left then
      kept = { granted, string.format('%d %d', before, (after - left) % 2 ^ 52) }
    end
    emptied[-rank] = member
    left, rank = math.max(0, left - units), rank - 1
  end
  if kept then
    redis.call('ZADD', KEYS[1], unpack(kept))
  end
  for _, member in ipairs(emptied) do
    redis.call('ZREM', KEYS[1], member)
  end
  return { math.min(used, cost) }
elseif what == 'charge' then
  if cost > 2 ^ 51 - used then
    return { -1, 2 ^ 51 - used }
  end
  limit = used + cost -- so that it fits
end

local wait = 0
local lacking = used + cost - limit
if lacking > 0 then
  wait = leaving(lacking)
elseif what ~= '0' then
  used = used + cost
  local merged = newest[1] and clock == now
  local before = merged and last_before or total
  local member = string.format('%d %d', before, (total + cost) % 2 ^ 52)
  redis.call('ZADD', KEYS[1], now, member) -- first: it is what a full memory refuses
  if merged then
    redis.call('ZREM', KEYS[1], newest[1])
  end
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', gone)
  redis.call('PEXPIRE', KEYS[1], math.ceil(period / 1000) + 1000) -- and a second of grace
  clock = now
end
if what == 'charge' then
  return { 0 }
end
local next_after = used > limit and leaving(used + 1 - limit) or oldest - gone
return { wait, math.max(0, limit - used), used > 0 and clock - gone or 0, 0, next_after }
