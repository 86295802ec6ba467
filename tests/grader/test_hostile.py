"""Nothing that a submission does breaks the grader: a card appears, says why and where, and it is no pass.

Every submission here is a right token bucket except for what its name says, and is graded by the command that learners
type. A line that the card must name ends in `# here`.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent, indent
from time import monotonic, sleep
from uuid import uuid4

import pytest

from tests.grading import NO_END, alive, grade_alone

ROOT = Path(__file__).parents[2]
BUCKET = (ROOT / "solutions/token_bucket.py").read_text(encoding="utf-8")
LIMITER = (ROOT / "solutions/keyed_limiter.py").read_text(encoding="utf-8")
TAKE = "    def take(self, now: int, cost: int = 1) -> int:\n"
ALLOW = "    def allow(self, key: Hashable, cost: int = 1) -> bool:\n"
IMPORTS = "import atexit, builtins, ctypes, itertools, os, random, signal, subprocess, sys, threading, time\n"


def imported(code):
    """A bucket that does this when it is imported."""
    return IMPORTS + dedent(code) + "\n" + BUCKET


def called(code, before="", text=BUCKET, method=TAKE):
    """A bucket that does this whenever it is asked for tokens."""
    assert method in text
    return IMPORTS + dedent(before) + "\n" + text.replace(method, method + indent(dedent(code), " " * 8) + "\n", 1)


def answering(value, before=""):
    return called(f"return {value}", before)


HANGS = {
    "import/endless loop": (imported("while True: pass  # here"), "Importing the file did not return within 1 s"),
    "take/endless loop": (called("while True: pass  # here"), "take() did not return within 1 s"),
    "take/sleep": (called("time.sleep(60)  # here"), "It sleeps."),
    "take/sleep, whatever that raises": (
        called("try:\n    time.sleep(60)  # here\nexcept BaseException: pass"),
        "It sleeps.",
    ),
    "take/wait for ever": (called("threading.Event().wait()  # here"), "take() did not return within 5 s"),
    "take/loop, whatever that raises": (
        called("while True:\n    try:\n        while True: pass\n    except BaseException: pass"),
        "take() did not return within 1 s",
    ),
    "take/loop in C": (called("sum(itertools.count())  # here"), "could not even be interrupted"),
    "import/a number of a billion digits": (imported("10 ** (10 ** 9 + len(sys.argv))  # here"), "did not return"),
    "take/wait for ever without signals": (
        called("threading.Event().wait()  # here", "signal.signal(signal.SIGALRM, signal.SIG_IGN)"),
        "could not even be interrupted",
    ),
    "take/loop while all clocks stand": (
        called("while True: pass  # here", "time.monotonic = time.process_time = time.perf_counter = lambda: 0"),
        "take() did not return within 1 s",
    ),
    "__repr__ of an answer/endless loop": (
        answering("Loop()", "class Loop:\n    def __repr__(self):\n        while True: pass  # here"),
        "It did not return within 1 s",
    ),
    "__del__/endless loop": (
        BUCKET + "\n    def __del__(self):\n        while True: pass  # here\n",
        "It did not return within 1 s",
    ),
}

EXITS = {
    "import/exit": (imported("exit(0)  # here"), "Importing the file calls exit (status 0)"),
    "take/sys.exit": (called("sys.exit(0)  # here"), "take() calls exit (status 0)"),
    "take/os._exit": (called("os._exit(0)  # here"), "It ends the whole process, with os._exit(0)"),
    "take/kill -9 itself": (called("os.kill(os.getpid(), 9)  # here"), "It sends a signal to a process."),
    "import/kill the grader": (imported("os.kill(os.getppid(), 9)  # here"), "It sends a signal to a process."),
    "take/killed all the same": (called("signal.raise_signal(9)"), "was killed by SIGKILL"),
    "take/abort": (called("os.abort()  # here"), "was killed by SIGABRT"),
    "import/segfault": (imported("ctypes.string_at(0)  # here"), "was killed by SIGSEGV"),
    "atexit/endless loop": (
        answering("7", "def forever():\n    while True: pass\natexit.register(forever)"),
        "wait 7",
    ),
}

OTHERS = {
    "import/another process, in a session of its own": (
        imported('subprocess.Popen(["sleep", "60"], start_new_session=True)  # here'),
        "It starts another process.",
    ),
    "take/shell": (called('os.system("sleep 60 &")  # here'), "It starts another process."),
    "import/fork": (imported("if os.fork() == 0:  # here\n    while True: pass"), "It starts another process."),
    "import/fork behind Python's back": (
        answering("7", "if ctypes.CDLL(None).fork() == 0:\n    while True: pass"),
        "wait 7",
    ),
    "import/thread": (
        imported("def forever():\n    while True: pass\nthreading.Thread(target=forever).start()  # here"),
        "It starts a thread.",
    ),
    "take/timer": (called("threading.Timer(60, print).start()  # here"), "It starts a thread."),
}

FILES = {
    "syntax error": (imported("def take(self, now cost): pass  # here"), "Python can't read the file: "),
    "return in no function": (imported("return 5  # here"), "'return' outside function"),
    "empty file": ("", "it defines no class"),
    "not UTF-8": ((BUCKET + "# caf\xe9").encode("latin-1"), "it is not UTF-8"),
    "nested too deeply": (imported("x = " + "-" * 100_000 + "1"), "Python can't read the file: "),
    "another class name": (BUCKET.replace("TokenBucket", "Bucket"), "must define class TokenBucket; it defines Bucket"),
    "the name of no class": ("TokenBucket = 3", "must define class TokenBucket; it defines no class"),
    "other parameters": (BUCKET.replace("quota: Quota", "limit, period"), "missing 1 required positional argument"),
    "no take": (BUCKET.replace("def take", "def grab"), "has no attribute 'take'"),
    "missing package": (imported("import nummpy  # here"), "No module named 'nummpy'"),
    "the library's own answer": (imported("from ratelimit import TokenBucket  # here"), "may import only"),
    "metaclass": (
        imported("class Meta(type):\n    def __call__(cls, *a): raise OSError('no')  # here").replace(
            "class TokenBucket:", "class TokenBucket(metaclass=Meta):"
        ),
        "__init__() raises OSError: no",
    ),
}

ANSWERS = {
    "None": (answering("None"), "take() returns None"),
    "True": (answering("True"), "take() returns True"),
    "a float": (answering("0.0"), "take() returns 0.0"),
    "a text": (answering("'0'"), "take() returns '0'"),
    "a tuple": (answering("(0,)"), "take() returns (0,)"),
    "an object that can't be shown": (
        answering("Ghost()", "class Ghost:\n    def __repr__(self): raise BaseException('boo')  # here"),
        "raises BaseException: boo",
    ),
    "an object that equals nothing": (
        answering("Ghost()", "class Ghost(int):\n    def __eq__(self, other): 1 / 0\n    __hash__ = __bool__ = __eq__"),
        "take() returns 0, a Ghost",
    ),
    "another one each time": (
        called("TokenBucket.n += 1\nif TokenBucket.n % 700 == 0: return 77").replace(TAKE, "    n = 0\n" + TAKE),
        "made again on a new object, get other answers",
    ),
}

ERRORS = {
    "ValueError, at length": (called("raise ValueError('x' * 500 + '\\n' * 500)  # here"), "take() raises ValueError"),
    "import/KeyboardInterrupt": (imported("raise KeyboardInterrupt  # here"), "raises KeyboardInterrupt"),
    "GeneratorExit": (called("raise GeneratorExit  # here"), "take() raises GeneratorExit"),
    "one of its own, which can't be shown": (
        called("raise Own  # here", "class Own(BaseException):\n    def __str__(self): raise self"),
        "take() raises Own",
    ),
    "recursion": (called("return self.take(now, cost)  # here"), "take() calls itself without end"),
}

LINUX = {  # on other systems memory has no limit, and these signals don't exist
    "take/a signal without a name": (called("signal.raise_signal(40)"), "was killed by signal 40"),
    "import/gigabytes": (imported("x = bytearray(4 * 10**9)  # here"), "asks for more than 1 GiB of memory"),
    "take/gigabytes, bit by bit": (
        called("while True: hoard.append(bytes(10**8))  # here", "hoard = []"),
        "asks for more than 1 GiB of memory",
    ),
}

PRINTS = {
    "take/prints": (
        called("for n in range(999): print('x' * 99); os.write(1, b'x' * 999); os.write(2, b'x' * 999)\n1 / 0  # here"),
        "take() raises ZeroDivisionError",
    ),
}

TAMPERING = {
    "files/closes them all": (called("os.closerange(0, 99)\n1 / 0  # here"), "take() raises ZeroDivisionError"),
    "files/removes itself": (called("1 / 0  # here", "os.remove(__file__)"), "take() raises ZeroDivisionError"),
    "files/goes elsewhere": (called("1 / 0  # here", "os.chdir('/')"), "take() raises ZeroDivisionError"),
    "sys/no stdout": (called("1 / 0  # here", "sys.stdout = sys.stderr = None"), "take() raises ZeroDivisionError"),
    "sys/trace": (
        called("sys.settrace(trace)", "def trace(*_): raise OSError('no, you')  # here"),
        "raises OSError: no, you",
    ),
    "sys/no recursion": (answering("7", "sys.setrecursionlimit(100)"), "wait 7"),
    "builtins/len": (imported("builtins.len = lambda _: 0"), "It replaces Python's own len"),
    "builtins/isinstance, later": (called("builtins.isinstance = None"), "It replaces Python's own isinstance"),
    "builtins/all, for the better": (called("builtins.all = lambda _: True"), "It replaces Python's own all"),
    "random": (answering("7", "random.Random = random.seed = random.getrandbits = None"), "wait 7"),
}

HOSTILE = {
    f"{what}: {name}": case
    for what, cases in {
        "hang": HANGS, "exit": EXITS, "others": OTHERS, "file": FILES, "answer": ANSWERS,
        "error": ERRORS, "prints": PRINTS, "tampering": TAMPERING,
        "linux": LINUX if sys.platform == "linux" else {},
    }.items()
    for name, case in cases.items()
}  # fmt: skip


@pytest.fixture
def folder():
    """A short path, which a card shows on one line with what stands there."""
    with TemporaryDirectory(prefix="h") as name:
        yield Path(name)


def refused(folder, text, said, kata="token_bucket"):
    """Grade this text, and check that its card has what every card must have."""
    path = folder / "mine.py"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    status, shown = grade_alone(kata, "--solution", str(path))
    lines = shown.splitlines()
    assert status == 1
    assert said in " ".join(shown.split())
    assert "Traceback" not in shown
    assert "The grader failed" not in shown
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 100
    for number, line in enumerate([] if isinstance(text, bytes) else text.splitlines(), 1):
        assert not line.endswith("# here") or f"{path}:{number}" in shown
    return shown


@pytest.mark.sampled(9)  # a hang takes seconds
@pytest.mark.parametrize(("text", "said"), HOSTILE.values(), ids=HOSTILE)
def test_it_gets_a_card(folder, text, said):
    refused(folder, text, said)


@pytest.mark.sampled
@pytest.mark.parametrize("name", ["nowhere.py", "nowhere", "."])
def test_a_path_without_a_file_is_named(folder, name):
    status, shown = grade_alone("token_bucket", "--solution", str(folder / name))
    assert (status, "Traceback" in shown) == (1, False)
    assert "There is no file" in shown


def test_modules_beside_it_named_like_others_are_its_own_affair(folder):
    for name in ("random", "json", "decimal", "statistics", "hypothesis", "guard", "trial"):
        (folder / f"{name}.py").write_text("raise SystemExit('not me')")
    (folder / "draw.py").write_text(answering("7"))
    status, shown = grade_alone("token_bucket", "--solution", "draw.py", cwd=folder)
    assert (status, "wait 7" in shown) == (1, True)


@pytest.mark.slow
def test_a_replay_that_hangs_says_so(folder):
    path = folder / "mine.py"
    path.write_text(called("threading.Event().wait()  # here", "signal.signal(signal.SIGALRM, signal.SIG_IGN)"))
    status, shown = grade_alone("token_bucket", "--solution", str(path), "--replay", "1/8: take(0)")
    assert (status, "could not even be interrupted" in shown) == (1, True)


@pytest.mark.slow
def test_after_a_hang_all_other_levels_run_when_asked_for(folder):
    path = folder / "mine.py"
    path.write_text(called("if cost == 0: threading.Event().wait()"))
    status, shown = grade_alone("token_bucket", "--solution", str(path), "--all")
    assert (status, "✗ 4 cost" in shown, "✓ 5 refusal" in shown, "✓ 6 cheap" in shown) == (1, True, True, True)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interrupted_command_takes_everything_with_it(folder):
    path, mark = folder / "mine.py", f"hostile-{uuid4().hex}"
    path.write_text(imported(f"open({str(folder / 'begun')!r}, 'w').close()\nthreading.Event().wait()"))
    command = [sys.executable, "-m", "pytest", "katas/token_bucket", "--solution", str(path)]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "MARK": mark}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        limit = monotonic() + NO_END
        while not (folder / "begun").exists():
            assert monotonic() < limit
            sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(NO_END) != 0
    assert alive(mark) == []


LIMITERS = {
    "deadlock": (
        LIMITER.replace(
            "from threading import Lock", "from threading import Lock, current_thread, main_thread"
        ).replace(
            "            self._look_at_one(now)\n",
            "            self._look_at_one(now)\n"
            "            if key == 'dee' and current_thread() is not main_thread(): len(self)\n",
        ),
        "They wait for each other, for ever",
    ),
    "a lock that an error leaves held": (
        LIMITER.replace(
            "        with self.lock:\n            now", "        self.lock.acquire()\n        if True:\n            now"
        ).replace("            return wait == 0\n", "            self.lock.release()\n            return wait == 0\n"),
        "waits for the lock that allow(ann, cost=0) took in line",
    ),
    "a thread for every call": (
        called("threading.Thread(target=threading.Event().wait).start()  # here", "", LIMITER, ALLOW),
        "It starts a thread.",
    ),
    "exit in a race": (
        called("if threading.current_thread() is not threading.main_thread(): os._exit(0)", "", LIMITER, ALLOW),
        "os._exit(0)",
    ),
}


@pytest.mark.sampled
@pytest.mark.parametrize(("text", "said"), LIMITERS.values(), ids=LIMITERS)
def test_a_limiter_gets_a_card(folder, text, said):
    refused(folder, text, said, kata="keyed_limiter")


ODD = (
    """\
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

