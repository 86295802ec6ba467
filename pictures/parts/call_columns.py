"""A few calls side by side, each with the expected answer and yours: for timelines that fit no axis of time.

Their times may be a year apart, or all the same, or go back. So each call has a column of its own.
"""

from collections.abc import Sequence
from textwrap import wrap

from matplotlib.figure import Figure

from pictures.parts.call import UNIT, Call, kind, mark
from pictures.parts.style import EDGE, EMPHASIS, FAINT, LEFT, RULE, SMALL, TEXT, TRACK, overlay, write

_LINE = 0.135  # inches, of text
_APART = 0.13  # inches from marks to words: a ring has room
_LONG = 10**7  # a time of more digits is shown as what has passed since the first


class Calls:
    """Calls laid out: two rows, expected above yours."""

    def __init__(self, calls: Sequence[Call], capacity: int) -> None:
        self.calls, self.capacity = calls, capacity
        self.column = min(1.2, TRACK / len(calls))
        self._since = calls[0].now if max(call.now for call in calls) >= _LONG else 0
        tall = max(call.stacked for call in calls) * UNIT
        levels = any(kind(words) == "level" for call in calls for words in call.answers)
        self._up = max(tall, 0.24 if levels else 0)
        self._down = max([call.stacked for call in calls if "refused" in map(kind, call.answers)], default=0) * UNIT
        self._words = [[self._wrapped(call.answers[row]) for call in calls] for row in (0, 1)]
        self._head = [self._wrapped(call.call) for call in calls]
        self._lines = max(text.count("\n") + 1 for row in self._words for text in row)
        self._over = max(text.count("\n") + 1 for text in self._head) * _LINE + 0.16

    @property
    def row(self) -> float:
        """Inches for one of the two rows."""
        return self._up + self._down + _APART + self._lines * _LINE + 0.16

    @property
    def height(self) -> float:
        """Inches for all, with the times below."""
        return self._over + 2 * self.row + (0.36 if self._since else 0.2)

    @property
    def same_mark(self) -> bool:
        """Whether the last call's answers look the same but for their words, as two waits do."""
        one, other = map(kind, self.calls[-1].answers)
        return one == other != "level"

    def draw(self, figure: Figure, top: float, *, box: bool) -> list[tuple[float, float]]:
        """Draw them; return where the last call's marks are, or its words in a box, in inches from the corner."""
        axes = overlay(figure)
        axes.set_zorder(1)
        spots = [(0.0, 0.0), (0.0, 0.0)]
        middles = [LEFT + self.column * (number + 0.5) for number in range(len(self.calls))]
        for left, head in zip(middles, self._head, strict=True):
            bottom = top + self._over + 2 * self.row - 0.06
            axes.plot([left, left], [top + self._over - 0.04, bottom], color=RULE, linewidth=0.8, zorder=0)
            write(
                figure,
                left,
                top + self._over - 0.13,
                head,
                size=SMALL,
                ha="center",
                va="bottom",
                bbox=_behind(figure),
                zorder=6,
            )
        for row, name in enumerate(("expected", "yours")):
            line = top + self._over + row * self.row + self._up
            write(figure, EDGE, line, name, size=TEXT, weight="bold", va="center")
            ends = [LEFT, middles[-1] + self.column / 2]
            axes.plot(ends, [line, line], color=RULE, linewidth=0.8, zorder=0)
            for call, left, words in zip(self.calls, middles, self._words[row], strict=True):
                height, color = mark(axes, (left, line), call.answers[row], call.cost, self.capacity)
                spots[row] = left, line - height
                below = line + self._down + _APART
                behind = _behind(figure)
                if box and call is self.calls[-1]:
                    spots[row] = left, below + _LINE / 2
                    behind |= {"edgecolor": EMPHASIS, "linewidth": 1.3, "boxstyle": "round,pad=0.35"}
                    del behind["pad"]
                how = {"color": color, "ha": "center", "va": "top", "bbox": behind, "zorder": 6}
                write(figure, left, below, words, size=SMALL, **how)
        self._times(figure, top + self._over + 2 * self.row, middles)
        return spots

    def _times(self, figure: Figure, top: float, middles: list[float]) -> None:
        for call, left in zip(self.calls, middles, strict=True):
            write(figure, left, top, f"{call.now - self._since:,}", size=SMALL, color=FAINT, ha="center", va="top")
        write(figure, EDGE, top, "now, in ticks", size=SMALL, color=FAINT, va="top")
        if self._since:
            write(figure, LEFT, top + 0.17, f"0 is {self._since:,}", size=SMALL, color=FAINT, va="top")

    def _wrapped(self, words: str) -> str:
        return "\n".join(wrap(words, max(6, int(self.column / 0.068))))


def _behind(figure: Figure) -> dict[str, object]:
    """Keep lines from running through words."""
    return {"facecolor": figure.get_facecolor(), "edgecolor": "none", "pad": 1.0}
