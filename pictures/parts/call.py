"""One call of a timeline with its two answers, and what each answer looks like."""

import re
from typing import Literal, NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from pictures.parts.style import DELAY, FAINT, GRANT, INK, LEVEL, OUTLINE, REFUSAL, WAITING

DISC = 8.0
UNIT = DISC * 1.12 / 72  # inches that a unit adds to a stack
HIGHEST = 4  # units that are stacked; more are a number


class Call(NamedTuple):
    """One call of a timeline, and its two answers in words."""

    now: int
    call: str
    expected: str
    yours: str

    @property
    def answers(self) -> tuple[str, str]:
        """The expected one, and yours."""
        return self.expected, self.yours

    @property
    def cost(self) -> int:
        """How many units it asks for."""
        found = re.search(r"cost=(-?\d+)", self.call)
        return int(found[1]) if found else 1

    @property
    def stacked(self) -> int:
        """How many of these are stacked."""
        return self.cost if 1 <= self.cost <= HIGHEST else 1


def mark(axes: Axes, spot: tuple[float, float], words: str, cost: int, capacity: int) -> tuple[float, str]:
    """Draw one answer; return how high above the line its last mark is, and its colour."""
    left, line = spot
    units = cost if 1 <= cost <= HIGHEST else 1
    match kind(words):
        case "granted":
            for unit in range(units):
                axes.plot(left, line - (unit + 0.75) * UNIT, "o", color=GRANT, markersize=DISC, markeredgewidth=0)
            return (units - 0.25) * UNIT, GRANT
        case "refused":
            for unit in range(units):
                down = line + (unit + 0.75) * UNIT
                axes.plot(left, down, "x", color=REFUSAL, markersize=DISC * 0.72, markeredgewidth=DISC / 4.2)
            return -(units - 0.25) * UNIT, REFUSAL
        case "level":
            high = 0.24 * min(1, int(words.split(maxsplit=1)[0]) / capacity)
            axes.add_patch(Rectangle((left - 0.22, line - high), 0.44, high, color=LEVEL, linewidth=0, zorder=1))
            axes.plot([left - 0.22, left + 0.22], [line - high] * 2, color=OUTLINE, linewidth=0.9)
            return high, OUTLINE
        case "delay":
            axes.plot([left - 0.2, left + 0.2], [line] * 2, color=DELAY, linewidth=DISC * 0.42, zorder=1)
            axes.plot(left + 0.2, line, ">", color=GRANT, markersize=DISC * 0.8, markeredgewidth=0)
            return 0, WAITING
        case _:
            axes.plot(left, line, "o", color=FAINT, markersize=2.5, markeredgewidth=0)
            return 0, INK


def kind(words: str) -> Literal["granted", "refused", "level", "delay", "other"]:
    """Return what an answer is, and so which mark it has."""
    if words in ("granted", "True"):
        return "granted"
    if words in ("refused", "False") or words.startswith("wait "):
        return "refused"
    if re.match(r"\d+ left", words):
        return "level"
    return "delay" if words.isdigit() and words != "0" else "other"
