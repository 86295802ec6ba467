"""The interview in a real terminal: a countdown that runs, a window that changes its size, ^C, and going on."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from katas.grader.kata import ROOT
from katas.interview.countdown import Countdown
from katas.interview.plan import Interview
from katas.interview.screen.screen import Leave, TimeUp
from katas.interview.screen.terminal import Terminal
from tests.interview.tmux import Tmux

BAR = re.compile(r"clarify: (\d+):(\d\d) left  interview: (\d+):(\d\d) left  Ctrl-C: pause")
BARS = re.compile(r" left  interview: ")
ON = "The clock stands. Press Enter to go on:"
ASKED = "A question's number (4 left), or done:"
in_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="there is no tmux (Debian: apt-get install tmux)")


@pytest.fixture
def terminal(tmp_path):
    opened = []

    def start(*options, **others):
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        opened.append(Tmux(folder, *options, **others))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


def left(screen):
    """Return the seconds of the stage and of the interview that the last line shows."""
    found = BAR.fullmatch(screen.rstrip().rpartition("\n")[2])
    return found and (60 * int(found[1]) + int(found[2]), 60 * int(found[3]) + int(found[4]))


def state_of(terminal, seed):
    (path,) = terminal.kept.glob(f"{seed}-*/state.json")
    return path, json.loads(path.read_text())


@in_tmux
def test_the_countdown_runs_while_nothing_is_typed(terminal):
    term = terminal("--seed", "5")
    first = left(term.until(left))
    term.until(lambda screen: left(screen) and left(screen)[0] < first[0] and left(screen)[1] < first[1])


@in_tmux
def test_text_and_countdown_stay_when_the_window_changes_its_size(terminal):
    term = terminal("--seed", "5")
    term.until(left)
    term.type("half a line")
    term.until("or done: half a line")
    for columns, rows in ((60, 20), (132, 50), (80, 24)):
        term.resize(columns, rows)
        screen = term.until(lambda screen, rows=rows: len(screen.splitlines()) == rows and left(screen))
        assert "or done: half a line" in screen


@in_tmux
def test_ctrl_c_leaves_and_resume_goes_on_with_the_half_line(terminal):
    term = terminal("--seed", "5")
    term.until(ASKED)
    term.type("2", "Enter")
    term.until("(3 left), or done:")
    term.type("half a line")
    term.until("or done: half a line")
    term.type("", "C-c")
    term.ended()
    assert "-m katas.interview --resume" in term.until("Left: everything is kept")
    again = terminal("--resume", kept=term.kept)
    screen = again.until("(3 left), or done: half a line")
    asked = Interview.of(5, 45).clarifications[1]
    assert asked.answer.split(":")[0][:60] in " ".join(screen.split())
    assert state_of(again, 5)[1]["pauses"] == 1


@in_tmux
def test_a_closed_terminal_loses_nothing(terminal):
    term = terminal("--seed", "5")
    term.until(ASKED)
    term.type("2", "Enter")
    term.until("(3 left), or done:")
    term.hang_up()
    _, state = state_of(term, 5)
    assert len(state["asked"]) == 1
    assert state["spent"]["clarify"] > 0


@in_tmux
@pytest.mark.slow
def test_ctrl_c_ends_grading_too_and_loses_nothing(terminal):
    term = terminal("--seed", "5")
    term.until(ASKED)
    term.type("done", "Enter")
    term.until("code>")
    path, _ = state_of(term, 5)
    path.with_name("limiter.py").write_text("while True: pass")
    term.type("done", "Enter")
    term.until("Grading ...")
    term.type("", "C-c")
    term.ended()
    assert "Traceback" not in term.until("Left: everything is kept")
    assert state_of(term, 5)[1]["stage"] == "code"


@in_tmux
@pytest.mark.slow
def test_a_whole_interview_ends_in_a_debrief(terminal):
    term = terminal("--seed", "5", rows=200)
    paused = 0
    for prompt, line in [
        (ASKED, "done"),
        ("code>", "done"),
        ("twist>", "done"),
        *((f"number {number}: ", "skip") for number in (1, 2, 3)),
        *((f"own code {number}: ", "skip") for number in (1, 2)),
    ]:
        term.until(prompt)
        term.type(line, "Enter")
        if prompt != ASKED:
            paused += 1
            term.until(lambda screen, paused=paused: screen.count(ON) == paused and not BARS.search(screen))
            term.type("", "Enter")
    screen = term.until("debrief.json")
    assert screen.index("Decided by the clock") < screen.index("Decided by luck") < screen.index("Practise next")
    term.ended()
    path, state = state_of(term, 5)
    assert state["stage"] == "debrief"
    assert path.with_name("debrief.md").exists()


@in_tmux
def test_in_a_mock_the_line_ends_when_the_time_is_up(terminal):
    term = terminal("--seed", "5", "--mock")
    term.until(ASKED)
    term.type("", "C-c")
    term.ended()
    path, state = state_of(term, 5)
    path.write_text(json.dumps(state | {"spent": {"clarify": 298.0}}))
    again = terminal("--resume", kept=term.kept)
    again.until("Time is up.")
    again.until("2 of 5: code")


@in_tmux
def test_nothing_is_coloured_where_no_colour_is_wanted(terminal):
    term = terminal("--seed", "5", NO_COLOR="1")
    term.until(left)
    assert not re.search(r"\x1b\[[\d;]*\b(3[0-8]|4[0-8]|9\d|10\d)\b[\d;]*m", term.screen(styles=True))


@in_tmux
@pytest.mark.parametrize("kind", ["vt100", "xterm-256color", "dumb"])
def test_every_terminal_can_be_typed_into(terminal, kind):
    term = terminal("--seed", "5", TERM=kind)
    term.until(ASKED)
    term.type("2", "Enter")
    term.until("(3 left), or done:")
    assert state_of(term, 5)[1]["asked"]


@in_tmux
def test_without_a_word_on_it_an_interview_that_was_left_is_offered(terminal):
    term = terminal("--seed", "5")
    term.until(ASKED)
    term.type("", "C-c")
    term.ended()
    again = terminal(kept=term.kept)
    again.until("Go on with it? yes, or no for a new one:")
    again.type("", "Enter")
    again.until(ASKED)
    assert "Going on: " in again.shown()  # it may have scrolled off the screen


def asked_in_a_pipe(lines, *options, folder):
    command = [sys.executable, "-m", "katas.interview", "--folder", str(folder), *options]
    return subprocess.run(command, input=lines, capture_output=True, text=True, cwd=ROOT, check=False)


def test_plain_lines_do_where_there_is_no_terminal(tmp_path):
    run = asked_in_a_pipe("1\n", "--seed", "5", folder=tmp_path)
    assert run.returncode == 0
    assert "[clarify: 4:59 left" in run.stdout or "[clarify: 5:00 left" in run.stdout
    assert "Left: everything is kept" in run.stdout
    assert "The same seed is the same interview: --seed 5" in " ".join(run.stdout.split())
    assert max(map(len, run.stdout.splitlines()[:4])) <= 80
    listed = asked_in_a_pipe("", "--list", folder=tmp_path).stdout
    assert re.search(r"seed 5 +practice +0:0\d  at clarify", listed)


def test_one_of_several_that_were_left_is_gone_on_with_by_its_seed(tmp_path):
    for seed in ("5", "15", "6"):
        asked_in_a_pipe("1\n", "--seed", seed, folder=tmp_path)
    assert "seed 5 " in asked_in_a_pipe("", "--resume", "--seed", "5", folder=tmp_path).stdout
    none = asked_in_a_pipe("", "--resume", "--seed", "7", folder=tmp_path).stderr
    assert none.startswith("There is no interview to resume with seed 7.\nTo go on with 5:\n  ")
    assert "--resume --folder" in none
    (done,) = tmp_path.glob("5-*")
    (done / "debrief.md").write_text("")
    said = asked_in_a_pipe("", "--resume", "--seed", "5", folder=tmp_path).stderr
    assert said.startswith("Interview 5 is done.\nTo go on with 6:\n  ")
    assert said.splitlines()[-1].endswith(" --seed 15")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--resume"], "There is no interview to resume in "),
        (["--minutes", "9"], "--minutes must be 10 to 600, got 9"),
        (["--minutes", "601"], "--minutes must be 10 to 600, got 601"),
        (["--mock", "--practice"], "not allowed with argument"),
    ],
)
def test_a_wrong_option_is_told(tmp_path, options, said):
    run = asked_in_a_pipe("", *options, folder=tmp_path)
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def answered(keys, left=1000.0, *, cuts=True):
    now = iter(range(10**9))
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text(keys)
        return Terminal().ask("> ", Countdown(lambda: next(now) * 1e-6, "code", left, left, cuts))


def test_a_line_is_read():
    assert answered(" run \r") == "run"


def test_the_end_of_the_time_ends_a_line_that_is_being_typed():
    with pytest.raises(TimeUp) as caught:
        answered("half", left=0.01)
    assert caught.value.draft == "half"


def test_what_was_typed_is_known_when_they_leave():
    with pytest.raises(Leave) as caught:
        answered("half\x03")
    assert caught.value.draft == "half"


def test_the_end_of_the_input_leaves_too():
    with pytest.raises(Leave):
        answered("\x04")
