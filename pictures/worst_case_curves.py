"""The most that a limiter grants in an interval, by the interval's length; a panel for each limiter."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from pictures.parts.style import FAINT, GRANT, PALE, RULE, SMALL, TEXT, TITLE, WIDTH, place, sheet, styled, write
from pictures.parts.time_unit import SECONDS, Unit
from pictures.picture import Picture
from ratelimit import Quota

_EDGE, _LEFT, _TOP, _BETWEEN, _BELOW, _HIGH, _ACROSS = 0.12, 0.55, 0.78, 0.42, 0.72, 1.15, 3


def worst_case_curves(most: Mapping[str, list[int]], quota: Quota, title: str, unit: Unit = SECONDS) -> Picture:
    """Draw, by name, the most units granted in any interval of 0, 1, 2, ... ticks; the limit is drawn beside it."""
    width = (WIDTH - _LEFT - _EDGE - _BETWEEN * (_ACROSS - 1)) / _ACROSS
    lines = -(-len(most) // _ACROSS)
    highest = max(values[-1] for values in most.values())
    with styled():
        figure = sheet(_TOP + lines * (_HIGH + _BELOW) - _BELOW + 0.5)
        write(figure, _EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
        for number, (name, values) in enumerate(most.items()):
            down, across = divmod(number, _ACROSS)
            left, top = _LEFT + across * (width + _BETWEEN), _TOP + down * (_HIGH + _BELOW)
            write(figure, left, top - 0.2, name, size=TEXT, weight="bold")
            axes = place(figure, left, top, width, _HIGH)
            _panel(axes, values, quota, highest)
            unit.axis(figure, left, top + _HIGH + 0.05, width, (0, len(values) - 1))
        caption = (
            "across: the length of an interval; up: units granted in it; shaded: the limit; dots: a moment, a period"
        )
        write(figure, _LEFT, top + _HIGH + 0.34, caption, size=SMALL, color=FAINT, va="center")
    return Picture(figure, "\n".join([title, *(_words(name, values, quota) for name, values in most.items())]))


def _panel(axes: Axes, values: list[int], quota: Quota, highest: int) -> None:
    last = len(values) - 1
    axes.set(xlim=(0, last), ylim=(0, highest * 1.08))
    axes.patch.set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks(list(range(0, highest + 1, quota.limit)))
    axes.tick_params(length=0, pad=3)
    for level in range(0, highest + 1, quota.limit):
        axes.axhline(level, color=RULE, linewidth=0.8, zorder=0)
    promised = [min(quota.limit * (1 + tick // quota.period), highest) for tick in range(last + 1)]
    axes.fill_between(range(last + 1), promised, step="post", color=PALE, linewidth=0, zorder=-1)
    axes.step(range(last + 1), values, where="post", color=GRANT, linewidth=1.8, zorder=3, clip_on=False)
    for tick in (1, quota.period - 1):
        axes.plot(tick, values[tick], "o", color=GRANT, markersize=5, markeredgewidth=0, zorder=4, clip_on=False)
        spot = (tick, values[tick])
        away = (5, -11) if tick == 1 else (-4, 4)  # below the line, and above it
        side = "left" if tick == 1 else "right"
        axes.annotate(f"{values[tick]}", spot, away, textcoords="offset points", color=GRANT, size=SMALL, ha=side)


def _words(name: str, values: list[int], quota: Quota) -> str:
    one, all_ = values[quota.period - 1], values[-1]
    return f"{name}: at most {values[1]} at once, {one} in one period, {all_} in {len(values) - 1} ticks"
