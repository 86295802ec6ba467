"""Two limiters with the same traffic, and the first request that they answer differently."""

from matplotlib.figure import Figure

from pictures.parts.mark_layout import stack
from pictures.parts.row import Row
from pictures.parts.style import DASHED, DISC, EDGE, EMPHASIS, LEFT, SMALL, TRACK, WIDTH, overlay, styled, write
from pictures.parts.time_unit import SECONDS, Unit
from pictures.picture import Picture
from pictures.timeline import draw
from pictures.trace import Trace
from ratelimit.replay import Step

_NOTE = 0.55  # inches from the top
_LETTER = 0.064  # inches, of small print, on average


def first_difference(expected: Trace, yours: Trace) -> int | None:
    """Return the index of the first request that is answered differently, `None` if there is none."""
    answers = zip(expected.steps, yours.steps, strict=False)
    return next((index for index, (one, other) in enumerate(answers) if answer(one) != answer(other)), None)


def compare(expected: Trace, yours: Trace, title: str, unit: Unit = SECONDS, note: str = "") -> Picture:
    """Draw two traces below each other, and ring the first request whose answers differ; a note stands above it."""
    index = first_difference(expected, yours)
    words = [title, str(expected), str(yours)]
    with styled():
        figure, laid = draw((expected, yours), title, unit, 0 if index is None else 0.78)
        if index is not None:
            one, other = (answer(trace.steps[index], unit) for trace in (expected, yours))
            note = note or f"first difference: {expected.name} {one}, {yours.name} {other}"
            words.append(f"first difference at {unit.time(expected.steps[index].now)}: {one}, {other}")
            ring(figure, [spot(row, top, index) for row, top in laid], note, _NOTE)
        return Picture(figure, "\n".join(words))


def answer(step: Step, unit: Unit = SECONDS) -> str:
    """Return a step's answer in words."""
    if step.wait:
        return f"wait {unit.time(step.wait)}"
    return f"granted, after {unit.time(step.delay)}" if step.delay else "granted"


def spot(row: Row, top: float, index: int) -> tuple[float, float]:
    """Return where a step's last mark is, in inches from the upper left corner."""
    trace = row.trace
    step, span = trace.steps[index], trace.end - trace.start
    stacks = stack(trace.steps[: index + 1], row.sizes.slot(span, TRACK))
    mark = (stacks.refusals if step.wait else stacks.grants)[-1]
    height = 0.25 - mark.height if step.wait else mark.height - 0.25
    return LEFT + TRACK * (mark.now - trace.start) / span, top + row.line - height * row.sizes.unit


def ring(figure: Figure, spots: list[tuple[float, float]], note: str, top: float, disc: float = DISC) -> None:
    """Draw a ring around each spot, a line down to each, and the note above; all in inches.

    A disc of no size gets no ring: the spot is a word in a box.
    """
    axes = overlay(figure, 5 if disc else 0)  # the line goes behind marks that have no ring
    left, size = spots[0][0], disc * 2.2 / 72 / 2 or _LETTER * 2
    above = top + 0.1
    for across, down in spots:
        axes.plot([across, across], [above, down - size], color=EMPHASIS, linewidth=0.8, linestyle=DASHED)
        if disc:
            axes.plot(across, down, "o", color="none", markersize=2.2 * disc, mec=EMPHASIS, mew=1.3)
        above = down + size
    at_left = left < LEFT + TRACK / 2
    place, side = (max(LEFT, left - 0.1), "left") if at_left else (min(LEFT + TRACK, left + 0.1), "right")
    if at_left:  # a long note begins further to the left
        place = max(EDGE, min(place, WIDTH - EDGE - _LETTER * max(map(len, note.splitlines()))))
    write(figure, place, top, note, size=SMALL, color=EMPHASIS, ha=side, va="center")
