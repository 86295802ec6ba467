"""What the card says, word for word, for the cases that a learner meets first."""

import re
from functools import partial

import pytest

from katas.grader.kata import load_kata
from katas.grader.meter.contract import expected
from katas.grader.meter.explanation import why
from katas.grader.meter.oracle import GCRA, FixedWindow, Spec, TokenBucket
from katas.grader.report.card import Wishes, card, has_more, replay_card
from katas.grader.report.terminal import card_width
from katas.grader.report.text_timeline import apart, table
from katas.grader.timeline import Timeline
from katas.grader.verdict import Diagnosis, Failure, Report, Result, Row, Step
from ratelimit import Quota
from tests.grading import ROOT, grade, report_of_level, too_long

SOLUTION = (ROOT / "solutions" / "token_bucket.py").read_text(encoding="utf-8")


def variant(tmp_path, old, new):
    """Write the solution with one change; return its path and the number of the changed line."""
    assert SOLUTION.count(old) == 1
    path = tmp_path / "token_bucket.py"
    path.write_text(SOLUTION.replace(old, new), encoding="utf-8")
    return path, SOLUTION[: SOLUTION.index(old)].count("\n") + 1


def body(shown):
    """Return the card's lines without the seconds."""
    text = re.sub(r"\d+\.\d s$", "T s", shown.text.strip(), flags=re.MULTILINE)
    return re.sub(r"\S*pytest katas", "pytest katas", text).splitlines()


def test_the_stub_gets_a_friendly_card():
    assert body(grade("token_bucket")) == [
        "token_bucket                           0/100   0 of 9 levels   T s",
        "  □ 1 burst      0/10  a new bucket grants its whole burst at once, and no more",
        "  · 2 refill     ·/15  tokens return continuously, never above the burst",
        "  · 3 boundary   ·/15  a token due at t is there at t, and the wait says so",
        "  · 4 cost       ·/10  all of a cost or none of it; an impossible one raises",
        "  · 5 refusal    ·/10  a refusal spends nothing and pushes nothing back",
        "  · 6 cheap      ·/10  neither work nor memory grows with burst, cost or time",
        "  · 7 exact      ·/10  nothing is ever rounded: any quota, any date, any past",
        "  · 8 clock      ·/10  with a clock set back, nothing is gained, lost or raised",
        "  · 9 level      ·/10  level is exact, and only looks",
        "Not started: __init__() raises NotImplementedError.",
        "Edit katas/token_bucket/token_bucket.py:11, save, run again.",
        "Stuck? pytest katas/token_bucket --hint",
    ]


def test_a_wrong_bucket_gets_the_card_of_the_readme():
    shown = grade("token_bucket", "--solution", "tests/bank/token_bucket/wrong/drops_fractions_at_grants.py")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    card = re.search(r"^token_bucket .*?(?=^```)", readme, re.MULTILINE | re.DOTALL)[0]
    assert shown.status == 1
    assert without_commands(body(shown)) == without_commands(
        re.sub(r"\d+\.\d s$", "T s", card, flags=re.MULTILINE).splitlines()
    )


def without_commands(lines):
    """Drop the commands, which name another file."""
    lines = [line for line in lines if not line.startswith("  --")]
    return [re.sub(r"(?<=: )\S*pytest .*", "...", line) for line in lines]


@pytest.mark.slow
def test_a_crash_names_the_learners_line(tmp_path):
    path, line = variant(tmp_path, "parts = self._parts_at(now)\n", "parts = self._parts_at(now) // 0\n")
    shown = grade("token_bucket", "--solution", str(path))
    assert "take() raises ZeroDivisionError: integer division or modulo by zero" in shown.text
    assert f"token_bucket.py:{line}: parts = self._parts_at(now) // 0" in " ".join(shown.text.split())
    assert "Traceback" not in shown.text
    assert "In an interview" not in shown.text
    explained = grade("token_bucket", "--solution", str(path), "--why").text
    assert "  take(0): tokens: 1 of 1; so granted" in explained
    assert explained.count("Traceback") == 1


