"""What a screen does, and the two ways in which a question to the candidate ends without an answer."""

from typing import Protocol

from katas.interview.countdown import Countdown

PAUSE = "\nThe clock stands. Press Enter to go on: "


class TimeUp(Exception):  # noqa: N818  nothing went wrong
    """The time of this step has run out. Has what was typed of the line, without an Enter or with one that was late."""

    def __init__(self, draft: str = "") -> None:
        super().__init__(draft)
        self.draft = draft

    @property
    def said(self) -> str:
        """What to tell the candidate."""
        return (
            f"Time is up: {self.draft!r} was not taken, as there was no Enter in time." if self.draft else "Time is up."
        )


class Leave(Exception):  # noqa: N818  nothing went wrong
    """The candidate leaves: ^C, the end of the input, or a terminal that is gone. Has what was typed of the line."""

    def __init__(self, draft: str = "") -> None:
        super().__init__(draft)
        self.draft = draft


class Screen(Protocol):
    """A terminal, a pipe, or a test's candidate."""

    @property
    def width(self) -> int:
        """The columns that text may take."""

    def show(self, text: str) -> None:
        """Write lines."""

    def ask(self, message: str, countdown: Countdown | None = None, draft: str = "") -> str:
        """Return a line. `draft` is the text to begin with. Raises `TimeUp`, also if none is left, or `Leave`."""

    def pause(self) -> None:
        """Let the candidate read what is shown before the next thing comes. Raises `Leave`."""
