"""A terminal that a test types into and looks at: tmux, which no person sees."""

import os
import select
import shlex
import subprocess
import sys
from contextlib import suppress
from time import monotonic

from katas.grader.kata import ROOT

PATIENCE = 120.0  # seconds, for a busy machine


class Tmux:
    """The interview in a terminal of its own. It wakes up for what is written, and then looks at the screen."""

    def __init__(self, folder, *options, kept=None, columns=80, rows=24, **variables) -> None:
        self.kept = kept or folder / "kept"
        self._socket, self._written, self._alive = (str(folder / name) for name in ("socket", "written", "alive"))
        for path in (self._written, self._alive):
            os.mkfifo(path)
        self._output = os.open(self._written, os.O_RDWR | os.O_NONBLOCK)
        self._life = os.open(self._alive, os.O_RDONLY | os.O_NONBLOCK)
        words = [sys.executable, "-m", "katas.interview", "--folder", str(self.kept), *options]
        command = f"exec {shlex.join(words)} 9> {shlex.quote(self._alive)}"  # which is open as long as it lives
        named = [f"{name}={value}" for name, value in {"TERM": "screen", **variables}.items()]
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", columns, "-y", rows, "-c", ROOT, "sh")
        self._tmux("set-option", "-g", "remain-on-exit", "on")
        self._tmux("pipe-pane", "-O", f"exec cat > {shlex.quote(self._written)}")
        self._tmux("respawn-pane", "-k", *(word for name in named for word in ("-e", name)), command)

    def _tmux(self, *words):
        command = ["tmux", "-S", self._socket, *map(str, words)]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout

    def type(self, text, *keys):
        """Type text, and press keys by their names."""
        if text:
            self._tmux("send-keys", "-l", "--", text)
        for key in keys:
            self._tmux("send-keys", key)

    def resize(self, columns, rows):
        self._tmux("resize-window", "-x", columns, "-y", rows)

    def screen(self, *, styles=False):
        return self._tmux("capture-pane", "-p", *(["-e"] if styles else []))

    def shown(self):
        """Return what is on the screen, and what has scrolled off it."""
        return self._tmux("capture-pane", "-p", "-S", "-")

    def until(self, shows):
        """Wait until a function of the screen holds, or a text is on it, and return the screen."""
        holds = shows if callable(shows) else lambda screen: shows in screen
        end = monotonic() + 2 * PATIENCE  # a countdown writes for ever
        while not holds(screen := self.screen()):
            assert monotonic() < end, screen
            assert select.select([self._output], [], [], PATIENCE)[0], screen
            os.read(self._output, 1 << 16)
        return screen

    def hang_up(self):
        """Close the terminal, and wait for the program to end."""
        self._tmux("kill-server")
        self.ended()

    def ended(self):
        """Wait for the program to end, and return what is on the screen."""
        assert select.select([self._life], [], [], PATIENCE)[0]
        assert os.read(self._life, 1) == b""

    def close(self):
        with suppress(subprocess.CalledProcessError):  # it may be gone
            self._tmux("kill-server")
        os.close(self._output)
        os.close(self._life)
