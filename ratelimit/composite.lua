-- Several limits decide at once: composite.py, on Redis. `scripts` has the script of each algorithm, as a function.
--   KEYS     the key of each limit
--   ARGV     now in microseconds ('': the server's), cost, what (1 spends, 0 looks, refund, charge); then for each
--            limit the number of its script, limit, period and burst
--   returns  the wait, remaining, reset_after, delay and next_after of each limit; for a refund how many units each got
--            back at least; for a charge 0, or if there are too many for one limit, -1 and the bound
local now, cost, what = ARGV[1], ARGV[2], ARGV[3]
if now == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local is_read = { GET = true, ZCARD = true, ZCOUNT = true, ZRANGE = true }
local writes = {} -- none is made before each limit has answered
local later = {} -- stands for `redis` in a script
function later.call(command, ...)
  if is_read[command] then
    return redis.call(command, ...)
  end
  writes[#writes + 1] = { command, ... }
end

local function ask(limit, asked)
  local at = 4 * limit
  local arguments = { now, cost, asked, ARGV[at + 1], ARGV[at + 2], ARGV[at + 3] }
  return scripts[tonumber(ARGV[at])]({ KEYS[limit] }, arguments, later)
end

local function write()
  for _, command in ipairs(writes) do
    redis.call(unpack(command))
  end
end

if what == 'refund' or what == 'charge' then
  local least = math.huge
  for limit = 1, #KEYS do
    local units, bound = unpack(ask(limit, what))
    if bound then
      return { units, bound }
    end
    least = math.min(least, units)
  end
  write()
  return { least }
end

local answers, refusing = {}, nil
for limit = 1, #KEYS do
  answers[limit] = ask(limit, refusing and '0' or what)
  refusing = refusing or answers[limit][1] > 0 and limit
end
if not refusing then
  write()
elseif what == '1' then
  for limit = 1, refusing - 1 do -- what is left, with nothing spent
    answers[limit] = ask(limit, '0')
  end
end

local flat = {}
for _, answer in ipairs(answers) do
  for _, number in ipairs(answer) do
    flat[#flat + 1] = number
  end
end
return flat
