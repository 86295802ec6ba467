"""A question on the candidate's own class, and the verdict on what was typed."""

from typing import NamedTuple

CHOICES = ("A", "B", "both", "neither")  # of two timelines


class OwnQuestion(NamedTuple):
    """What is asked, what is right, and the run that proves it."""

    text: str
    choices: tuple[str, ...]  # the words that may be typed; empty if a whole number is asked for
    answer: str
    proof: str
    about: str = "your class"  # or the rules, if the class can't be asked
    note: str = ""  # why it can't

    @property
    def form(self) -> str:
        """What can be typed."""
        return ", ".join(self.choices[:-1]) + f" or {self.choices[-1]}" if self.choices else "ticks, 0 if granted"

    def read(self, typed: str) -> str | None:
        """Return the answer that was typed, as `answer` is written; None if it is none."""
        if not self.choices:
            ticks = "0" if typed.lower() == "granted" else typed.lower().removeprefix("wait ")
            return wait(int(ticks)) if ticks.isdecimal() else None
        found = [choice for choice in self.choices if choice.lower() == typed.lower()]
        short = [choice for choice in self.choices if typed and choice.lower().startswith(typed.lower())]
        return (found or (short if len(short) == 1 else [None]))[0]  # type: ignore[list-item]


def in_words(answer: str, *, wait: bool) -> str:
    """Say what a class answers, or what is right: a wait as the number that it is."""
    if not wait:
        return f"it is {answer}"
    return "it answers 0, which means granted" if answer == "granted" else f"it answers {answer.removeprefix('wait ')}"


def wait(ticks: int) -> str:
    """Return an answer as cards show it."""
    return f"wait {ticks}" if ticks else "granted"
