"""Requests over time, and what was refused of them, as an access log has them."""

from collections.abc import Sequence
from datetime import UTC, datetime

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from pictures.parts.style import (
    EDGE,
    FAINT,
    GRANT,
    REFUSAL,
    RIGHT,
    RULE,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    place,
    sheet,
    styled,
    write,
)
from pictures.picture import Picture

_LEFT, _TOP, _HEIGHT = 0.75, 0.62, 2.3
_STEPS = (1, 5, 15, 60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_419_200, 14_515_200)  # s
_MOST_TICKS = 8


def over_time(spans: Sequence[tuple[int, int, int]], width: int, title: str) -> Picture:
    """Draw what has passed above a line, and what is refused below it.

    spans: one after another: its start in seconds since 1970, the requests in it that passed, and the refused ones.
    width: the seconds of each.
    """
    passed, refused = sum(span[1] for span in spans), sum(span[2] for span in spans)
    words = f"{title}: {passed} passed, {refused} refused" + (f", {_days(spans, width)}" if spans else "")
    with styled():
        figure = sheet(_TOP + _HEIGHT + 0.55)
        write(figure, EDGE, 0.13, title, size=TITLE, weight="bold", va="top", parse_math=False)
        write(figure, EDGE, 0.38, f"{passed} passed", color=GRANT, size=TEXT, va="top")
        write(figure, EDGE + 1.3, 0.38, f"{refused} refused", color=REFUSAL, size=TEXT, va="top")
        each = f"requests in each {_length(width)}"
        write(figure, WIDTH - RIGHT, 0.38, each, color=FAINT, size=SMALL, ha="right", va="top")
        axes = place(figure, _LEFT, _TOP, WIDTH - _LEFT - RIGHT, _HEIGHT)
        _draw(axes, spans, width)
        return Picture(figure, words)


def _draw(axes: Axes, spans: Sequence[tuple[int, int, int]], width: int) -> None:
    starts = [span[0] for span in spans] or [0]
    edges = [*starts, starts[-1] + width]
    if spans:
        axes.stairs([span[1] for span in spans], edges, fill=True, color=GRANT)
        axes.stairs([-span[2] for span in spans], edges, fill=True, color=REFUSAL, hatch="//", edgecolor="white")
    axes.axhline(0, color=RULE, linewidth=0.8)
    axes.set_xlim(edges[0], edges[-1])
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    length = edges[-1] - edges[0]
    step = next((each for each in _STEPS if length <= each * _MOST_TICKS), length)
    first = -(-edges[0] // step) * step
    form = "%H:%M:%S" if step < 60 else "%H:%M" if step < 86_400 else "%Y-%m-%d"
    ticks = list(range(first, edges[-1] + 1, step))
    axes.set_xticks(ticks, [f"{datetime.fromtimestamp(tick, UTC):{form}}" for tick in ticks])
    if step < 86_400:
        axes.set_xlabel(_days(spans, width), size=SMALL)


def _days(spans: Sequence[tuple[int, int, int]], width: int) -> str:
    """Return the first and the last day, or the only one."""
    if not spans:
        return ""
    edges = spans[0][0], spans[-1][0] + width - 1
    return f"{' to '.join(dict.fromkeys(f'{datetime.fromtimestamp(edge, UTC):%Y-%m-%d}' for edge in edges))}, UTC"


def _length(seconds: int) -> str:
    units = (("week", 604_800), ("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))
    unit, size = next(each for each in units if seconds % each[1] == 0)
    count = seconds // size
    return unit if count == 1 else f"{count} {unit}s"
