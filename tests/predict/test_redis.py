import os
import subprocess
from pathlib import Path

import pytest

from katas.grader.kata import load_kata
from katas.grader.redis.servers.server import VARIABLE, NoServer, server_url
from katas.grader.redis.servers.wait_until import until
from katas.predict.__main__ import main
from katas.predict.answer import is_right, read, same
from katas.predict.known import asking
from katas.predict.question import Question
from katas.predict.timelines import TIMELINES
from tests.review.screens import Typed

BUCKET = (
    ("0", "error", "100e6", "200_000_000", "0"),
    ("0", "1", "0", "0", "1", "0"),
    ("0", "100e6", "100e6", "0"),
    ("0", "0", "1", "0"),
    ("none", "200", "205 s", "400", "405"),
)
KEY = Question("key", "take(0), its key")


@pytest.fixture(scope="module")
def redis_server():
    try:
        with server_url():
            yield
    except NoServer as reason:
        pytest.skip(str(reason))


def typed(*lines, options=()):
    person = Typed(*lines)
    assert main(["redis_token_bucket", *options], person.screen) == 0
    return " ".join(person.shown.split())


@pytest.mark.usefixtures("redis_server")
def test_five_right_predictions_are_all_right():
    shown = typed(*(word for answers in BUCKET for word in answers))
    assert "Times are in microseconds, which you may type as 200e6." in shown
    assert shown.count("All right.") == 5


@pytest.mark.usefixtures("redis_server")
def test_a_refusal_that_would_move_the_clock_is_told():
    shown = typed("0", "100e6", "0", "200e6", "quit", options=("--from", "3"))
    assert "take(100_000_000): wait 100_000_000, not granted <- tokens: 0 + 100_000_000 · 1/200_000_000 = 1/2" in shown
    assert "A known mistake answers like you: " in shown
    assert "The brief: " in shown


@pytest.mark.slow
@pytest.mark.usefixtures("redis_server")
def test_a_key_that_would_live_for_a_period_is_told_with_what_the_key_must_outlive():
    shown = typed("none", "200", "200", "200", "200", "quit", options=("--from", "5"))
    assert "take(0), its key: 400 to 405 s, not 200 s <- tokens: 1 of 2; then it is full again in 400 s" in shown
    assert "A known mistake answers like you: " in shown
    assert 'The brief: "Every key expires.' in shown


@pytest.mark.slow
@pytest.mark.usefixtures("redis_server")
def test_examples_are_judged(tmp_path):
    path = tmp_path / "examples.txt"
    path.write_text("1/200000000 burst 2: take(0, 2)=0 take(300000000, 2)=100e6 take(100000000)=100000000\n")
    person = Typed()
    assert main(["redis_token_bucket", "--examples", str(path)], person.screen) == 0
    assert person.shown.startswith("All valid; they catch ")


def test_without_a_server_the_remedy_comes_before_the_first_prompt(monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, "redis://127.0.0.1:1")
    person = Typed("0")
    with pytest.raises(SystemExit):
        main(["redis_token_bucket"], person.screen)
    assert f"error: The Redis that {VARIABLE} names does not answer. Unset it" in capsys.readouterr().err
    assert person.shown == ""


def runs(group):
    listed = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout  # noqa: S607
    return any(line.split()[0] == str(group) and "Z" not in line for line in listed.splitlines())


@pytest.mark.usefixtures("redis_server")
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no process groups")
def test_a_server_ends_with_the_process_that_has_asked_it():
    kata = load_kata("redis_token_bucket")
    for waits in (True, False):
        with asking(kata, TIMELINES[kata.name]) as asked:
            if waits:
                asked.known()
            folder, group = asked.folder.name, asked.process.pid
        assert not Path(folder).exists()
        until(lambda group=group: not runs(group), what="the server to end")


@pytest.mark.parametrize(
    ("given", "answer"), [("200", "200 s"), ("200 s", "200 s"), ("2e2", "200 s"), ("none", "none"), ("never", "never")]
)
def test_the_life_of_a_key_is_read_as_people_type_it(given, answer):
    assert read(KEY, given) == answer


@pytest.mark.parametrize("given", ["", "soon", "-1", "1.5"])
def test_what_is_no_life_of_a_key_says_what_is(given):
    with pytest.raises(ValueError, match=r"^key answers a number of seconds, none for no key, or never for no expiry"):
        read(KEY, given)


def test_a_key_may_live_as_long_as_the_law_allows():
    assert [is_right("200 to 405 s", f"{life} s") for life in (199, 200, 405, 406)] == [False, True, True, False]
    assert not is_right("200 to 405 s", "never")
    assert not is_right("none", "200 s")


def test_two_wrong_lives_are_the_same_within_the_seconds_that_the_law_leaves():
    assert same("400 to 405 s", "200 s", "204 s")
    assert not same("400 to 405 s", "200 s", "206 s")
    assert not same("400 to 405 s", "399 s", "400 s")
