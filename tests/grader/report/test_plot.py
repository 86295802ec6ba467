"""`--plot` draws what the card says for any submission, and changes no verdict."""

import re
import sys
from pathlib import Path

import pytest

from katas.grader.kata import LADDER, load_kata
from katas.grader.report.plot import drawn
from katas.grader.report.plot_traces import asked, right
from katas.grader.report.pytest_command import from_here
from katas.grader.report.terminal import inline
from katas.grader.run.process import Order, play
from katas.grader.run.process import grade as report_of
from katas.grader.verdict import Report
from tests.grading import ROOT, grade, grade_alone

pytestmark = pytest.mark.slow

BANK = "tests/bank/token_bucket/wrong"
WRONG = f"{BANK}/drops_fractions_at_grants.py"
PNG = b"\x89PNG"

HOSTILE = {
    "hangs": "while True: pass",
    "exits": "import os; os._exit(0)",
    "prints": "print('x' * 1_000_000)",
    "crashes": "1 / 0",
    "eats memory": "self.kept = [0] * 10**10",
    "answers words": "return 'later'",
    "answers a vast number": "return 10**6000",
}


def words(kata, submission, **options):
    """Return what the picture of a submission shows, in words."""
    order = Order(submission, **options)
    return str(drawn(load_kata(kata), order, report_of(load_kata(kata), order)))


def test_a_failure_is_drawn_and_the_card_names_the_file(tmp_path):
    path = tmp_path / "out.png"
    plain, plotted = (grade("token_bucket", "--solution", WRONG, *plot) for plot in ((), ("--plot", str(path))))
    assert path.read_bytes().startswith(PNG)
    assert " ".join(plotted.text.split()).endswith(f"Picture: {path}")
    assert plotted.status == plain.status == 1
    assert without_seconds(plotted.text).startswith(without_seconds(plain.text).rstrip())
    grade("token_bucket", "--solution", WRONG, "--plot", str(tmp_path / "again.png"))
    assert (tmp_path / "again.png").read_bytes() == path.read_bytes()


def without_seconds(text):
    return re.sub(r"\d+\.\d s", "T s", text)


def test_the_picture_says_where_they_part():
    told = words("token_bucket", WRONG)
    assert told.startswith(
        "token_bucket, level 2, refill: not passed\ntokens return continuously, never above the burst\n"
    )
    assert "Smallest timeline found (3 calls), Quota(limit=1, period=8, burst=2)" in told
    assert "9 take(): expected granted, yours wait 1\n" in told
    assert "first difference: the law grants, you refuse (room for 1 1/8 at 9)" in told
    assert "first difference, at 0.95 s: expected granted, yours wait 0.09 s" in told


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ("wait_rounded_down", "first difference: the law says wait 4, you say wait 3 (no room before 4)"),
        ("one_token_too_generous", "first difference: the law refuses, you grant ("),
        ("level_overfills", "first difference: the law says "),
        ("refill_overflows_64_bits", "The same answers on this traffic."),
        ("remaining_rounded_up", "The same grants and waits, but not as much is left."),
        ("tries_every_wait", "The last call, take(), executes more than 60,000 bytecode steps"),
    ],
)
def test_every_kind_of_failure_has_its_words(mistake, said):
    assert said in words("token_bucket", f"{BANK}/{mistake}.py")


@pytest.mark.parametrize("kata", LADDER)
def test_a_pass_is_drawn_with_the_burst_of_notebook_1(kata):
    passed = Report(kata, f"solutions/{kata}.py", [])
    told = str(drawn(load_kata(kata), Order(passed.submission), passed))
    assert told.startswith(f"{kata}: all laws hold\n")
    assert "the burst of notebook 1" in told
    assert re.search(r"yours: \d+ granted, \d+ refused", told)


@pytest.mark.parametrize("kata", LADDER)
def test_what_is_expected_is_what_the_solution_does(kata):
    timeline = asked(load_kata(kata))
    played = play(load_kata(kata), Order(f"solutions/{kata}.py"), timeline)
    assert played == (right(load_kata(kata), timeline), "")


def test_keys_have_a_row_each():
    told = words("keyed_limiter", "tests/bank/keyed_limiter/wrong/one_meter_for_all.py")
    assert "ann, expected: 22 granted" in told
    assert "bob, expected: 16 granted, 0 refused" in told
    assert re.search(r"first difference, at \S+ s: expected granted, yours refused", told)


def hostile(tmp_path, deed):
    """Write a bucket that grants twelve units and then does its worst."""
    path = tmp_path / "token_bucket.py"
    path.write_text(f"""
class TokenBucket:
    def __init__(self, quota):
        self.calls = 0

    def take(self, now, cost=1):
        self.calls += 1
        if self.calls > 12:
            {deed}
        return 0

    def level(self, now):
        raise NotImplementedError
""")
    return path


