"""A table of numbers in a notebook."""

from collections.abc import Iterable, Sequence

Line = Sequence[object]


class Table:
    """A table whose first column holds words, and the others numbers."""

    def __init__(self, head: Line, lines: Iterable[Line]) -> None:
        rows = [head, ["---", *("--:" for _ in head[1:])], *lines]
        self._text = "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)

    def __repr__(self) -> str:
        return self._text

    def _repr_markdown_(self) -> str:
        """Show it as a table in a notebook."""
        return self._text