def test_a_hang_is_stopped_and_names_the_learners_line(tmp_path):
    path, line = variant(
        tmp_path, "return min(self.full, self.parts + (now - self.last) * self.quota.limit)", "while True: pass"
    )
    shown = grade("token_bucket", "--solution", str(path))
    assert shown.status == 1
    assert "did not return within 1 s; a call should take microseconds." in shown.text
    assert f"token_bucket.py:{line}: while True: pass" in " ".join(shown.text.split())
    assert "In an interview" not in shown.text


def test_a_pass_says_what_was_run_and_what_is_next():
    lines = body(grade("token_bucket", "--solution", "solutions/token_bucket.py"))
    assert lines[0] == "token_bucket                         100/100   9 of 9 levels   T s"
    assert re.fullmatch(r"Checked: [\d,]+ timelines of [\d,]+ calls\.", lines[1])
    assert lines[2].split() == ["lower", "is", "better", "yours", "reference"]
    assert lines[-2:] == [
        "Compare: solutions/token_bucket.py, ratelimit/algorithms/token_bucket.py",
        "Next: pytest katas/leaky_bucket",
    ]


def test_a_pass_tells_in_which_lines_the_code_prints(grade_warm, tmp_path):
    path, line = variant(tmp_path, "parts = self._parts_at(now)\n", "parts = self._parts_at(now); print(parts)\n")
    path.write_text(path.read_text(encoding="utf-8") + "\n\ndef unused():\n    print()\n", encoding="utf-8")
    text = card(load_kata("token_bucket"), grade_warm("token_bucket", str(path)), Wishes())
    assert f"\nNote: your code prints, in line {line}.\n" in text


def test_a_star_is_said_to_be_a_pass():
    report = Report("token_bucket", "mine.py", [Result("burst", 100, "a law", "passed")], unseen=["line 15, `pass`"])
    lines = card(load_kata("token_bucket"), report, Wishes()).splitlines()
    assert " 100/100* " in lines[0]
    assert lines[2:4] == [
        "* A pass: all laws hold on what ran. Never ran, so never judged: line 15,",
        "  `pass`. No mistake, but is it needed?",
    ]


WRONG = {  # and what there is before each call of the smallest timeline, by the contract
    ("token_bucket", "drops_fractions_at_grants", "refill"): (
        "take(0): tokens: 2 of 2; so granted",
        "take(2): tokens: 1 + 2 · 1/8 = 1 1/4 of 2; so granted",
        "take(9): tokens: 1/4 + 7 · 1/8 = 1 1/8 of 2; so granted",
    ),
    ("leaky_bucket", "refusal_fills_the_crack", "refusal"): (
        "take(0): water: 0 of 1; so granted",
        "take(1): water: 1 - 1 · 1/8 = 7/8 of 1; so wait 7",
        "take(1): water: 1 - 1 · 1/8 = 7/8 of 1; so wait 7",
    ),
    ("gcra", "spends_before_cost_check", "cost"): (
        "take(0, 2): a cost must be from 1 to the burst, 1; so ValueError",
        "take(0): TAT is 0; x = 0 + 8 = 8, 8 ahead, 8 allowed; so granted",
    ),
    ("fixed_window", "aligned_to_first_request", "windows"): (
        "take(2): window [0, 8) has 0 of 1 spent; so granted",
        "take(9): window [8, 16) has 0 of 1 spent; so granted",
    ),
    ("sliding_log", "late_raises", "clock"): (
        "take(1): there is no grant later than -7: 0 of 1 spent; so granted",
        "take(0): (the clock stays at 1) later than -7 there is 1 at 1: 1 of 1 spent; so refused",
    ),
    ("sliding_window_counter", "previous_never_found", "weight"): (
        "take(1): the estimate is 0 · 7/8 + 0 = 0 of 1; so granted",
        "take(9): the estimate is 1 · 7/8 + 0 = 7/8 of 1; so refused",
    ),
    ("composite_limits", "no_clock", "clock"): (
        "take(1): 0: tokens: 1 of 1; so granted",
        "take(0) (at 1, where the clock stands): 0: tokens: 0 of 1; so wait 8",
    ),
    ("composite_limits", "wait_of_the_first_that_refuses", "wait"): (
        "take(0): 0: tokens: 1 of 1; 1: tokens: 1 of 1; so granted",
        "take(0): 0: tokens: 0 of 1; 1: tokens: 0 of 1; so wait 10",
    ),
    ("keyed_limiter", "copies_all_keys_to_look_at_two", "forget"): (
        "allow(0, ann): tokens: 1 of 1; so True",
        "allow(8, bob): tokens: 1 of 1; so True",
        "len(): ann was fresh at 8, bob is fresh from 16 on; so 1",
        "A fresh key may be held for as many later calls as keys were held when it became fresh.",
    ),
}


