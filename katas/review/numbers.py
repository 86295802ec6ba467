"""Questions with a number for an answer: those that were missed again, with other numbers, then new ones."""

from collections.abc import Sequence
from datetime import date
from random import Random

from katas.interview.numbers.amount import written
from katas.interview.numbers.deck import TEMPLATES, draw
from katas.interview.numbers.question import Question, judge
from katas.review.history import AGAIN, History, Step
from katas.review.screen import LOST, Screen

_HOW = "Type a number, and its unit if you like: 200, 1/2, 2.5 s. Or: skip, quit."


def ask_numbers(history: History, screen: Screen, today: date, first: Sequence[str] = ()) -> None:
    """Ask until the learner leaves, questions of the templates `first` before others. Raises `Left`."""
    screen.say(_HOW)
    for name in first:
        _ask(TEMPLATES[name](Random(f"{today}/{history.steps}")), history, screen, today)
    while True:
        _ask(question_of(history, today), history, screen, today)


def question_of(history: History, today: date) -> Question:
    """Return a question of the template that is longest overdue, else of one that was not asked yet, else of any."""
    seed = f"{today}/{history.steps}"
    due = [name for name in map(_template, history.due(today)) if name in TEMPLATES]
    if due:
        return TEMPLATES[due[0]](Random(seed))
    return draw(Random(seed), 1, avoid=[name for name in map(_template, history.rounds) if name])[0]


def _ask(question: Question, history: History, screen: Screen, today: date) -> None:
    """Ask until there is an answer, and write down whether it was right."""
    screen.show(f"\n{question.text}")
    while True:
        line = screen.ask(f"{question.unit}> ")
        if line in LOST:
            screen.say(_HOW)
            continue
        if line == "skip":
            right, said = False, f"It is {written(question.answer, question.unit)}."
            break
        judged = judge(question, line)
        right, said = judged.right, judged.said
        if judged.counts:
            break
        screen.show(said)
    history.add(Step(today, f"numbers/{question.template}", "answer", right))
    screen.show(said)
    if not right:
        screen.show(f"\n{question.picture}\n\n{question.takeaway}")
        screen.say(f"A question of this kind comes again on {today + AGAIN}.")


def _template(name: str) -> str:
    """Return the template that the history means by a name; "" if it is a limiter."""
    kata, _, template = name.partition("/")
    return template if kata == "numbers" else ""
