"""Token bucket: the tokens in the bucket, fractions included."""

from fractions import Fraction

from notebooks.kata_pictures.annotated_figure import PERIOD, AnnotatedFigure
from pictures import Picture, Trace, Unit, record
from pictures.parts.style import FAINT, LEVEL, OUTLINE, RULE, styled
from pictures.timeline import draw
from ratelimit import Quota, TokenBucket

QUOTA, END = Quota(3, PERIOD, burst=5), 40
ARRIVALS = [3, 4, 5, 6, 7, 8, 9, 10, 14, 18, 33]
TITLE = "Token bucket: it refills by three tokens in ten ticks, and holds five"


def tokens(trace: Trace, now: Fraction) -> Fraction:
    """Return the tokens in the bucket just after a time, fractions included."""
    left, at = Fraction(QUOTA.burst), Fraction(0)
    for step in trace.steps:
        if step.now <= now and not step.wait:
            left = min(Fraction(QUOTA.burst), left + (step.now - at) * QUOTA.limit / QUOTA.period) - step.cost
            at = Fraction(step.now)
    return min(Fraction(QUOTA.burst), left + (now - at) * QUOTA.limit / QUOTA.period)


def picture() -> Picture:
    """Draw it."""
    trace = record("token bucket", TokenBucket(QUOTA), [(now, 1) for now in ARRIVALS], (0, END))._replace(levels=[])
    times = [Fraction(each, 20) for each in range(20 * END + 1)]
    values = [float(tokens(trace, now)) for now in times]
    refused = next(step for step in trace.steps if step.wait)
    high, most = 1.2, 6.3
    text = f"{tokens(trace, Fraction(refused.now))} of a token: refused, wait {refused.wait}"
    with styled():
        unit = Unit(1, "ticks", PERIOD)
        figure, [(row, top)] = draw([trace], TITLE, unit, 0.48, below=high + 0.15)
        board = AnnotatedFigure(figure, 0, END)
        panel = top + row.marks + 0.1
        axes = board.panel(panel, high, (0, most), unit.edges(0, END))
        for token in range(1, QUOTA.burst + 1):
            axes.axhline(token, color=RULE, linewidth=0.6, zorder=0)
        axes.fill_between([float(now) for now in times], values, color=LEVEL, linewidth=0)
        axes.plot([float(now) for now in times], values, color=OUTLINE, linewidth=1.0)
        axes.axhline(0, color=RULE, linewidth=0.8)

        def down(level: float) -> float:
            return panel + high * (1 - level / most)

        for level in (0, 1, QUOTA.burst):
            board.aside(down(level), f"burst {level}" if level == QUOTA.burst else f"{level}")
        board.aside(down(3), "tokens left", OUTLINE)
        board.point(refused.now + 1.2, down(3.3), (refused.now, down(values[20 * refused.now])), text)
        board.say(24.5, down(0.8), "refills evenly: a token in 3⅓ ticks")
        board.say(END, down(5.7), "full: further tokens are lost", FAINT, "right")
        return Picture(figure, f"{TITLE}\n{trace}\n{text}")
