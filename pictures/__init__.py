"""Pictures of limiters at work, all in one visual language."""

from pictures.call import Call
from pictures.compare import compare
from pictures.failure import Traffic, failure, success
from pictures.grid import grid
from pictures.picture import Picture
from pictures.story import ALGORITHMS, Story, tell, watch
from pictures.table import Table
from pictures.timeline import timeline
from pictures.units import MINUTES, SECONDS, Unit, ticks

__all__ = [
    "ALGORITHMS",
    "MINUTES",
    "SECONDS",
    "Call",
    "Picture",
    "Story",
    "Table",
    "Traffic",
    "Unit",
    "compare",
    "failure",
    "grid",
    "success",
    "tell",
    "ticks",
    "timeline",
    "watch",
]
