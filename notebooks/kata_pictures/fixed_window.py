"""Fixed window: a count for each window, and twice the limit across an edge."""

from notebooks.kata_pictures.annotated_figure import PERIOD, AnnotatedFigure
from pictures import Picture, Unit, record
from pictures.parts.style import FAINT, RULE, styled
from pictures.timeline import draw
from ratelimit import FixedWindow, Quota

LIMIT, END = 5, 40
ARRIVALS = [2, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 26, 33, 36]
TITLE = "Fixed window: five in each window of ten ticks"


def picture() -> Picture:
    """Draw it."""
    trace = record("fixed window", FixedWindow(Quota(LIMIT, PERIOD)), [(now, 1) for now in ARRIVALS], (0, END))
    counts = [
        sum(step.cost for step in trace.steps if not step.wait and step.now // PERIOD == window)
        for window in range(END // PERIOD)
    ]
    with styled():
        figure, _ = draw([trace], TITLE, Unit(1, "ticks", PERIOD), 1.0)
        board = AnnotatedFigure(figure, 0, END)
        for window, count in enumerate(counts):
            board.say((window + 0.5) * PERIOD, 0.55, f"{count} counted", FAINT, "center")
        for edge in range(PERIOD, END, PERIOD):  # between the counts
            board.behind.plot([board.at(edge)] * 2, [0.47, 0.66], color=RULE, linewidth=0.8)
        around = [step.now for step in trace.steps if not step.wait and 15 <= step.now <= 24]
        text = f"{len(around)} granted in {around[-1] - around[0] + 1} ticks: twice the limit"
        board.bracket(around[0] - 0.3, around[-1] + 0.3, 0.92, text)
        return Picture(figure, f"{TITLE}\n{trace}\ncounted in each window: {counts}\n{text}")