@pytest.mark.parametrize("deed", HOSTILE.values(), ids=HOSTILE)
def test_nothing_a_solution_does_breaks_the_plot(tmp_path, deed):
    solution = hostile(tmp_path, deed)
    plot = tmp_path / "out.png"
    shown = grade_alone("token_bucket", "--solution", str(solution), "--plot", str(plot))
    assert shown.status == 1
    assert "Smallest timeline found" in shown.text
    assert "Picture: " in shown.text
    assert plot.read_bytes().startswith(PNG)


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("1 / 0", "later yours stops: take() raises ZeroDivisionError: division by zero"),
        ("import os; os._exit(0)", "later yours stops: It ends the whole process, with os._exit(0)."),
    ],
)
def test_where_yours_stops_is_told(tmp_path, deed, said):
    assert said in " ".join(words("token_bucket", str(hostile(tmp_path, deed))).split())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("while True: pass", "Importing the file did not return"),
        ("import no_such_module", "Importing the file raises ModuleNotFoundError"),
        ("x = (", "Python can't read the file"),
    ],
)
def test_what_cannot_be_loaded_has_no_picture_and_the_card_says_so(tmp_path, text, reason):
    path = tmp_path / "token_bucket.py"
    path.write_text(text)
    shown = grade_alone("token_bucket", "--solution", str(path), "--plot", str(tmp_path / "out.png"))
    assert shown.status == 1
    assert f"No picture yet: {reason}" in " ".join(shown.text.split())
    assert not (tmp_path / "out.png").exists()


def test_an_untouched_stub_has_no_picture_yet(tmp_path):
    shown = grade("token_bucket", "--plot", str(tmp_path / "out.png"))
    assert shown.text.rstrip().endswith("No picture yet: __init__() raises NotImplementedError.")


def test_a_replay_is_drawn(tmp_path):
    timeline = "1/8 burst 2: take(0) take(0) take(12) take(18)"
    told = words("token_bucket", WRONG, replay=timeline)
    assert told.startswith("token_bucket, replay\n")
    assert "first difference: the law grants, you refuse (room for 1 1/4 at 18)" in told
    assert "More traffic" not in told
    assert "Every answer is right." in words("token_bucket", "solutions/token_bucket.py", replay=timeline)
    plot = tmp_path / "out.png"
    assert grade("token_bucket", "--solution", WRONG, "--replay", timeline, "--plot", str(plot)).status == 1
    assert plot.exists()


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("out.jpg", "--plot: a picture is a .png file, got out.jpg"),
        ("out", "--plot: a picture is a .png file, got out"),
        ("nowhere/out.png", "--plot: there is no folder nowhere"),
    ],
)
def test_a_path_that_cannot_be_is_told_before_anything_is_graded(path, complaint):
    shown = grade("token_bucket", "--plot", path)
    assert shown.status == 4
    assert shown.text.strip() == f"ERROR: {complaint}"


@pytest.mark.parametrize("options", [["--plot"], ["--plot", ""], ["--plot", "--why"]])
def test_a_plot_without_a_file_is_told_so(options):
    shown = grade("token_bucket", *options)
    assert shown.status == 4
    assert shown.text.strip() == "ERROR: --plot needs a file to draw into, such as --plot card.png"


def test_the_help_of_a_plot_says_that_it_needs_a_file():
    assert "--plot=FILE.png" in grade("token_bucket", "--help").text


def test_a_folder_that_cannot_be_written_to_costs_no_verdict(tmp_path):
    (tmp_path / "out.png").mkdir()
    shown = grade("token_bucket", "--solution", WRONG, "--plot", str(tmp_path / "out.png"))
    assert shown.status == 1
    assert "can't be written" in " ".join(shown.text.split())


def test_one_picture_is_of_one_kata():
    shown = grade("", "--plot", "out.png")
    assert shown.status == 4
    assert re.search(r"ERROR: --plot draws one kata: \S*pytest katas/fixed_window --plot out.png", shown.text)


def test_without_matplotlib_it_says_what_to_install(tmp_path):
    (tmp_path / "matplotlib.py").write_text("raise ImportError")
    shown = grade_alone("token_bucket", "--plot", "out.png", cwd=ROOT, PYTHONPATH=str(tmp_path))
    assert shown.status == 4
    own = re.escape(from_here(Path(sys.executable)))
    words = rf'ERROR: --plot draws with matplotlib\. Type: {own} -m pip install -e "\.\[notebooks\]"'
    assert re.fullmatch(words, shown.text.strip())


@pytest.mark.parametrize(
    ("environment", "begin", "end"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, "\033]1337;File=inline=1;size=9000;width=80:", "\a\n"),
        ({"TERM_PROGRAM": "WezTerm"}, "\033]1337;File=inline=1;size=9000;width=80:", "\a\n"),
        ({"KITTY_WINDOW_ID": "1"}, "\033_Gf=100,a=T,c=80,m=1;", "\033\\\n"),
        ({"TERM_PROGRAM": "ghostty"}, "\033_Gf=100,a=T,c=80,m=1;", "\033\\\n"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "", ""),
        ({"KITTY_WINDOW_ID": "1", "TMUX": "yes"}, "", ""),
        ({}, "", ""),
    ],
)
def test_a_terminal_that_can_show_pictures_gets_it(environment, begin, end):
    sent = inline(b"x" * 9000, environment, 80)
    assert sent.startswith(begin)
    assert sent.endswith(end)
    assert bool(sent) == bool(begin)


def test_kitty_gets_it_in_pieces():
    sent = inline(b"x" * 9000, {"KITTY_WINDOW_ID": "1"}, 80)
    pieces = re.findall(r"\033_G([^;]*);([^\033]*)\033\\", sent)
    assert [head[-3:] for head, _ in pieces] == ["m=1", "m=1", "m=0"]
    assert all(len(piece) <= 4096 for _, piece in pieces)
    assert inline(b"x", {"KITTY_WINDOW_ID": "1"}, 80) == "\033_Gf=100,a=T,c=80,m=0;eA==\033\\\n"
