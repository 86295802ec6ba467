"""Pictures of limiters at work, all in one visual style. Notebooks and the grader draw with it."""

from pictures.compare import compare
from pictures.failure import Traffic, failure, success
from pictures.grid import grid
from pictures.parts.call import Call
from pictures.parts.time_unit import MINUTES, SECONDS, Unit, ticks
from pictures.picture import Picture
from pictures.table import Table
from pictures.timeline import timeline
from pictures.trace import ALGORITHMS, Trace, arrivals, departures, merge, record, record_all

__all__ = [
    "ALGORITHMS",
    "MINUTES",
    "SECONDS",
    "Call",
    "Picture",
    "Table",
    "Trace",
    "Traffic",
    "Unit",
    "arrivals",
    "compare",
    "departures",
    "failure",
    "grid",
    "merge",
    "record",
    "record_all",
    "success",
    "ticks",
    "timeline",
]
