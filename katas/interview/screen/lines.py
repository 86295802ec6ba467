"""Plain lines: for a pipe, a terminal that can't move its cursor, or an installation without prompt_toolkit."""

import sys

from katas.interview.countdown import Countdown
from katas.interview.screen.screen import PAUSE, Leave, TimeUp


class Lines:
    """Reads with `input`. The time left is shown at each prompt; a line that comes too late does not count."""

    width = 80

    def show(self, text: str) -> None:
        """Write lines."""
        print(text, flush=True)

    def ask(self, message: str, countdown: Countdown | None = None, draft: str = "") -> str:
        """Return a line. Raises `TimeUp` or `Leave`."""
        if countdown and countdown.over:
            raise TimeUp
        bar = f"[{countdown.bar}]\n" if countdown else ""
        began = f"(you had typed: {draft})\n" if draft else ""
        try:
            line = input(f"{bar}{began}{message}")
        except (KeyboardInterrupt, EOFError) as error:
            raise Leave from error
        if countdown and countdown.over:
            raise TimeUp(line.strip())
        return line.strip()

    def pause(self) -> None:
        """Wait for Enter where somebody may be reading. Raises `Leave`."""
        if sys.stdin.isatty():
            self.ask(PAUSE)
