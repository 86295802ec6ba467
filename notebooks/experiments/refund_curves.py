"""What a late refund is worth, by how late it is; a panel for each algorithm."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from notebooks.experiments.late_refund import Refunded
from pictures import Picture, Unit
from pictures.parts.style import (
    EDGE,
    EMPHASIS,
    FAINT,
    GRANT,
    LEVEL,
    OUTLINE,
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

_LEFT, _RIGHT, _TOP, _HIGH, _BETWEEN = 0.5, 0.25, 0.98, 1.35, 0.28


def refund_curves(found: Mapping[str, Sequence[Refunded]], step: int, at: int, unit: Unit, title: str) -> Picture:
    """Draw, by name, what a refund is worth after 0, 1, 2, ... steps; a dot stands at one of them."""
    width = (WIDTH - _LEFT - _RIGHT + _BETWEEN) / len(found) - _BETWEEN
    with styled():
        figure = sheet(_TOP + _HIGH + 0.55)
        write(figure, EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
        for number, (name, refunds) in enumerate(found.items()):
            left = _LEFT + number * (width + _BETWEEN)
            write(figure, left, _TOP - 0.12, name, size=TEXT, weight="bold", va="bottom")
            axes = place(figure, left, _TOP, width, _HIGH)
            _panel(axes, refunds, at, named=number == 0)
            unit.axis(figure, left, _TOP + _HIGH + 0.05, width, (0, (len(refunds) - 1) * step))
        write(
            figure,
            _LEFT,
            _TOP + _HIGH + 0.42,
            f"across: how late the refund comes; up: how many units more pass then; dots: after {unit.time(at * step)}",
            size=SMALL,
            color=FAINT,
            va="center",
        )
    said = [f"{name}: {refunds[at].worth} of {refunds[0].worth}" for name, refunds in found.items()]
    return Picture(figure, "\n".join([title, *said]))


def _panel(axes: Axes, refunds: Sequence[Refunded], at: int, *, named: bool) -> None:
    whole, last = refunds[0].worth, len(refunds) - 1
    axes.set(xlim=(0, last), ylim=(0, whole * 1.12))
    axes.patch.set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([0, whole // 2, whole] if named else [])
    axes.tick_params(length=0, pad=3)
    for level in (0, whole // 2, whole):
        axes.axhline(level, color=RULE, linewidth=0.8, zorder=0)
    steps, worth = range(last + 1), [refunded.worth for refunded in refunds]
    axes.fill_between(steps, worth, step="post", color=LEVEL, linewidth=0, zorder=1)
    axes.step(steps, worth, where="post", color=OUTLINE, linewidth=1.8, zorder=3, clip_on=False)
    returned = [refunded.returned for refunded in refunds]
    if max(one - other for one, other in zip(returned, worth, strict=True)) > 1:  # not by parts of a unit only
        axes.step(steps, returned, where="post", color=EMPHASIS, linewidth=1.2, linestyle=(0, (4, 3)), zorder=4)
        axes.annotate(
            "what refund() returns",
            (last, whole),
            (0, 4),
            textcoords="offset points",
            size=SMALL,
            color=EMPHASIS,
            ha="right",
            va="bottom",
        )
    axes.plot(at, worth[at], "o", color=GRANT, markersize=5, markeredgewidth=0, zorder=5, clip_on=False)
    away, side = ((6, 2), "left") if worth[at] < whole else ((0, -13), "center")  # inside, where it is all
    axes.annotate(f"{worth[at]}", (at, worth[at]), away, textcoords="offset points", size=SMALL, color=GRANT, ha=side)