@pytest.mark.parametrize(("kata", "name", "level"), WRONG)
def test_why_shows_what_was_there_before_each_call_in_any_width(kata, name, level):
    report = report_of_level(kata, ROOT / "tests" / "bank" / kata / "wrong" / f"{name}.py", level)
    assert report.first_failed.failure.why == WRONG[kata, name, level]
    for width in (60, 80, 100):
        text = card(load_kata(kata), report, Wishes(hints=3, why=True), width).partition("Python said:")[0]
        assert too_long(text, width) == []
        assert "Why, by the contract, call by call:" in text.splitlines()


def test_where_any_wait_is_right_the_card_says_so():
    path = ROOT / "tests" / "bank" / "sliding_window_counter" / "wrong" / "previous_never_found.py"
    text = card(
        load_kata("sliding_window_counter"), report_of_level("sliding_window_counter", path, "weight"), Wishes()
    )
    assert re.search(r"^  > +9 +take\(\) +any wait +granted ", text, re.MULTILINE)
    assert "Any wait is right here: what counts is that it is refused." in text.splitlines()


@pytest.mark.parametrize(("number", "more"), [(2, False), (50, True)])
def test_there_is_more_to_show_of_a_race_where_the_card_leaves_something_out(number, more):
    steps = tuple(Step("AB"[at % 2], at, f"line {at}") for at in range(number))
    assert has_more(Failure("race", steps=steps, detail="all of it")) == more


def test_a_deadlock_has_no_question_of_an_interviewer():
    path = ROOT / "tests" / "bank" / "keyed_limiter" / "wrong" / "deadlock_table_and_entry.py"
    text = card(load_kata("keyed_limiter"), report_of_level("keyed_limiter", path, "race"), Wishes())
    assert "They wait for each other" in text
    assert "In an interview" not in text


def test_a_card_is_as_wide_as_the_terminal_from_60_to_100(monkeypatch):
    for columns, width in (("40", 60), ("72", 72), ("200", 100)):
        monkeypatch.setenv("COLUMNS", columns)
        assert card_width(is_terminal=True) == width
        assert card_width(is_terminal=False) == 80


@pytest.mark.slow
def test_a_replay_shows_what_the_code_prints_and_the_card_says_how(tmp_path):
    path, _ = variant(tmp_path, "parts = self._parts_at(now)\n", "parts = self._parts_at(now) - 1; print('at', now)\n")
    shown = grade("token_bucket", "--solution", str(path))
    assert "Add -s to that to see what your code prints." in shown.text
    assert "at 5" not in shown.text
    replayed = grade("token_bucket", "--solution", str(path), "--replay", "1/8: take(5)", "-s")
    assert "at 5\n" in replayed.text