import odd_helper
from ratelimit import Level, Quota

HERE = open(__file__, encoding="utf-8").read()


class Answer(Enum):
    GRANTED = 0


class State(NamedTuple):
    parts: int
    last: int = 0


@dataclass
class TokenBucket:
    quota: Quota
    state: State = field(init=False)

    def __post_init__(self):
        self.state = State(self.quota.burst * self.quota.period)
        self.take, self.level = self.try_to_take, lambda now: self.look(now)

    def try_to_take(self, now, cost=1):
        print(len(HERE), now, cost)
        odd_helper.check(cost, self.quota.burst)
        now = max(now, self.state.last)
        parts, need = self.at(now), cost * self.quota.period
        granted = parts >= need
        self.state = State(parts - granted * need, now)
        return Answer.GRANTED.value if granted else -((parts - need) // self.quota.limit)

    def look(self, now):
        parts, full = self.at(max(now, self.state.last)), self.quota.burst * self.quota.period
        return Level(parts // self.quota.period, -((parts - full) // self.quota.limit))

    def at(self, now):
        full = self.quota.burst * self.quota.period
        return min(full, self.state.parts + (now - self.state.last) * self.quota.limit)


if __name__ == "__main__":
    raise SystemExit(1)
""",
    """\
def check(cost, most):
    if not 1 <= cost <= most:
        raise ValueError
""",
)


@pytest.mark.slow
def test_a_right_solution_may_be_odd(folder):
    """It prints, reads its own file, has dataclasses and enums, methods on the instance, and a module beside it."""
    home = folder / "mein Käse, 100 %"
    home.mkdir()
    for name, text in zip(("token_bucket.py", "odd_helper.py"), ODD, strict=True):
        (home / name).write_text(text, encoding="utf-8")
    status, shown = grade_alone("token_bucket", "--solution", "mein Käse, 100 %", cwd=folder)
    assert (status, "100/100" in shown) == (0, True)


@pytest.mark.slow
def test_a_right_solution_may_be_named_from_where_one_stands():
    status, shown = grade_alone(
        "token_bucket", "--solution", "../../solutions/token_bucket.py", cwd=ROOT / "katas/token_bucket"
    )
    assert (status, "100/100" in shown) == (0, True)


@pytest.mark.slow
def test_a_right_solution_may_be_a_module_s():
    status, shown = grade_alone("token_bucket", "--solution", "ratelimit:TokenBucket")
    assert (status, "100/100" in shown) == (0, True)
