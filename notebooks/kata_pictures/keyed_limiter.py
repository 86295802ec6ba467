"""Keyed limiter: a meter for each key, which is forgotten when it is full again."""

from typing import NamedTuple

from notebooks.kata_pictures.annotated_figure import PERIOD, AnnotatedFigure
from pictures import Picture, Trace, Unit, record
from pictures.parts.style import FAINT, PALE, styled
from pictures.timeline import draw
from ratelimit import Quota, TokenBucket

QUOTA, END = Quota(3, PERIOD), 40
CLIENTS = {
    "ann": [2, 3, 4, 5, 6, 10, 13, 18, 20, 22, 25, 28, 30, 33, 36, 38],
    "bob": [5, 6, 26, 27],
    "cid": [11],
}
TITLE = "Keyed limiter: each key has a bucket of its own, three in ten ticks"


class Kept(NamedTuple):
    """From when to when a key's meter is not full."""

    begin: int
    end: int


def kept(trace: Trace) -> list[Kept]:
    """Return the spans of time in which a key must be kept."""
    spans: list[Kept] = []
    for step in trace.steps:
        until = step.now + step.level.reset_after
        if spans and spans[-1].end > step.now:
            spans[-1] = Kept(spans[-1].begin, until)
        else:
            spans.append(Kept(step.now, until))
    return spans


def picture() -> Picture:
    """Draw it."""
    traces = [
        record(name, TokenBucket(QUOTA), [(now, 1) for now in arrivals], (0, END)) for name, arrivals in CLIENTS.items()
    ]
    spans = {trace.name: kept(trace) for trace in traces}
    with styled():
        figure, rows = draw(traces, TITLE, Unit(1, "ticks", PERIOD))
        board = AnnotatedFigure(figure, 0, END)
        for row, top in rows:
            for span in spans[row.trace.name]:
                board.shade(span.begin, min(END, span.end), top, row.marks + row.sizes.level + row.sizes.gap, PALE)
        (_, _), (bob, at), (cid, under) = rows
        first, _ = spans["bob"]
        board.say(first.end + 0.4, at + bob.line - 0.2, "full again: the key is forgotten", FAINT)
        board.say(25.6, at + bob.line + 0.14, "bob is back, with a new bucket: also full", FAINT, "right")
        board.say(spans["cid"][0].end + 0.4, under + cid.line - 0.2, "shaded: how long a key is kept", FAINT)
        told = [
            f"{name} is kept {', '.join(f'{span.begin} to {span.end}' for span in each)}"
            for name, each in spans.items()
        ]
        return Picture(figure, "\n".join([TITLE, *map(str, traces), *told]))
