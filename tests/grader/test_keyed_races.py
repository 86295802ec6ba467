"""Threads of which one runs at a time, by a plan."""

import threading

import pytest

from katas.grader.keyed.races.locks import seen
from katas.grader.keyed.races.schedule import Schedule
from katas.grader.verdict import Abort

CODE = """
import threading

class Account:
    def __init__(self):
        self.lock = threading.Lock()
        self.spent = 0

    def careless(self):
        before = self.spent
        self.spent = before + 1

    def careful(self):
        with self.lock:
            before = self.spent
            self.spent = before + 1
"""


@pytest.fixture
def account(tmp_path):
    path = tmp_path / "account.py"
    path.write_text(CODE, encoding="utf-8")
    with seen():
        module = {}
        exec(compile(CODE, str(path), "exec"), module)  # noqa: S102  as above
        account = module["Account"]()
        account.careless(), account.careful()  # Python traces no steps of code that has never run
        account.spent, account.path = 0, str(path)
        yield account


def spent(account, job, plan):
    account.spent = 0
    run = Schedule(account.path, lambda thread, point: plan.get((thread, point)))
    run.run([job, job])
    assert not run.stuck
    return account.spent


def places(account, job):
    run = Schedule(account.path, lambda *_: None)
    run.run([job])
    return range(1, len(run.points[0]) + 1)


def test_some_interruption_shows_what_has_no_lock(account):
    found = [spent(account, account.careless, {(0, place): 1}) for place in places(account, account.careless)]
    assert set(found) == {1, 2}
    assert found == [spent(account, account.careless, {(0, place): 1}) for place in places(account, account.careless)]


def test_no_interruption_breaks_what_has_one(account):
    assert {spent(account, account.careful, {(0, place): 1}) for place in places(account, account.careful)} == {2}


def test_a_deadlock_is_seen(account):
    other = threading.Lock()

    def one():
        with account.lock:
            account.careless()
            with other:
                pass

    def two():
        with other, account.lock:
            pass

    run = Schedule(account.path, lambda thread, point: 1 if (thread, point) == (0, 2) else None)
    run.run([one, two])
    assert run.stuck


def test_a_lock_that_nobody_will_release_is_told_at_once(account):
    account.lock.acquire()
    with pytest.raises(Abort, match="waits for a lock"):
        account.lock.acquire()


def test_conditions_queues_and_events_wait_for_each_other(account):
    ready, told = threading.Condition(), []

    def wait():
        with ready:
            ready.wait_for(lambda: account.spent)
        told.append(account.spent)

    def notify():
        with ready:
            account.careless()
            ready.notify()

    run = Schedule(account.path, lambda *_: None)
    run.run([wait, notify])
    assert told == [1]


def test_who_waits_in_a_loop_of_its_own_lets_the_others_run(account):
    path, module = account.path, {}
    code = "def spin(account):\n    while not account.spent:\n        pass\n"
    exec(compile(code, path, "exec"), module)  # noqa: S102  as above
    account.spent = 1
    module["spin"](account)
    account.spent = 0
    run = Schedule(path, lambda *_: None)
    run.run([lambda: module["spin"](account), account.careful])
    assert not run.endless
    assert account.spent == 1


def test_a_time_out_comes_when_nobody_else_can_go_on(account):
    account.lock.acquire()
    got = []

    def ask():
        got.extend(account.lock.acquire(timeout=1) for _ in range(2))

    run = Schedule(account.path, lambda *_: None)
    run.run([ask])
    assert got == [False, False]


def test_a_release_is_charged_to_the_thread_that_took_the_lock(account):
    def take():
        account.lock.acquire()
        account.careless()

    def give():
        account.lock.release()
        account.careless()

    run = Schedule(account.path, lambda *_: None)
    run.run([take, give])
    taken, given = ([point.locks for point in points] for points in run.points)
    assert set(taken[1:]) == {1}
    assert set(given) == {0}
