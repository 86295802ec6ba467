"""What passed and what was refused over time."""

from typing import Final, NamedTuple

_WIDTHS: Final = (1, 5, 15, 60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400, 604_800)  # s; each divides the next
_MOST: Final = 240


class Span(NamedTuple):
    """What came in some seconds."""

    start: int
    """In seconds since 1970."""
    passed: int
    refused: int


class Course:
    """What passed and what was refused over time, in at most 240 spans, which get wider as the log gets longer.

    width: the seconds of a span.
    """

    __slots__ = ("_spans", "width")

    def __init__(self) -> None:
        self.width = _WIDTHS[0]
        self._spans: dict[int, list[int]] = {}

    def add(self, now: int, *, allowed: bool) -> None:
        """Count one, at nanoseconds since 1970. Times don't go back."""
        second = now // 1_000_000_000
        found = self._spans.get(second // self.width)
        if found is None:
            found = self._new(second)
        found[not allowed] += 1

    def spans(self) -> list[Span]:
        """Return all spans from the first to the last, also those in which nothing came."""
        first, last = next(iter(self._spans), 0), next(reversed(self._spans), -1)
        return [Span(span * self.width, *self._spans.get(span, (0, 0))) for span in range(first, last + 1)]

    def _new(self, second: int) -> list[int]:
        first = next(iter(self._spans), second // self.width) * self.width
        while second // self.width - first // self.width >= _MOST:
            wider = next((width for width in _WIDTHS if width > self.width), 2 * self.width)
            spans: dict[int, list[int]] = {}
            for span, (passed, refused) in self._spans.items():
                into = spans.setdefault(span * self.width // wider, [0, 0])
                into[0] += passed
                into[1] += refused
            self.width, self._spans = wider, spans
        return self._spans.setdefault(second // self.width, [0, 0])
