"""Keyed limiter: a meter for each key, and who is as good as new is forgotten."""

from typing import NamedTuple

from notebooks.lessons.blackboard import PERIOD, Blackboard
from pictures import Picture, Story, Unit, watch
from pictures.looks import FAINT, PALE, looks
from pictures.timeline import draw
from ratelimit import Quota, TokenBucket

QUOTA, END = Quota(3, PERIOD), 40
CLIENTS = {
    "ann": [2, 3, 4, 5, 6, 10, 13, 18, 20, 22, 25, 28, 30, 33, 36, 38],
    "bob": [5, 6, 26, 27],
    "cid": [11],
}
TITLE = "Keyed limiter: each key has a bucket of its own, three per ten ticks"


class Held(NamedTuple):
    """From when to when a key's meter is not as good as new."""

    begin: int
    end: int


def held(story: Story) -> list[Held]:
    """Return when a key has to be held."""
    spans: list[Held] = []
    for step in story.steps:
        until = step.now + step.level.reset_after
        if spans and spans[-1].end > step.now:
            spans[-1] = Held(spans[-1].begin, until)
        else:
            spans.append(Held(step.now, until))
    return spans


def picture() -> Picture:
    """Draw it."""
    stories = [
        watch(name, TokenBucket(QUOTA), [(now, 1) for now in arrivals], (0, END)) for name, arrivals in CLIENTS.items()
    ]
    spans = {story.name: held(story) for story in stories}
    with looks():
        figure, rows = draw(stories, TITLE, Unit(1, "ticks", PERIOD))
        board = Blackboard(figure, 0, END)
        for row, top in rows:
            for span in spans[row.story.name]:
                board.shade(span.begin, min(END, span.end), top, row.marks + row.sizes.level + row.sizes.gap, PALE)
        (_, _), (bob, at), (cid, under) = rows
        first, _ = spans["bob"]
        board.say(first.end + 0.4, at + bob.line - 0.2, "as good as new: forgotten", FAINT)
        board.say(25.6, at + bob.line + 0.14, "back, with a new bucket: nobody can tell", FAINT, "right")
        board.say(
            spans["cid"][0].end + 0.4, under + cid.line - 0.2, "forgotten; shaded is how long a key is held", FAINT
        )
        told = [
            f"{name} is held {', '.join(f'{span.begin} to {span.end}' for span in each)}"
            for name, each in spans.items()
        ]
        return Picture(figure, "\n".join([TITLE, *map(str, stories), *told]))