@pytest.mark.parametrize(
    ("kata", "line", "timeline", "said"),
    [
        ("gcra", "print('at', now)", "1/8: take(5) take(9) level(9)", ["at 5", "at 9"]),
        ("keyed_limiter", "print('at', key)", "1/8: allow(5, ann) allow(9, bob)", ["at ann", "at bob"]),
        ("gcra", "pass", "1/8: take(5)", []),
    ],
)
def test_a_replay_shows_what_its_own_calls_print_and_no_others(tmp_path, kata, line, timeline, said):
    source = (ROOT / "solutions" / f"{kata}.py").read_text(encoding="utf-8")
    path = tmp_path / f"{kata}.py"
    method = "allow" if kata == "keyed_limiter" else "take"
    found = re.search(rf'    def {method}\(.*\n( +""".*\n)?', source)
    path.write_text(source[: found.end()] + f"        {line}\n" + source[found.end() :], encoding="utf-8")
    replayed = grade(kata, "--solution", str(path), "--replay", timeline, "-s").text
    assert re.findall(r"^at .*", replayed, re.MULTILINE) == said
    assert ("(Your code printed nothing.)" in replayed) == (not said)
    assert "printed nothing" not in grade(kata, "--solution", str(path), "--replay", timeline).text


@pytest.mark.parametrize("words", ["while True: pass", "max(map(lambda _: {}[now], [now]))"])
def test_why_shows_lines_of_the_learners_file_alone(grade_warm, tmp_path, words):
    path, _ = variant(tmp_path, "return min(self.full, self.parts + (now - self.last) * self.quota.limit)", words)
    detail = grade_warm("token_bucket", str(path)).first_failed.failure.detail
    assert words in detail
    assert {*re.findall(r'File "(.+?)"', detail)} == {str(path)}


def test_a_lasting_meter_is_explained_where_it_is_shown():
    rows = (Row(0, "allow(ann)", "True", "True"), Row(0, "allow(ann)", "False", "True"))
    lines = table("Timeline", rows, "LastingTokenBucket 1/8: allow(0, ann) allow(0, ann)", "", width=80)
    assert "  LastingTokenBucket: a token bucket whose level() never says that it is fresh." in lines
    assert not [line for line in table("Timeline", rows, "1/8: allow(0, ann)", "", width=80) if "Lasting" in line]


@pytest.mark.parametrize(
    ("expected", "yours", "words"),
    [
        ("wait 9007199254740993", "wait 9007199254740992", "yours is 1 less"),
        ("wait 9007199254740993", "granted", ""),
        ("2 left, reset 1000000000001", "2 left, reset 1000000001024", "yours is 1,023 more"),
        ("2 left, reset 1000000000001", "1 left, reset 1000000001024", ""),
        ("wait 8", "wait 9", ""),
    ],
)
def test_how_far_long_numbers_are_apart_is_told(expected, yours, words):
    assert apart(expected, yours) == words
    rows = (Row(0, "take()", expected, yours),)
    assert ("yours is" in "\n".join(table("Timeline", rows, "1/8: take(0)", "", width=80))) == bool(words)


@pytest.mark.parametrize(
    ("oracle", "words"),
    [
        (GCRA, "a cost must be from 1 to the burst, 1"),
        (FixedWindow, "a cost must be from 1 to the limit, 1"),
    ],
)
def test_why_says_which_costs_there_are(oracle, words):
    failure = Failure("answer", timeline="1/8: take(0, 0)", rows=(Row(0, "take(cost=0)", "ValueError", "granted"),))
    assert why(partial(Spec, oracle), failure) == (f"take(0, 0): {words}; so ValueError",)


@pytest.mark.parametrize(
    ("second", "yours", "note"),
    [
        ("take(1)", "wait 8", "no room before 8"),
        ("take(1)", "granted", "room for 1/8 at 1"),
        ("take(1, 2)", "wait 8", "no room for 2 before 16"),
    ],
)
def test_a_row_of_two_waits_says_until_when_there_is_no_room(second, yours, note):
    call = Timeline.parse(f"2/16 burst 2: {second}").calls[0]
    answer = 0 if yours == "granted" else int(yours.removeprefix("wait "))
    spec = Spec(TokenBucket, Quota(2, 16))
    spec.grant(0, 2)
    assert expected(spec, call, answer, waits=True, raised=-1).note == note


