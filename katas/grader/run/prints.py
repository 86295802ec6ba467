"""What a submission prints while a timeline is replayed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast


class Prints:
    """Notes whether a submission prints, and drops what is printed while others like it are used."""

    def __init__(self) -> None:
        self.any = self._muted = False

    def hear(self) -> None:
        """Listen from now on."""
        sys.stdout, sys.stderr = (cast("Any", _Stream(self, stream)) for stream in (sys.stdout, sys.stderr))

    @contextmanager
    def muted(self) -> Iterator[None]:
        """Drop what is printed inside the block."""
        before, self._muted = self._muted, True
        try:
            yield
        finally:
            self._muted = before

    def passes(self) -> bool:
        """Whether something that is printed now goes on."""
        self.any = self.any or not self._muted
        return not self._muted


class _Stream:
    """A stream, at which somebody listens."""

    def __init__(self, prints: Prints, stream: Any) -> None:
        self._prints, self._stream = prints, stream

    def write(self, text: str) -> int:
        if self._prints.passes():
            self._stream.write(text)
            self._stream.flush()  # the process ends without
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
