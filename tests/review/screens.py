"""A screen that is driven by lines."""

from katas.review.screen import Screen


class Typed:
    """What a learner types, and what is shown. A line that is a function is called first: it does something else."""

    def __init__(self, *lines):
        self.lines, self.shown = iter(lines), ""

    @property
    def screen(self):
        return Screen(self._read, self._write)

    def _read(self, prompt):
        self.shown += prompt
        line = next(self.lines, None)
        if line is None:
            raise EOFError
        if isinstance(line, BaseException):
            raise line
        if callable(line):
            line = line() or ""
        self.shown += f"{line}\n"
        return line

    def _write(self, text):
        self.shown += text
