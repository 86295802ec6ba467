"""When a bucket has one unit more."""


def next_unit_after(missing: int, full: int, period: int, limit: int) -> int:
    """Return the ticks until one unit more than what is held can have been spent, if all of that is spent now.

    missing, full: in parts, `period` of which are a unit; missing may be more than full. limit: parts a tick.
    """
    held = full - missing
    wanted = (held // period + 1) * period if held > 0 else period
    return -((held - wanted) // limit)
