"""What several limits have left under full blast, and which of them binds: a row for each, at two scales of time."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from notebooks.experiments.full_blast import Answer, Span, spans
from pictures import Picture, Unit
from pictures.parts.style import (
    EDGE,
    FAINT,
    LEVEL,
    OUTLINE,
    PALE,
    RULE,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    hide_frame,
    place,
    sheet,
    styled,
    write,
)
from ratelimit import Quota
from ratelimit.decision import SECOND

_LEFT, _TOP, _HIGH, _BETWEEN, _GAP, _RIGHT = 1.75, 0.86, 0.72, 0.2, 0.35, 0.25
_SHARE = 0.42  # of the width, for the first column
_SHORTEST = SECOND // 2  # when two limits run out together, they take turns for a moment
_PIXELS = 400  # of a column, at least


def binding_levels(
    answers: Sequence[Answer], quotas: Sequence[Quota], columns: Sequence[tuple[int, Unit, str]], title: str
) -> Picture:
    """Draw it up to the end of each column, in its unit, with its words above. The last column is the whole."""
    found = spans(answers, columns[-1][0], _SHORTEST)
    width = WIDTH - _LEFT - _GAP - _RIGHT
    with styled():
        figure = sheet(_TOP + len(quotas) * (_HIGH + _BETWEEN) + 0.2)
        write(figure, EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
        left = _LEFT
        for (end, unit, words), wide in zip(columns, (_SHARE * width, (1 - _SHARE) * width), strict=True):
            write(figure, left, _TOP - 0.24, words, size=SMALL, color=FAINT, va="center")
            for number, quota in enumerate(quotas):
                top = _TOP + number * (_HIGH + _BETWEEN)
                axes = place(figure, left, top, wide, _HIGH)
                _panel(axes, [(now, decision.levels[number].remaining) for now, decision in answers], quota, end)
                for edge in unit.edges(0, end):
                    axes.axvline(edge, color=RULE, linewidth=0.8, zorder=0)
                _shade(axes, [span for span in found if span.binding == number], end, unit)
            unit.axis(figure, left, top + _HIGH + 0.05, wide, (0, end))
            left += wide + _GAP
        _name(figure, quotas)
    said = [f"{quotas[span.binding]}: from {span.start / SECOND:g} s on, {span.granted} granted" for span in found]
    return Picture(figure, "\n".join([title, *said]))


def _name(figure: Figure, quotas: Sequence[Quota]) -> None:
    right = _LEFT - 0.08
    for number, quota in enumerate(quotas):
        top = _TOP + number * (_HIGH + _BETWEEN)
        name, _, burst = str(quota).partition(" burst ")
        write(figure, EDGE, top, name, size=TEXT, weight="bold", va="top")
        if burst:
            write(figure, EDGE, top + 0.19, f"burst {burst}", size=SMALL, va="top")
        for down, text, color in (
            (0.05, f"{quota.burst:,}", FAINT),
            (_HIGH / 2, "left", OUTLINE),
            (_HIGH - 0.03, "0", FAINT),
        ):
            write(figure, right, top + down, text, size=SMALL, color=color, ha="right", va="center")


def _panel(axes: Axes, levels: Sequence[tuple[int, int]], quota: Quota, end: int) -> None:
    hide_frame(axes)
    axes.set(xlim=(0, end), ylim=(0, quota.burst * 1.04))
    highest: dict[int, int] = {}  # in each pixel, as a unit that comes and goes at once would be a thick band
    for now, left in levels:
        if now < end:
            pixel = now * _PIXELS // end
            highest[pixel] = max(left, highest.get(pixel, 0))
    times = [pixel * end // _PIXELS for pixel in [*highest, _PIXELS]]
    lefts = [*highest.values(), highest[max(highest)]]
    axes.fill_between(times, lefts, step="post", color=LEVEL, linewidth=0, zorder=2)
    axes.step(times, lefts, where="post", color=OUTLINE, linewidth=1.2, zorder=3)
    axes.axhline(0, color=RULE, linewidth=1.6, zorder=1)


def _shade(axes: Axes, found: Sequence[Span], end: int, unit: Unit) -> None:
    """Shade the times in which this limit binds, and say how much passes, where all of it is shown and wide enough."""
    for span in found:
        axes.axvspan(span.start, min(span.end, end), color=PALE, linewidth=0, zorder=-1)
        length = span.end - span.start
        if end // 5 < length and span.end <= end:
            text = f"binds:\n{span.granted:,} pass\nin {length / unit.ticks:.1f} {unit.name}"
            middle = span.start + length / 2
            axes.annotate(
                text,
                (middle, 0.55),
                xycoords=("data", "axes fraction"),
                size=SMALL,
                ha="center",
                va="center",
                bbox={"color": PALE, "pad": 1},
            )
