"""Sliding log: the window that ends now, and what it holds."""

from notebooks.lessons.blackboard import PERIOD, Blackboard
from pictures import Picture, Unit, watch
from pictures.looks import FAINT, PALE, looks
from pictures.timeline import draw
from ratelimit import Quota, SlidingLog

LIMIT, END = 5, 40
ARRIVALS = [3, 12, 14, 15, 17, 19, 21, 22, 32, 35]
FULL, FREE = 21, 22  # two takes to look at: one that is refused, and one that is granted
TITLE = "Sliding log: five in any ten ticks"


def picture() -> Picture:
    """Draw it."""
    story = watch("sliding log", SlidingLog(Quota(LIMIT, PERIOD)), [(now, 1) for now in ARRIVALS], (0, END))
    texts = []
    with looks():
        figure, [(row, top)] = draw([story], TITLE, Unit(1, "ticks", PERIOD), 1.25)
        board = Blackboard(figure, 0, END)
        for now, down in ((FULL, 0.66), (FREE, 1.06)):
            held = [step.now for step in story.steps if not step.wait and now - PERIOD < step.now < now]
            wait = next(step.wait for step in story.steps if step.now == now)
            answer = f"so this one waits {wait}" if wait else "so there is room: granted"
            texts.append(f"at {now}, the last ten ticks hold {len(held)}: {answer}")
            board.bracket(now - PERIOD + 0.5, now + 0.5, down, texts[-1])
        board.shade(FREE - PERIOD + 0.5, FREE + 0.5, 1.06, top + row.marks - 1.06, PALE)
        board.say(FREE - PERIOD - 0.4, top + 0.06, "ten ticks old at 22:\ncounts no more", FAINT, "right")
        return Picture(figure, "\n".join([TITLE, str(story), *texts]))
