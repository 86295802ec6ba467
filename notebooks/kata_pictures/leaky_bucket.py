"""Leaky bucket: requests arrive in bunches, and leave one by one."""

from itertools import pairwise

from notebooks.kata_pictures.annotated_figure import PERIOD, AnnotatedFigure
from pictures import Picture, Unit, departures, record
from pictures.parts.style import FAINT, styled
from pictures.timeline import draw
from ratelimit import LeakyBucket, Quota

QUOTA, END = Quota(5, PERIOD, burst=5), 40
ARRIVALS = [4, 4, 4, 5, 5, 5, 5, 6, 20, 21, 21, 34]
TITLE = "Leaky bucket: requests arrive in bunches and go ahead evenly, five in ten ticks"


def picture() -> Picture:
    """Draw it."""
    trace = record("arrive", LeakyBucket(QUOTA), [(now, 1) for now in ARRIVALS], (0, END))._replace(levels=[])
    gone = departures(trace, "go ahead")
    leave = gone.steps
    gaps = {later.now - step.now for step, later in pairwise(leave[:5])}
    text = f"one every {gaps.pop()} ticks"
    with styled():
        figure, rows = draw([trace, gone], TITLE, Unit(1, "ticks", PERIOD))
        board = AnnotatedFigure(figure, 0, END)
        board.say(6, rows[0][1] + rows[0][0].line + 0.1, "the bucket is full: refused", FAINT)
        board.say(leave[4].now + 1, rows[1][1] + rows[1][0].line - 0.22, text, FAINT)
        return Picture(figure, f"{TITLE}\n{trace}\ngo ahead at {[step.now for step in leave]}\n{text}")