def test_why_says_why_nothing_comes_back():
    failure = Failure(
        "answer", timeline="1/8: level(0)", rows=(Row(0, "level()", "1 left, reset 0", "0 left, reset 0"),)
    )
    assert why(partial(Spec, TokenBucket), failure) == (
        "level(0): tokens: 1 of 1; so 1 left, reset 0, as all of it is there",
    )


@pytest.mark.parametrize("oracle", [GCRA, TokenBucket])
def test_why_of_a_level_below_the_clock_says_that_it_need_not_be_exact(oracle):
    rows = (Row(8, "take()", "granted", "granted"), Row(0, "level()", "not negative", "-1 left, reset 0"))
    failure = Failure("answer", timeline="1/8: take(8) level(0)", rows=rows)
    assert why(partial(Spec, oracle), failure)[1] == (
        "level(0): 0 is below the clock, which stays at 8: there it need not be exact; so not negative"
    )


@pytest.mark.parametrize(("kata", "call"), [("gcra", "take"), ("keyed_limiter", "allow")])
def test_what_raised_is_the_answer_in_its_row(kata, call):
    rows = (Row(0, f"{call}()", "granted", "granted"), Row(3, f"{call}()", "granted", "no answer"))
    text = "1/8: take(0) take(3)" if call == "take" else "1/8: allow(0, ann) allow(3, ann)"
    failure = Failure("crash", f"{call}() raises KeyError: 'ann'", text, rows)
    shown = card(load_kata(kata), Report(kata, "mine.py", [Result("first", 10, "a law", "failed", failure)]), Wishes())
    assert re.search(rf"^  > +3 +{call}\(\) +granted +KeyError$", shown, re.MULTILINE)
    replayed = replay_card(load_kata(kata), Report(kata, "mine.py", [], replayed=failure), text)
    assert re.search(rf"^  > +3 +{call}\(\) +granted +KeyError", replayed, re.MULTILINE)


def test_a_window_that_takes_a_burst_is_told_which_error_is_due(tmp_path):
    source = (ROOT / "solutions" / "fixed_window.py").read_text(encoding="utf-8")
    assert "if quota.burst != quota.limit:" in source
    path = tmp_path / "fixed_window.py"
    path.write_text(source.replace("if quota.burst != quota.limit:", "if False:"), encoding="utf-8")
    assert report_of_level("fixed_window", path, "cost").first_failed.failure.message == (
        "__init__() accepts Quota(limit=2, period=8, burst=1). A window grants its limit, and has no burst of its own: "
        "raise ValueError there if quota.burst != quota.limit."
    )


def test_where_no_line_explains_a_replay_no_title_says_that_some_do():
    rows, text = (Row(0, "len()", "1", "2"),), "1/8: allow(0, ann)"
    failure = Failure("answer", timeline=text, rows=rows, why=("",))
    report = Report("keyed_limiter", "mine.py", [], replayed=failure)
    shown = replay_card(load_kata("keyed_limiter"), report, text, why=True)
    assert "Why, by the contract" not in shown
    assert "\nWhy: there is no more to say about this replay. Without --replay, --why explains" in shown


def test_a_level_has_the_same_mark_in_the_list_and_with_all():
    later = Failure("not started", "level() is not written yet.")
    results = [
        Result("cost", 90, "a law", "failed", Failure("answer", "It is wrong.")),
        Result("level", 10, "another law", "failed", later),
    ]
    text = card(load_kata("gcra"), Report("gcra", "mine.py", results), Wishes(every=True))
    assert re.findall(r"^  (.) 2 level ", text, re.MULTILINE) == ["□", "□"]


def test_a_mistake_of_the_construction_gets_no_diagnosis_of_answers():
    failure = Failure("answer", "__init__() accepts Quota(limit=2, period=8, burst=1).")
    results = [Result("cost", 10, "a law", "failed", failure)]
    report = Report("fixed_window", "mine.py", results, diagnosis=Diagnosis((), "its level is another one's.", "here"))
    shown = card(load_kata("fixed_window"), report, Wishes())
    assert "__init__() accepts Quota" in shown
    assert "Diagnosis" not in shown
    assert "In an interview" not in shown
    assert "Seen in the wild" not in shown
