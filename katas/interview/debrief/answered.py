"""What is told of answers to questions: how they came out, and, of those that were not right, what was asked."""

from collections.abc import Iterable
from typing import Any

from katas.interview.own_code.question import in_words
from katas.interview.session import Session

NO_TIME = ("late", "not asked")  # verdicts that the clock gives
_COUNTED = {
    "wrong": "wrong",
    "skipped": "skipped",
    "late": "without an answer in time",
    "not asked": "never asked",
}


def tally(answers: list[dict[str, Any]]) -> str:
    """Return "1 of 2 right, 1 without an answer in time". What was wrong is the rest."""
    verdicts = [answer["verdict"] for answer in answers]
    more = [f"{verdicts.count(verdict)} {words}" for verdict, words in _COUNTED.items() if verdict in verdicts]
    return ", ".join([f"{verdicts.count('right')} of {len(verdicts)} right", *more])


def answers_of(session: Session) -> Iterable[tuple[str, dict[str, Any]]]:
    """Yield the answers by their steps: number 1, and so on."""
    for name, answers in (("number", session.state.numbers), ("own code", session.state.own_code)):
        for number, answer in enumerate(answers, 1):
            yield f"{name} {number}", answer


def told(answer: dict[str, Any]) -> str:
    """Tell how one answer came out; of one that is not right also the question, and what proves what is."""
    verdict, right = answer["verdict"], in_words(answer.get("answer", ""), wait=answer.get("choices") == 0)
    said = " ".join(answer.get("said", "").split())
    if verdict == "right":
        return f"right (a guess is right 1 time in {answer['choices']})." if answer.get("choices") else "right."
    if verdict == "wrong":
        opened = said or f"wrong. You said {answer.get('typed')}; {right}."
    elif verdict == "late":
        typed = f" ({answer['typed']} was typed, without an Enter in time)" if answer.get("typed") else ""
        opened = f"without an answer{typed}. I{right[1:]}."
    else:
        opened = f"{verdict}. I{right[1:]}."
    return f"{opened} {_asked(answer)}"


def _asked(answer: dict[str, Any]) -> str:
    """Repeat the question. One about code has a timeline, with what is answered."""
    if not answer.get("proof"):
        return f"The question: {' '.join(answer['text'].split())}"
    question = answer["text"].splitlines()[-1]
    whose = "Your class answers" if answer["about"] == "your class" else "Your class gave no answers; the rules give"
    return f"The question: {question} {whose}:\n{answer['proof']}"
