"""Two limiters with the same traffic, and where they part."""

from matplotlib.figure import Figure

from pictures.looks import DISC, EMPHASIS, SMALL, WIDTH, looks, overlay, write
from pictures.picture import Picture
from pictures.row import Row
from pictures.stacks import stack
from pictures.story import Story
from pictures.timeline import EDGE, LEFT, TRACK, draw
from pictures.units import SECONDS, Unit
from ratelimit.replay import Step

_NOTE = 0.55  # inches from the top
_LETTER = 0.064  # inches, of small print, on average


def parting(expected: Story, yours: Story) -> int | None:
    """Return the index of the first request that is answered differently, `None` if there is none."""
    answers = zip(expected.steps, yours.steps, strict=False)
    return next((index for index, (one, other) in enumerate(answers) if _answer(one) != _answer(other)), None)


def compare(expected: Story, yours: Story, title: str, unit: Unit = SECONDS, note: str = "") -> Picture:
    """Draw two stories below each other, and ring the first request whose answers differ; a note stands above it."""
    index = parting(expected, yours)
    words = [title, str(expected), str(yours)]
    with looks():
        figure, laid = draw((expected, yours), title, unit, 0 if index is None else 0.78)
        if index is not None:
            one, other = _answer(expected.steps[index]), _answer(yours.steps[index])
            note = note or f"{expected.name}: {one}; {yours.name}: {other}"
            words.append(f"they part at {expected.steps[index].now}: {one}, {other}")
            ring(figure, [spot(row, top, index) for row, top in laid], note, _NOTE)
        return Picture(figure, "\n".join(words))


def _answer(step: Step) -> str:
    """Say a step's answer in words."""
    if step.wait:
        return f"wait {step.wait}"
    return f"granted, {step.delay} later" if step.delay else "granted"


def spot(row: Row, top: float, index: int) -> tuple[float, float]:
    """Return where a step's last mark is, in inches from the upper left corner."""
    story = row.story
    step, span = story.steps[index], story.end - story.start
    stacks = stack(story.steps[: index + 1], row.sizes.slot(span, TRACK))
    mark = (stacks.refusals if step.wait else stacks.grants)[-1]
    height = 0.25 - mark.height if step.wait else mark.height - 0.25
    return LEFT + TRACK * (mark.now - story.start) / span, top + row.line - height * row.sizes.unit


def ring(figure: Figure, spots: list[tuple[float, float]], note: str, top: float, disc: float = DISC) -> None:
    """Draw a ring around each spot, a line through them, and above it the note; all in inches."""
    axes = overlay(figure)
    left, size = spots[0][0], disc * 2.2 / 72 / 2
    above = top + 0.1
    for spot, down in spots:
        axes.plot([left, left], [above, down - size], color=EMPHASIS, linewidth=0.8, linestyle=(0, (4, 3)))
        axes.plot(spot, down, "o", markersize=disc * 2.2, color="none", markeredgecolor=EMPHASIS, markeredgewidth=1.3)
        above = down + size
    at_left = left < LEFT + TRACK / 2
    place, side = (max(LEFT, left - 0.1), "left") if at_left else (min(LEFT + TRACK, left + 0.1), "right")
    if at_left:  # a long note begins further to the left
        place = max(EDGE, min(place, WIDTH - EDGE - _LETTER * max(map(len, note.splitlines()))))
    write(figure, place, top, note, size=SMALL, color=EMPHASIS, ha=side, va="center")
