"""How much processor time another process has used."""

import math
import sys
import time


def processor_time(pid: int) -> float:
    """Return the seconds of processor time that another process has used. NaN where that can't be read."""
    if sys.platform != "linux":
        return math.nan
    try:
        return time.clock_gettime((~pid << 3) | 2)  # what clock_getcpuclockid(3) returns
    except OSError:  # it has just ended
        return math.nan
