"""`--watch` in a terminal: it grades at each save, takes keys, and leaves the terminal as it was."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
from contextlib import suppress

import pytest

from tests.grading import ROOT, alive, grade

BANK = ROOT / "tests" / "bank" / "token_bucket" / "wrong"
READY = "Save the file to grade it again."
PATIENCE = 90.0  # seconds, for a busy machine


class Terminal:
    """A terminal in which `--watch` runs."""

    def __init__(self, path, *options, **variables) -> None:
        self._ours, self._theirs = pty.openpty()
        self._seen = ""
        self.mode = termios.tcgetattr(self._theirs)
        command = [sys.executable, "-m", "pytest", "katas/token_bucket", "--solution", str(path), "--watch", *options]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm", **variables},
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
            start_new_session=True,
        )

    def press(self, keys):
        os.write(self._ours, keys.encode())

    def until(self, text):
        """Return what is written up to a text, without colours."""
        while text not in self._seen:
            assert select.select([self._ours], [], [], PATIENCE)[0], self._seen
            self._seen += os.read(self._ours, 1 << 16).decode(errors="replace")
            self._seen = re.sub(r"\033\[[0-9;]*[mAHJK]|\r", "", self._seen)
        before, _, self._seen = self._seen.partition(text)
        return before

    def rest(self):
        """Wait for the process to end, and return what else it wrote."""
        while select.select([self._ours], [], [], 0)[0]:
            self._seen += os.read(self._ours, 1 << 16).decode(errors="replace")
        return self._seen

    def end(self):
        """Return the status, once the process has ended."""
        status = self.process.wait(PATIENCE)
        assert termios.tcgetattr(self._theirs) == self.mode
        return status

    def close(self):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._ours)
        os.close(self._theirs)


@pytest.fixture
def watch(tmp_path):
    path, opened = tmp_path / "token_bucket.py", []
    save(path, "drops_fractions_at_grants")

    def start(*options, **variables):
        opened.append(Terminal(path, *options, MARK=str(tmp_path), **variables))
        return path, opened[-1]

    yield start
    for terminal in opened:
        terminal.close()
    assert alive(f"MARK={tmp_path}") == []


def text_of(name):
    return (BANK / f"{name}.py").read_text()


def save(path, name):
    path.write_text(text_of(name))


def test_keys_show_hints_and_the_replay_and_q_ends(watch):
    _, terminal = watch()
    card = terminal.until(READY)
    assert "✗ 2 refill" in card
    assert "Hint" not in card
    assert "\n\nh hint   w why   r replay   q quit" in card
    terminal.press("h")
    card = terminal.until(READY)
    assert "Hint 1 of 3: Nothing runs between two calls." in card
    assert "\n\nh next hint   w why   r replay   q quit" in card
    terminal.press("n")  # another key for the same
    assert "Hint 2 of 3: " in terminal.until(READY)
    terminal.press("w")
    card = terminal.until(READY)
    assert card.index("Hint 2 of 3: ") < card.index("  take(2): tokens: 1 + 2 · 1/8 = 1 1/4 of 2; so granted")
    assert "\n\nh next hint   w hide why   r replay   q quit" in card
    assert "pytest" not in card
    terminal.press("h")
    card = terminal.until(READY)
    assert card.index("  take(2): tokens: ") < card.index("Hint 3 of 3: ")  # what was asked for last is last
    assert "\n\nw hide why   r replay   q quit" in card
    terminal.press("bhr")  # the first two do nothing now
    card = terminal.until(READY)
    assert re.search(r"^  > +\d+  take\(\)  granted   wait \d+ ", card, re.MULTILINE)
    assert "Diagnosis: " not in card
    assert "\n\nb back   r replay again   q quit" in card
    terminal.press("b")
    card = terminal.until(READY)
    assert "Hint 3 of 3: " in card
    assert "\n\nw hide why   r replay   q quit" in card
    terminal.press("q")
    assert terminal.end() == 1


HANG = "class TokenBucket:\n    def __init__(self, quota):\n        while True: pass\n"


def test_while_it_grades_the_level_is_told_and_that_keys_come_later(watch):
    path, terminal = watch()
    terminal.until(READY)
    path.write_text(HANG)
    assert "✗" not in terminal.until("Grading ...")
    assert "q quit   Other keys come with the card." in terminal.until("level 1 of 9, burst ... ")
    terminal.press("hw")
    card = terminal.until(READY)
    assert "✗ 1 burst" in card
    assert "Hint" not in card


@pytest.mark.parametrize(("lines", "repeated"), [("16", True), ("60", False)])
def test_of_a_card_longer_than_the_screen_the_failure_stands_above_the_keys_too(watch, lines, repeated):
    _, terminal = watch(LINES=lines)
    card = terminal.until(READY)
    failure = "\n\n10/100, level 2, refill: take() at 9: expected granted, yours wait 1\n\nh hint "
    assert (failure in card) == repeated


STUB = (ROOT / "katas" / "token_bucket" / "token_bucket.py").read_text()


def test_a_key_that_the_menu_does_not_have_does_nothing_then_or_later(watch):
    path, terminal = watch()
    terminal.until("Grading ...")
    terminal.press("hw")  # nothing to explain yet
    card = terminal.until(READY)
    assert "\n\nh hint   w why   r replay   q quit" in card
    path.write_text(STUB)
    card = terminal.until(READY)
    assert "Not started" in card
    assert "10 points before, 0 now: level 1, burst, passed then." in card
    assert "\n\nh hint   q quit" in card
    terminal.press("wrbh")
    assert "Traceback" not in terminal.until("Hint 1 of 3: ")
    terminal.until(READY)
    terminal.press("q")
    assert terminal.end() == 1


def in_place(path, name):
    save(path, name)


def by_renaming_over(path, name):
    save(path.with_suffix(".tmp"), name)
    path.with_suffix(".tmp").replace(path)


def by_moving_away_first(path, name):
    path.rename(path.with_name("token_bucket.py~"))
    save(path, name)


@pytest.mark.slow
@pytest.mark.parametrize("saves", [in_place, by_renaming_over, by_moving_away_first])
def test_each_save_is_graded_however_an_editor_saves(watch, saves):
    path, terminal = watch("--hint")
    assert "✗ 2 refill" in terminal.until(READY)
    saves(path, "wait_rounded_down")
    card = terminal.until(READY)
    assert "✗ 7 exact" in card
    assert "Hint 1 of 3: " in card
    assert "\n\nh next hint " in card
    terminal.press("q")
    assert terminal.end() == 1


@pytest.mark.slow
def test_a_save_during_a_run_starts_anew(watch):
    path, terminal = watch()
    terminal.until(READY)
    path.write_text(HANG)
    terminal.until("Grading ...")
    save(path, "wait_rounded_down")
    terminal.until("Grading ...")
    card = terminal.until(READY)
    assert "did not return" not in card
    assert "✗ 7 exact" in card
    terminal.press("q")
    assert terminal.end() == 1


@pytest.mark.slow
def test_a_pass_ends_with_status_0_and_goes_nowhere_by_itself(watch):
    path, terminal = watch()
    terminal.until(READY)
    path.write_text((ROOT / "solutions" / "token_bucket.py").read_text())
    card = terminal.until(READY)
    assert "100/100" in card
    assert "leaky_bucket --watch\n" in card
    assert "\n\nq quit" in card
    terminal.press("q")
    assert terminal.end() == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "when"), [("q", "Grading ..."), ("\x03", "Grading ..."), ("\x03", READY), ("\x1c", READY)]
)
def test_keys_end_it_at_any_time(watch, key, when):
    _, terminal = watch()
    terminal.until(when)
    terminal.press(key)
    terminal.end()
    assert "KeyboardInterrupt" not in terminal.rest()


def test_it_says_at_once_that_it_starts_and_can_be_ended_then(watch):
    _, terminal = watch()
    terminal.until("Starting ...")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == -signal.SIGINT
    assert "Traceback" not in terminal.rest()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_and_leaves_the_terminal_as_it_was(watch, number):
    _, terminal = watch()
    terminal.until(READY)
    terminal.process.send_signal(number)
    terminal.end()


CRASH = """
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop():
    import katas.grader.watch.loop
    katas.grader.watch.loop.replay_card = None  # the grader's own bug
"""


def test_a_crash_leaves_the_terminal_as_it_was(watch, tmp_path):
    (tmp_path / "crash.py").write_text(CRASH)
    _, terminal = watch("-p", "crash", PYTHONPATH=str(tmp_path))
    terminal.until(READY)
    terminal.press("r")
    assert terminal.end() == 3
    assert "TypeError: 'NoneType' object is not callable" in terminal.rest()


def test_without_a_terminal_it_says_so():
    shown = grade("token_bucket", "--watch")
    assert shown.status == 4
    assert re.fullmatch(r"ERROR: --watch takes keys, and needs a terminal\. Without one: .+", shown.text.strip())


def test_it_watches_one_file_of_one_kata():
    assert "ERROR: --watch is for one kata: " in grade("", "--watch").text
    assert (
        "--watch watches a file, and there is no file ratelimit:GCRA"
        in grade("gcra", "--watch", "--solution", "ratelimit:GCRA").text
    )
