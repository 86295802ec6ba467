"""Several limits at once: what each has left while they decide together, and which of them binds."""

from itertools import groupby

from notebooks.kata_pictures.annotated_figure import PERIOD, AnnotatedFigure
from pictures import Picture, Trace, Unit
from pictures.parts.style import FAINT, PALE, styled
from pictures.timeline import draw
from ratelimit import FixedWindow, Level, Meter, Quota, TokenBucket
from ratelimit.replay import Step

END = 50
ARRIVALS = [2, 3, 4, 5, 6, 7, 11, 13, 14, 16, 20, 22, 24, 27, 30, 33, 36, 41, 42, 43, 44, 47]
TITLE = "Several limits: a unit of each, or of none"


def recorded() -> tuple[list[Trace], list[tuple[int, str]]]:
    """Return a trace for each limit, and from when on which of them binds."""
    meters: dict[str, Meter] = {
        "3 in 10 ticks": TokenBucket(Quota(3, PERIOD)),
        "8 in 40": FixedWindow(Quota(8, 4 * PERIOD)),
    }
    steps: list[Step] = []
    levels: dict[str, list[tuple[int, int]]] = {name: [] for name in meters}
    binds: list[tuple[int, str]] = []
    for now in range(END):
        if now in ARRIVALS:
            waits = {name: meter.take(now) for name, meter in meters.items() if not meter.level(now).remaining}
            if not waits:
                for meter in meters.values():
                    meter.take(now)
            after = {name: meter.level(now) for name, meter in meters.items()}
            least = min(after, key=lambda name: (after[name].remaining, -after[name].reset_after))
            steps.append(Step(now, 1, max(waits.values(), default=0), 0, Level(0, 0)))
            binds.append((now, max(waits, key=lambda name: waits[name]) if waits else least))
        for name, meter in meters.items():
            levels[name].append((now, meter.level(now).remaining))
    return [Trace(name, steps, levels[name], 0, END) for name in meters], binds


def picture() -> Picture:
    """Draw it."""
    traces, binds = recorded()
    spans = [(name, [now for now, _ in some]) for name, some in groupby(binds, key=lambda each: each[1])]
    with styled():
        figure, rows = draw(traces, TITLE, Unit(1, "ticks", PERIOD))
        board = AnnotatedFigure(figure, 0, END)
        for row, top in rows:
            for (name, times), after in zip(spans, [*spans[1:], ("", [END])], strict=True):
                if name == row.trace.name:
                    height = row.marks + row.sizes.level + row.sizes.gap
                    board.shade(times[0], after[1][0], top, height, PALE)
        _, under = rows[1]
        board.say(0.4, under - 0.12, "shaded: the limit that binds", FAINT)
        told = [f"{name} binds from {times[0]} on" for name, times in spans]
        return Picture(figure, "\n".join([TITLE, *map(str, traces), *told]))
