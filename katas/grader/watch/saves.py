"""Tells when a submission, or code beside it, is saved, however an editor does that."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from watchfiles import Change, watch

_MILLISECONDS = 50  # in which an editor's steps are one save, and the end of watching is noticed


class Saves:
    """Watches the folder of a file while it is entered: whoever saves by renaming puts another file in its place."""

    def __init__(self, path: Path, saved: Callable[[], None]) -> None:
        self._path = path
        self._saved = saved
        self._watching, self._end = Event(), Event()
        self._error: Exception | None = None
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()
        self._watching.wait()
        if self._error is not None:
            raise self._error

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        folders = {self._path.absolute().parent, self._path.resolve().parent}  # a link's, and what it points to
        try:
            changes = watch(
                *folders,
                watch_filter=self._is_code,
                step=_MILLISECONDS,
                rust_timeout=_MILLISECONDS,
                yield_on_timeout=True,
                stop_event=self._end,
                recursive=False,
            )
            for change in changes:
                self._watching.set()
                if change and self._path.exists():  # between two steps of a save it may not
                    self._saved()
        except Exception as error:  # noqa: BLE001  nobody sees what a thread raises
            self._error = error
            self._watching.set()

    def _is_code(self, _change: Change, path: str) -> bool:
        name = Path(path)
        return name.suffix in (".py", ".lua", self._path.suffix) and not name.name.startswith(".")
