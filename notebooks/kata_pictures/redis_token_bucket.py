"""Token bucket on Redis: many machines, one bucket."""

from notebooks.kata_pictures.annotated_figure import PERIOD, AnnotatedFigure
from pictures import Picture, Trace, Unit, record
from pictures.parts.style import FAINT, RULE, styled
from pictures.timeline import draw
from ratelimit import Quota, TokenBucket

QUOTA, END = Quota(3, PERIOD, burst=4), 40
ARRIVALS = [
    (3, "A"),
    (5, "B"),
    (6, "A"),
    (8, "B"),
    (9, "A"),
    (9, "B"),
    (14, "A"),
    (17, "B"),
    (18, "A"),
    (19, "B"),
    (33, "A"),
    (35, "B"),
]
TITLE = "Token bucket on Redis: two machines, one bucket, one answer at a time"


def picture() -> Picture:
    """Draw it."""
    whole = record("on Redis", TokenBucket(QUOTA), [(now, 1) for now, _ in ARRIVALS], (0, END))
    machines = [
        Trace(
            f"machine {name}",
            [step for step, (_, who) in zip(whole.steps, ARRIVALS, strict=True) if who == name],
            [],
            0,
            END,
        )
        for name in "AB"
    ]
    with styled():
        figure, rows = draw([*machines, whole], TITLE, Unit(1, "ticks", PERIOD))
        board = AnnotatedFigure(figure, 0, END)
        for (now, who), step in zip(ARRIVALS, whole.steps, strict=True):
            row, top = rows["AB".index(who)]
            bucket, under = rows[2]
            begin = top + row.line + (0.14 if step.wait else 0.02)
            board.behind.plot([board.at(now)] * 2, [begin, under + bucket.line - 0.2], color=RULE, linewidth=0.8)
        text = "at 9 both ask for the last token: Redis runs one script at a time, so B is refused"
        board.say(8.7, rows[0][1] + 0.08, text, FAINT)
        return Picture(figure, "\n".join([TITLE, *(str(trace).replace("\n", " ") for trace in (*machines, whole))]))
