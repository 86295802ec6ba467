"""Where lines are read and written: a terminal, a pipe, or a list of lines."""

import sys
import textwrap
from collections.abc import Callable

WIDTH = 78  # columns: a terminal of 80 shows them
LOST = ("", "help", "?")  # who types these is told what can be typed


class Left(Exception):  # noqa: N818  nothing went wrong
    """The exception for a learner who leaves: by ^C, by the end of the input, or with the word `quit`."""


class Screen:
    """Reads a line at a time, and writes plain text."""

    def __init__(self, read: Callable[[str], str] = input, write: Callable[[str], object] = sys.stdout.write) -> None:
        self._read, self._write = read, write

    def ask(self, prompt: str) -> str:
        """Return a line without the space around it. Raises `Left`."""
        try:
            line = self._read(prompt).strip()
        except (EOFError, KeyboardInterrupt) as end:
            self.show("")  # the prompt's line ends
            raise Left from end
        if line.lower() in ("quit", "q", "exit"):
            raise Left
        return line

    def say(self, text: str, *, indent: str = "") -> None:
        """Write a paragraph, in lines that fit."""
        lines = textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
        self.show("\n".join(lines))

    def show_code(self, source: str) -> None:
        """Write a program. What is left of a line that does not fit follows it, indented further."""
        for line in source.splitlines():
            after = " " * (len(line) - len(line.lstrip()) + 8)
            self.say(line, indent=after)

    def show(self, text: str) -> None:
        """Write text as it is, and end its line."""
        self._write(f"{text}\n")
