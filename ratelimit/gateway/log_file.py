"""A log that may be moved away while it is written."""

import os
from pathlib import Path
from typing import TextIO


class LogFile:
    """Writes to the file of a name. If that is another one by now, or none, as after a rotation, it is opened again.

    Raises `OSError` if it can't be opened.
    """

    __slots__ = ("_file", "_path", "_place")

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open()

    def write(self, text: str) -> None:
        """Write a text to the file that has the name now."""
        if self._place != self._place_of_name():  # a microsecond
            old = self._file
            self._open()
            old.close()
        self._file.write(text)

    def flush(self) -> None:
        """Let others see what was written."""
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _open(self) -> None:
        self._file: TextIO = self._path.open("a", encoding="utf-8")
        stat = os.fstat(self._file.fileno())
        self._place = (stat.st_dev, stat.st_ino)

    def _place_of_name(self) -> tuple[int, int] | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_dev, stat.st_ino
