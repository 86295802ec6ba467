"""The lines of a submission that threads run outside of frontrun, noted as Python runs them."""

from types import FrameType

from katas.grader.keyed.races.source import text_of, withs
from katas.grader.verdict import Step


class Lines:
    """Who ran which line, in which phase. What runs at the same time is shown one thread after the other."""

    def __init__(self, path: str) -> None:
        self.path, self.phase = path, 0
        self.left_at = 0  # the line on which a thread was interrupted
        self._withs = withs(path)
        self._noted: list[tuple[int, str, Step]] = []
        self._last: dict[int, int] = {}  # line of each frame
        self._open: set[tuple[int, int]] = set()  # frames and lines of "with" that were entered

    def say(self, name: str, text: str) -> None:
        """Note what a thread asks, or is told."""
        self._noted.append((self.phase, name, Step(name, 0, text)))

    def note(self, name: str, frame: FrameType) -> None:
        """Note the line that a frame has come to, if it is the submission's and a new one."""
        line = frame.f_lineno or 0  # some instructions have none
        if frame.f_code.co_filename != self.path or line in (0, self._last.get(id(frame))):
            return
        self._last[id(frame)] = line
        if line == frame.f_code.co_firstlineno:  # the call itself
            self._open = {(number, at) for number, at in self._open if number != id(frame)}  # of one that has ended
            return
        ends = (id(frame), line) in self._open
        if line in self._withs:
            self._open ^= {(id(frame), line)}
        self._noted.append((self.phase, name, Step(name, line, text_of(self.path, line, ends=ends))))

    def line_of(self, frame: FrameType | None) -> int:
        """Return the submission's innermost line at or above a frame, 0 if there is none."""
        while frame is not None and frame.f_code.co_filename != self.path:
            frame = frame.f_back
        return 0 if frame is None else frame.f_lineno or 0

    def passes(self, name: str, in_phase: int) -> int:
        """Return the line on which a thread asks for a lock without "with" in a phase, 0 if there is none."""
        asking = (
            step.line
            for phase, who, step in self._noted
            if phase == in_phase and who == name and ".acquire(" in step.text
        )
        return next(asking, 0)

    def steps(self, name: str, line: int) -> tuple[Step, ...]:
        """Return the steps. Where a thread was on this line last, before the other one was through, is at fault."""
        noted = sorted(self._noted, key=lambda noted: noted[:2])
        there = [n for n, (phase, _, step) in enumerate(noted) if phase < 2 and step[:2] == (name, line) and line]
        return tuple(
            step._replace(mark="at fault") if n in there[-1:] else step for n, (_, _, step) in enumerate(noted)
        )
