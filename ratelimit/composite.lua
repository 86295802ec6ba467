-- Several limits decide at once: composite.py, on Redis. `scripts` has the script of each algorithm, as a function.
--   KEYS     the key of each limit
--   ARGV     now in microseconds ('': the server's), cost, what (1 spends, 0 looks, refund, charge); then for each limit
--            the number of its script, limit, period and burst
--   returns  the wait, remaining, reset_after, delay and next_after of each limit; for a refund how many units each got back at
--            least; for a charge 0; and for either, if there are too many for one limit, -1 and the bound
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

local function ask_each(asked)
  local answers = {}
  for limit, key in ipairs(KEYS) do
    local at = 4 * limit
    local arguments = { now, cost, asked, ARGV[at + 1], ARGV[at + 2], ARGV[at + 3] }
    answers[limit] = scripts[tonumber(ARGV[at])]({ key }, arguments, later)
  end
  return answers
end

local function write()
  for _, command in ipairs(writes) do
    redis.call(unpack(command))
  end
end

local answers = ask_each(what)
if what == 'refund' or what == 'charge' then
  local least = answers[1][1]
  for _, answer in ipairs(answers) do
    if answer[1] < 0 then
      return answer
    end
    least = math.min(least, answer[1])
  end
  write()
  return { least }
end

local is_granted = true
for _, answer in ipairs(answers) do
  is_granted = is_granted and answer[1] == 0
end
if is_granted then
  write()
elseif what == '1' then
  answers = ask_each('0') -- what is left, with nothing spent
end
local flat = {}
for _, answer in ipairs(answers) do
  for _, number in ipairs(answer) do
    flat[#flat + 1] = number
  end
end
return flat
