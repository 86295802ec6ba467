-- What the scripts of buckets share. It is put before each of them.

-- Return the parts that a refund gives back; of a charge minus those that it takes, or nil and the bound for its cost.
local function given_back(what, cost, missing, unit)
  if what == 'refund' then
    return math.min(missing, cost * unit) -- the smaller one is exact
  end
  local most = math.floor((2 ^ 52 - missing) / unit)
  if cost > most then
    return nil, most
  end
  return -cost * unit
end

-- Missing units in the parts of another quota: exact, or rounded up. `unit` of the parts are a unit, and `period` of the
-- result. Both are below 2^51, so a product may be too big to be exact: it is made of a few bits of `period` at a time.
local function carried(parts, unit, period)
  local whole, rest = math.floor(parts / unit), parts % unit
  local base = 2
  while base * unit < 2 ^ 51 do
    base = base * 2
  end
  local digit = 1 -- of `period`, from its highest bits
  while digit * base <= period do
    digit = digit * base
  end
  local result, over, left = 0, 0, period
  while digit >= 1 do
    over = over * base + math.floor(left / digit) * rest
    left = left % digit
    result, over = result * base + math.floor(over / unit), over % unit
    digit = digit / base
  end
  return whole * period + result + (over > 0 and 1 or 0)
end

-- When one unit more than what remains can have been spent: if something remains, spending it moves the key to the quota
-- that is asked, with this limit, period and burst; if not, it stays where `rate` parts come back, `unit` to a unit.
local function next_unit_after(missing, rate, unit, limit, period, burst, remaining)
  if remaining > 0 then
    missing = unit == period and missing or carried(missing, unit, period)
    rate, unit = limit, period
  end
  return math.ceil((missing - (burst - remaining - 1) * unit) / rate)
end
