"""Sliding log: the grants of the last period, at two requests."""

from notebooks.kata_pictures.annotated_figure import PERIOD, AnnotatedFigure
from pictures import Picture, Unit, record
from pictures.parts.style import FAINT, PALE, styled
from pictures.timeline import draw
from ratelimit import Quota, SlidingLog

LIMIT, END = 5, 40
ARRIVALS = [3, 12, 14, 15, 17, 19, 21, 22, 32, 35]
FULL, FREE = 21, 22  # two requests: one that is refused, and one that is granted
TITLE = "Sliding log: five in any ten ticks"


def picture() -> Picture:
    """Draw it."""
    trace = record("sliding log", SlidingLog(Quota(LIMIT, PERIOD)), [(now, 1) for now in ARRIVALS], (0, END))
    texts = []
    with styled():
        figure, [(row, top)] = draw([trace], TITLE, Unit(1, "ticks", PERIOD), 1.25)
        board = AnnotatedFigure(figure, 0, END)
        for now, down in ((FULL, 0.66), (FREE, 1.06)):
            held = [step.now for step in trace.steps if not step.wait and now - PERIOD < step.now < now]
            wait = next(step.wait for step in trace.steps if step.now == now)
            answer = f"refused, wait {wait}" if wait else "granted"
            texts.append(f"at {now}: {len(held)} grants in the last ten ticks: {answer}")
            board.bracket(now - PERIOD + 0.5, now + 0.5, down, texts[-1])
        board.shade(FREE - PERIOD + 0.5, FREE + 0.5, 1.06, top + row.marks - 1.06, PALE)
        board.say(FREE - PERIOD - 0.4, top + 0.06, "ten ticks old at 22:\nno longer counts", FAINT, "right")
        return Picture(figure, "\n".join([TITLE, str(trace), *texts]))
