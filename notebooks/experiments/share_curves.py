"""How much of its limit a client gets, by the burst, for several rates."""

from collections.abc import Mapping, Sequence

from pictures import Picture
from pictures.parts.style import (
    EDGE,
    EMPHASIS,
    FAINT,
    GRANT,
    MEAN,
    REFUSAL,
    RULE,
    SMALL,
    TITLE,
    WIDTH,
    place,
    sheet,
    styled,
    write,
)

_LEFT, _RIGHT, _TOP, _HIGH = 0.55, 0.25, 0.72, 2.4
_SERIES = ((GRANT, "o"), (MEAN, "s"), (REFUSAL, "^"))  # they differ in shape too


def share_curves(found: Mapping[int, Sequence[float]], title: str) -> Picture:
    """Draw, by units a second, the shares with a burst of 1, 2, 3, ..., over seconds' worth of burst."""
    width = WIDTH - _LEFT - _RIGHT
    last = 2.0
    with styled():
        figure = sheet(_TOP + _HIGH + 0.62)
        write(figure, EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
        write(figure, EDGE, _TOP - 0.2, "what it gets of its limit", size=SMALL, color=FAINT, va="center")
        axes = place(figure, _LEFT, _TOP, width, _HIGH)
        axes.set(xlim=(0, last), ylim=(0, 1.06))
        axes.patch.set_visible(False)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
        axes.set_xticks([0, 0.5, 1, 1.5, 2], ["0", "0.5 s", "1 s", "1.5 s", "2 s"])
        axes.tick_params(length=0, pad=3)
        for level in (0, 0.5, 1):
            axes.axhline(level, color=RULE, linewidth=0.8, zorder=0)
        axes.plot([0, 1, last], [0, 1, 1], color=EMPHASIS, linewidth=1.0, zorder=2)
        for (rate, shares), (color, shape) in zip(found.items(), _SERIES, strict=True):
            over = [burst / rate for burst in range(1, len(shares) + 1)]
            axes.plot(
                over,
                shares,
                shape,
                color=color,
                markersize=5,
                markeredgewidth=0,
                clip_on=False,
                zorder=3,
                label=f"{rate}/second",
            )
        worth = "black line: burst / a second's worth"
        axes.legend(loc="lower right", frameon=False, fontsize=SMALL, title=worth, title_fontsize=SMALL)
        write(
            figure,
            _LEFT + width / 2,
            _TOP + _HIGH + 0.4,
            "the burst, as the time in which so much comes back",
            size=SMALL,
            color=FAINT,
            ha="center",
            va="center",
        )
    said = [f"{rate}/second: {', '.join(f'{share:.0%}' for share in shares)}" for rate, shares in found.items()]
    return Picture(figure, "\n".join([title, *said]))
