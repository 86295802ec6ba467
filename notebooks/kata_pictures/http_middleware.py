"""Who is counted: the same requests through one proxy, limited by the peer, by what a client writes, and by neither."""

from collections.abc import Callable
from typing import NamedTuple

from notebooks.kata_pictures.annotated_figure import PERIOD, AnnotatedFigure
from pictures import Picture, Trace, Unit
from pictures.parts.style import FAINT, styled
from pictures.timeline import draw
from ratelimit import Level, Quota, TokenBucket
from ratelimit.replay import Step

QUOTA, END = Quota(3, PERIOD), 40
PROXY = "10.0.0.1"
TITLE = "Behind one proxy: three in ten ticks, counted in three ways"


class Request(NamedTuple):
    """What reaches the service: from the proxy, which has added the address that it saw to the right."""

    now: int
    who: str
    forwarded: tuple[str, ...]


def requests() -> list[Request]:
    """Return ann's few requests, and mallory's many, who writes an address of her own into each."""
    ann = [Request(now, "ann", ("192.0.2.7",)) for now in (1, 5, 9, 13, 17, 21, 25, 29, 33, 37)]
    mallory = [Request(now, "mallory", (f"invented {now}", "198.51.100.4")) for now in range(6, 38, 2)]
    return sorted(ann + mallory)


KEYS: dict[str, Callable[[Request], str]] = {
    "by the peer: one limit for all, and mallory uses it up": lambda _request: PROXY,
    "by the leftmost entry: a limit for each invented address": lambda request: request.forwarded[0],
    "by the rightmost that is not trusted: a limit for each client": lambda request: request.forwarded[-1],
}


def recorded() -> list[Trace]:
    """Return a row for each of the two, three times."""
    traces = []
    for key in KEYS.values():
        meters: dict[str, TokenBucket] = {}
        steps: dict[str, list[Step]] = {"ann": [], "mallory": []}
        for request in requests():
            meter = meters.setdefault(key(request), TokenBucket(QUOTA))
            steps[request.who].append(Step(request.now, 1, meter.take(request.now), 0, Level(0, 0)))
        traces += [Trace(who, some, [], 0, END) for who, some in steps.items()]
    return traces


def picture() -> Picture:
    """Draw it."""
    traces = recorded()
    with styled():
        figure, rows = draw(traces, TITLE, Unit(1, "ticks", PERIOD))
        board = AnnotatedFigure(figure, 0, END)
        for (_, top), words in zip(rows[::2], KEYS, strict=True):
            board.say(0.4, top + 0.08, words, FAINT)
        told = [line for number, words in enumerate(KEYS) for line in (words, *map(str, traces[2 * number :][:2]))]
        return Picture(figure, "\n".join([TITLE, *told]))
