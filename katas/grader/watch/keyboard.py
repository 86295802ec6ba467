"""Single keys from a terminal, without Enter. Afterwards the terminal is as it was."""

import os
import select
import signal
import termios
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from types import FrameType

INTERRUPT, QUIT = "\x03", "\x1c"  # ^C and ^\


class Keyboard:
    """Reads the keys that are pressed while it is entered, in a thread."""

    def __init__(self, terminal: int, pressed: Callable[[str], None]) -> None:
        self._terminal = terminal
        self._pressed = pressed
        self._before = termios.tcgetattr(terminal)
        self._end, self._ended = os.pipe()
        self._thread = Thread(target=self._read, daemon=True)

    def __enter__(self) -> None:
        self._take()
        self._resumed = signal.signal(signal.SIGCONT, self._take)  # after ^Z and fg
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        os.write(self._ended, b".")
        self._thread.join()
        signal.signal(signal.SIGCONT, self._resumed)
        with suppress(termios.error):  # the terminal is closed
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)
        os.close(self._end)
        os.close(self._ended)

    def _take(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        mode = termios.tcgetattr(self._terminal)
        mode[3] &= ~(termios.ICANON | termios.ECHO)
        # ^C comes as a key: as a signal it would reach `make` too, which complains. ^Z still stops.
        off = bytes([os.fpathconf(self._terminal, "PC_VDISABLE")])
        mode[6] = [*mode[6]]
        mode[6][termios.VINTR] = mode[6][termios.VQUIT] = off
        mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._terminal, termios.TCSADRAIN, mode)

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._terminal, self._end], [], [])
            if self._end in ready:
                return
            try:
                keys = os.read(self._terminal, 64).decode(errors="replace")
            except OSError:
                keys = ""
            if not keys:  # the terminal is closed
                self._pressed(QUIT)
                return
            if keys.startswith("\033"):  # an arrow, a function key: several characters
                continue
            for key in keys:
                self._pressed(key)
