"""Sliding window counter: the estimate against the limit."""

from fractions import Fraction

from notebooks.kata_pictures.annotated_figure import PERIOD, AnnotatedFigure
from pictures import Picture, Trace, Unit, record
from pictures.parts.style import FAINT, INK, RULE, styled
from pictures.timeline import draw
from ratelimit import Quota, SlidingWindowCounter

LIMIT, END = 5, 40
ARRIVALS = [2, 4, 6, 7, 8, 9, 11, 12, 14, 15, 17, 18, 31]
LOOK = 14
TITLE = "Sliding window counter: an estimate of the last ten ticks, at most five"


def estimate(trace: Trace, now: Fraction) -> Fraction:
    """Return the estimate for the last period, from the counts of two windows."""
    window = now // PERIOD
    grants = [step for step in trace.steps if not step.wait and step.now <= now]
    before, current = (sum(step.cost for step in grants if step.now // PERIOD == each) for each in (window - 1, window))
    return before * (PERIOD - now % PERIOD) / PERIOD + current


def picture() -> Picture:
    """Draw it."""
    meter = SlidingWindowCounter(Quota(LIMIT, PERIOD))
    trace = record("sliding counter", meter, [(now, 1) for now in ARRIVALS], (0, END))._replace(levels=[])
    times = [Fraction(each, 20) for each in range(20 * END)]
    values = [estimate(trace, now) for now in times]
    begin = LOOK // PERIOD * PERIOD
    before = sum(not step.wait for step in trace.steps if step.now < begin)
    current = sum(not step.wait for step in trace.steps if begin <= step.now < LOOK)
    share = Fraction(begin + PERIOD - LOOK, PERIOD)
    guess = float(share * before + current)
    sum_ = f"{float(share):g} · {before} (last window) + {current} (this window) = {guess:g}"
    text = f"at {LOOK}: {sum_}, below {LIMIT}: granted"

    with styled():
        unit = Unit(1, "ticks", PERIOD)
        figure, [(row, top)] = draw([trace], TITLE, unit, 0.48, below=1.25)
        board = AnnotatedFigure(figure, 0, END)
        panel = top + row.marks + 0.1
        axes = board.panel(panel, 1.1, (0, 6.8), unit.edges(0, END))
        axes.axhline(0, color=RULE, linewidth=0.8)
        axes.axhline(LIMIT, color=FAINT, linewidth=0.9, linestyle=(0, (4, 3)))
        axes.plot([float(now) for now in times], [float(value) for value in values], color=INK, linewidth=1.3)
        board.aside(panel + 0.55, "the estimate", INK)
        board.aside(panel + 1.1 * (1 - LIMIT / 6.8), "limit 5")
        board.point(LOOK + 0.4, panel + 0.1, (LOOK, panel + 1.1 * (1 - float(values[20 * LOOK - 1]) / 6.8)), text)
        return Picture(figure, f"{TITLE}\n{trace}\n{text}")
