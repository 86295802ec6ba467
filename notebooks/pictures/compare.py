"""Two limiters with the same traffic, and where they part."""

from matplotlib.figure import Figure

from notebooks.pictures.looks import EMPHASIS, SMALL, looks, write
from notebooks.pictures.picture import Picture
from notebooks.pictures.row import Row
from notebooks.pictures.stacks import stack
from notebooks.pictures.story import Story
from notebooks.pictures.timeline import LEFT, TRACK, draw
from notebooks.pictures.units import SECONDS, Unit
from ratelimit.replay import Step

_NOTE = 0.55  # inches from the top


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
            _part(figure, [_spot(row, top, index) for row, top in laid], laid[0][0].sizes.disc, note)
        return Picture(figure, "\n".join(words))


def _answer(step: Step) -> str:
    if step.wait:
        return f"wait {step.wait}"
    return f"granted, {step.delay} later" if step.delay else "granted"


def _spot(row: Row, top: float, index: int) -> tuple[float, float]:
    """Return where a step's last mark is, in inches from the upper left corner."""
    story = row.story
    step, span = story.steps[index], story.end - story.start
    stacks = stack(story.steps[: index + 1], row.sizes.slot(span, TRACK))
    mark = (stacks.refusals if step.wait else stacks.grants)[-1]
    height = 0.25 - mark.height if step.wait else mark.height - 0.25
    return LEFT + TRACK * (mark.now - story.start) / span, top + row.line - height * row.sizes.unit


def _part(figure: Figure, spots: list[tuple[float, float]], disc: float, note: str) -> None:
    """Draw a ring around each spot, a line through them, and above it the note."""
    wide, high = figure.get_size_inches()
    axes = figure.add_axes((0, 0, 1, 1), zorder=5)
    axes.set(xlim=(0, wide), ylim=(high, 0))
    axes.axis("off")
    left, ring = spots[0][0], disc * 2.2 / 72 / 2
    above = _NOTE + 0.1
    for spot, down in spots:
        axes.plot([left, left], [above, down - ring], color=EMPHASIS, linewidth=0.8, linestyle=(0, (4, 3)))
        axes.plot(spot, down, "o", markersize=disc * 2.2, color="none", markeredgecolor=EMPHASIS, markeredgewidth=1.3)
        above = down + ring
    at_left = left < LEFT + TRACK / 2
    place, side = (max(LEFT, left - 0.1), "left") if at_left else (min(LEFT + TRACK, left + 0.1), "right")
    write(figure, place, _NOTE, note, size=SMALL, color=EMPHASIS, ha=side, va="center")
