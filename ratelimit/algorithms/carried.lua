-- A quota that changes: carried.py, on Redis. This is put before each script that uses it.

-- Return limit, period and burst of the quota that a key is kept in, that of its last grant. `other` is the end of its
-- value, which is empty for the limiter's own quota; ARGV has that one too, if it is not the one that is asked for.
local function kept_in(other, limit, period, burst)
  if other and other ~= '' then
    limit, period, burst = string.match(other, '(%d+) (%d+) (%d+)')
  elseif ARGV[7] then
    limit, period, burst = ARGV[7], ARGV[8], ARGV[9]
  else
    return limit, period, burst
  end
  return tonumber(limit), tonumber(period), tonumber(burst)
end

-- Return the end of the value of a key that was just granted something in the quota that is asked for.
local function kept_as()
  return ARGV[7] and string.format(' %s %s %s', ARGV[4], ARGV[5], ARGV[6]) or ''
end

-- Missing units in the parts of another quota: exact, or rounded up. `unit` of the parts are a unit, and `period` of the
-- result. Both are below 2^51, so a product may be too big to be exact: it is made of a few bits of `period` at a time.
local function carried(parts, unit, period)
  if unit == period then
    return parts
  end
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

