"""Pictures of limiters at work, all in one visual language."""

from notebooks.pictures.call import Call
from notebooks.pictures.compare import compare
from notebooks.pictures.failure import Traffic, failure, success
from notebooks.pictures.grid import grid
from notebooks.pictures.picture import Picture
from notebooks.pictures.story import ALGORITHMS, Story, tell, watch
from notebooks.pictures.table import Table
from notebooks.pictures.timeline import timeline
from notebooks.pictures.units import MINUTES, SECONDS, Unit, ticks

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
