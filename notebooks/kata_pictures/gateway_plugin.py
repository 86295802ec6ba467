"""What a deployment does: the same requests, with counters that are kept and with counters that begin anew."""

from notebooks.kata_pictures.annotated_figure import PERIOD, AnnotatedFigure
from pictures import Picture, Trace, Unit
from pictures.parts.style import FAINT, PALE, styled
from pictures.timeline import draw
from ratelimit import Level, Quota, TokenBucket
from ratelimit.replay import Step

QUOTA, END = Quota(3, PERIOD), 30
DEPLOYMENTS = (10, 20)
ARRIVALS = [1, 2, 3, 4, 6, 8, 9, 11, 12, 13, 14, 16, 18, 19, 21, 22, 23, 24, 26, 28, 29]
TITLE = "Two deployments under a limit of three in ten ticks"
ROWS = {"counters kept": False, "new counters": True}


def recorded() -> list[Trace]:
    """Return a row for each way to reload."""
    traces = []
    for name, anew in ROWS.items():
        meter, steps, levels = TokenBucket(QUOTA), [], []
        for now in range(END):
            if anew and now in DEPLOYMENTS:
                meter = TokenBucket(QUOTA)
            if now in ARRIVALS:
                steps.append(Step(now, 1, meter.take(now), 0, Level(0, 0)))
            levels.append((now, meter.level(now).remaining))
        traces.append(Trace(name, steps, levels, 0, END))
    return traces


def picture() -> Picture:
    """Draw it."""
    traces = recorded()
    with styled():
        figure, rows = draw(traces, TITLE, Unit(1, "ticks", PERIOD))
        board = AnnotatedFigure(figure, 0, END)
        for row, top in rows:
            height = row.marks + row.sizes.level + row.sizes.gap
            for now in DEPLOYMENTS:
                board.shade(now - 0.1, now + 0.1, top, height, PALE)
        _, first = rows[0]
        for now in DEPLOYMENTS:
            board.say(now + 0.3, first + 0.02, "deployment", FAINT)
        return Picture(figure, "\n".join([TITLE, *map(str, traces)]))
