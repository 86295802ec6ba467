"""Leaky bucket: they arrive in a bunch, and leave one by one."""

from itertools import pairwise

from notebooks.lessons.blackboard import PERIOD, Blackboard
from pictures import Picture, Story, Unit, watch
from pictures.looks import FAINT, looks
from pictures.timeline import draw
from ratelimit import LeakyBucket, Level, Quota
from ratelimit.replay import Step

QUOTA, END = Quota(5, PERIOD, burst=5), 40
ARRIVALS = [4, 4, 4, 5, 5, 5, 5, 6, 20, 21, 21, 34]
TITLE = "Leaky bucket: they come in bunches, and go ahead evenly, five in ten ticks"


def picture() -> Picture:
    """Draw it."""
    story = watch("arrive", LeakyBucket(QUOTA), [(now, 1) for now in ARRIVALS], (0, END))._replace(levels=[])
    leave = [Step(step.now + step.delay, step.cost, 0, 0, Level(0, 0)) for step in story.steps if not step.wait]
    gone = Story("go ahead", leave, [], 0, END)
    gaps = {later.now - step.now for step, later in pairwise(leave[:5])}
    text = f"one each {gaps.pop()} ticks"
    with looks():
        figure, rows = draw([story, gone], TITLE, Unit(1, "ticks", PERIOD))
        board = Blackboard(figure, 0, END)
        board.say(6, rows[0][1] + rows[0][0].line + 0.1, "the bucket is full: refused", FAINT)
        board.say(leave[4].now + 1, rows[1][1] + rows[1][0].line - 0.2, text, FAINT)
        return Picture(figure, f"{TITLE}\n{story}\ngo ahead at {[step.now for step in leave]}\n{text}")
