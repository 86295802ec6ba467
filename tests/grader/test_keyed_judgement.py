"""What a keyed limiter is judged by: other limiters beside it, every small timeline, floods, clocks that jump."""

from functools import partial
from itertools import islice

import pytest

from katas.grader.kata import ROOT, load_kata
from katas.grader.keyed import eviction, flood, small_scope
from katas.grader.run.grading import failure_of
from katas.grader.verdict import Broken
from tests.grading import failure_of_changed, trial_of

KATA = load_kata("keyed_limiter")
LAWS = {level.name: level.law for level in KATA.levels}
FORGETS_NONE = ("            del self.meters[key]\n", "            pass\n")
TAKE = "wait = meter.take(now, cost)"
UNDER = "        with self.lock:\n            now ="
DONE = "            return wait == 0\n"


@pytest.fixture
def judged(tmp_path):
    """A function that judges the solution with some text replaced."""
    return partial(failure_of_changed, KATA, KATA.parse, tmp_path)


def test_the_solution_is_right_in_every_small_timeline():
    law = partial(small_scope.every_timeline, fewest=True, most=True)
    trial = trial_of(KATA.name, KATA.solution)
    assert failure_of(lambda trial: law(trial, small_scope.SHORT), trial) is None
    assert trial.counts["pinned timelines"] == 15 * 3**3 * 2**4


def test_small_timelines_name_keys_as_they_come():
    names = {tuple(key for _, key, _ in events) for events in small_scope.events_of(3, (0, 1))}
    assert names == {(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1), (0, 1, 2)}


def test_a_front_key_that_stays_spent_hides_none_behind_it(judged):
    stops = (
        "self.meters.move_to_end(key)\n",
        "pass\n",
    )
    failure = judged(LAWS["forget"], stops)
    assert "dropped by now: if n keys are held when it becomes fresh, it is gone after n calls" in failure.note


@pytest.mark.parametrize("law", ["answers", "keys"])
def test_what_limiters_share_shows_at_once(judged, law):
    shared = ("OrderedDict[Hashable, Meter] = OrderedDict()", "OrderedDict[Hashable, Meter] = METERS")
    failure = judged(LAWS[law], shared, ("\n\nclass Keyed", "\n\nMETERS: OrderedDict = OrderedDict()\n\n\nclass Keyed"))
    assert failure.kind == "answer"


@pytest.mark.parametrize("answer", ["1 - bool(wait)", "Yes(wait == 0)", "'True' if wait == 0 else 'False'"])
def test_an_answer_is_true_or_false_by_type(judged, answer):
    like = "class Yes(int):\n    __repr__ = lambda self: str(bool(self))\n    __eq__ = lambda self, other: True\n"
    failure = judged(
        LAWS["answers"], (DONE, f"            return {answer}\n"), ("class Keyed", f"{like}\n\nclass Keyed")
    )
    assert failure.message.endswith("return True or False.")


@pytest.mark.parametrize("number", ["3_000", "30 * 100", "40_000"])
def test_a_flood_is_larger_than_the_numbers_in_the_code(judged, number):
    cleared = f"            if len(self.meters) > {number}:\n                self.meters.clear()\n"
    look = "            self._look_at_one(now)\n"
    failure = judged(flood.survives_any_flood, (look, look + cleared))
    assert "ann is granted another unit" in failure.message


def test_a_lock_that_only_its_thread_may_take_again_stays_held(judged):
    early = "        self.lock.acquire()\n        now = max(self.clock(), self.now)\n        self.lock.release()\n"
    changes = ("import Lock", "import RLock as Lock"), (UNDER, f"{early}{UNDER}")
    failure = judged(LAWS["errors"], *changes)
    assert failure.kind == "hang"
    assert failure.message.startswith("The clock raises MeterError. After it, allow('ann') in another thread waits")


def test_a_sweep_that_stays_after_an_error_gives_a_unit_twice(judged):
    early = "            if next(iter(self.meters), key) != key:\n                self._look_at_one(now)\n"
    failure = judged(LAWS["forget"], (f"            {TAKE}", f"{early}            {TAKE}"))
    assert failure.kind == "answer"


def test_a_nan_is_the_key_that_it_was(judged):
    drop = "            self._look_at_one(now)\n"
    own = "            if key != key:\n                del self.meters[key]\n                return True\n"
    failure = judged(LAWS["remember"], (drop, own + drop))
    assert "nan" in failure.timeline


