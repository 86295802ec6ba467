"""GCRA: one time, TAT, rises with each grant, and may not get too far ahead of now."""

from notebooks.kata_pictures.annotated_figure import PERIOD, AnnotatedFigure
from pictures import Picture, Unit, record
from pictures.parts.style import FAINT, GRANT, INK, PALE, REFUSAL, styled
from pictures.timeline import draw
from ratelimit import GCRA, Quota

QUOTA, END = Quota(2, PERIOD, burst=3), 40  # T is 5 ticks, the tolerance 15
INTERVAL = PERIOD // QUOTA.limit
ARRIVALS = [4, 5, 6, 7, 8, 9, 14, 19, 31, 32]
TITLE = "GCRA: each grant adds T = 5 ticks to TAT, the theoretical arrival time"


def picture() -> Picture:
    """Draw it."""
    trace = record("GCRA", GCRA(QUOTA), [(now, 1) for now in ARRIVALS], (0, END))._replace(levels=[])
    stairs, tat = [(0, 0)], 0
    jumps = []
    for step in trace.steps:
        would = max(tat, step.now) + INTERVAL
        jumps.append((step.now, tat, would, step.wait))
        if not step.wait:
            stairs += [(step.now, tat), (step.now, would)]
            tat = would
    stairs.append((END, tat))
    tolerance, high, most = QUOTA.burst * INTERVAL, 2.3, 58
    with styled():
        unit = Unit(1, "ticks", PERIOD)
        figure, [(row, top)] = draw([trace], TITLE, unit, 0.48, below=high + 0.15)
        board = AnnotatedFigure(figure, 0, END)
        panel = top + row.marks + 0.1
        axes = board.panel(panel, high, (0, most), unit.edges(0, END))
        axes.fill_between([0, END], [0, END], [tolerance, END + tolerance], color=PALE, linewidth=0, zorder=-1)
        for ahead in (0, tolerance):
            axes.plot([0, END], [ahead, END + ahead], color=FAINT, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
        times, tats = zip(*stairs, strict=True)
        axes.plot(times, tats, color=INK, linewidth=1.5, zorder=2)
        for now, _, would, wait in jumps:
            if wait:
                axes.plot(now, would, "x", color=REFUSAL, markersize=5, markeredgewidth=1.5, zorder=3)
            else:
                axes.plot(now, would, "o", color=GRANT, markersize=5, markeredgewidth=0, zorder=3)

        def down(time: float) -> float:
            return panel + high * (1 - time / most)

        for time in range(0, most, PERIOD):
            board.aside(down(time), f"{time}")
        board.aside(down(25), "TAT     ", INK)
        board.say(29.5, down(48.5), "now + 3·T: the furthest that TAT may go", FAINT, "right")
        board.say(END - 3, down(END - 7), "now", FAINT, "left")
        refused = next(jump for jump in jumps if jump[3])
        text = f"TAT would be {refused[2] - refused[0] - tolerance} ticks too far ahead: refused, wait {refused[3]}"
        board.point(refused[0] + 0.5, down(40), (refused[0], down(refused[2] + 2)), text, "left")
        return Picture(figure, f"{TITLE}\n{trace}\nTAT: {stairs}\n{text}")