def test_a_crowd_is_swept_as_a_few_are(judged):
    look = "            self._look_at_one(now)\n"
    lazy = "            if len(self.meters) < 5_000:\n                self._look_at_one(now)\n"
    assert "one of them is fresh" in judged(flood.drops_among_many, (look, lazy)).message


@pytest.mark.parametrize("watch", ["time.monotonic()", "time.time()", "time.process_time()"])
def test_a_watch_of_its_own_jumps(judged, watch):
    look = "            self._look_at_one(now)\n"
    idle = f"            if {watch} - self.used > 60:\n                self.meters.clear()\n"
    idle += f"            self.used = {watch}\n"
    changes = (
        (look, look + idle),
        ("        self.new_meter = new_meter\n", f"        self.new_meter, self.used = new_meter, {watch}\n"),
        ("from collections import", "import time\nfrom collections import"),
    )
    assert "clocks jumped" in judged(LAWS["remember"], *changes).note


def test_numbers_of_keys_are_around_those_of_the_code(tmp_path):
    path = tmp_path / "any.py"
    path.write_text("MOST = 2_500\n", encoding="utf-8")
    assert list(islice(flood.sizes(str(path)), 3)) == [2499, 2500, 2501]
    assert max(flood.sizes(str(ROOT / "katas/keyed_limiter/keyed_limiter.py"))) > 100_000


def test_many_calls_are_told_one_after_the_other_and_which_key_should_be_gone():
    trial = trial_of("keyed_limiter", ROOT / "tests" / "bank" / "keyed_limiter" / "wrong" / "cursor_starts_over.py")
    with pytest.raises(Broken) as broken:
        eviction.drops_promptly(trial)
    assert broken.value.failure.message == (
        "A key has 1 unit, and it is back after 10 ticks. Calls 1 to 60: keys 0 to 59, at 0. Calls 61 to 89: keys 30 "
        "to 58, at 20. Calls 90 to 120: keys 0 to 30, at 20. After call 120, len() is 60, expected 59. Should be gone: "
        "key 59: fresh at call 61, when 60 keys were held, so gone once call 120 has returned."
    )


def test_who_reads_the_clock_once_is_shown_the_calls_that_are_wrong_and_not_told_to_read_it_once(judged):
    look = "held = self.meters.get(key)"
    changes = ("reset_after == 0", "reset_after <= 1"), (look, f"self.meters and self._look_at_one(now); {look}")
    failure = judged(LAWS["clock"], *changes)
    assert "Read the clock once" not in failure.message
    assert [row[1:] for row in failure.rows] == [("allow(ann)", "True", "True"), ("allow(ann)", "False", "True")]


def test_who_reads_the_clock_twice_is_told_to_read_it_once(judged):
    failure = judged(LAWS["clock"], (TAKE, TAKE.replace("now", "max(self.clock(), self.now)")))
    assert failure.message.endswith("Read the clock once in each call, and use that time for everything.")


def test_an_exception_at_the_level_clock_has_the_calls_that_led_there(judged):
    failure = judged(LAWS["clock"], ("reset_after == 0", "reset_after == 0 and self.meters.pop('no such key')"))
    assert failure.message == "allow() raises KeyError: 'no such key'"
    assert failure.timeline
    assert failure.rows[-1].yours == "no answer"


def test_how_many_meters_a_call_asks_is_told_with_the_keys_that_are_held_then(judged):
    look = "            self._look_at_one(now)\n"
    sweep = "            [meter.level(now) for meter in self.meters.values()]\n"
    message = judged(LAWS["cheap"], (look, look + sweep)).message
    assert message.startswith(
        "With 30 keys, no call asks meters more than 32 times. With 38 held, one asks 41 times, and the grader stops"
    )


@pytest.mark.parametrize("asked", [{"most": True}, {"fewest": True, "most": True}])
def test_of_too_many_keys_card_and_replay_expect_as_many(judged, asked):
    failure = judged(lambda trial: trial.follow(KATA.parse("1/8: allow(0, ann) allow(8, bob)"), **asked), FORGETS_NONE)
    assert failure.rows[-1] == (8, "len()", "1", "2")


def test_a_replay_is_explained_as_a_card_is(judged):
    written = "LastingTokenBucket 1/8: allow(0, ann, 0)"
    kept = "            wait = meter.take(now, cost)  # if"
    failure = judged(written, (kept, f"            self.meters[key] = meter\n{kept}"))
    assert failure.why == ()  # no key is fresh
    trial = trial_of(KATA.name, KATA.solution)
    assert trial.remarked(failure).why[-1].startswith("len(): ")
