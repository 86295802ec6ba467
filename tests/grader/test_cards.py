"""What the card says, word for word, for the cases that a learner meets first."""

import re

from tests.grading import ROOT, grade

SOLUTION = (ROOT / "solutions" / "token_bucket.py").read_text(encoding="utf-8")


def variant(tmp_path, old, new):
    """Write the solution with one change; return its path and the number of the changed line."""
    assert SOLUTION.count(old) == 1
    path = tmp_path / "token_bucket.py"
    path.write_text(SOLUTION.replace(old, new), encoding="utf-8")
    return path, SOLUTION[: SOLUTION.index(old)].count("\n") + 1


def body(shown):
    """Return the card's lines without the seconds."""
    return re.sub(r"\d+\.\d s$", "T s", shown.text.strip(), flags=re.MULTILINE).splitlines()


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
        "Stuck? Add --hint",
    ]


def test_a_wrong_bucket_gets_the_card_of_the_readme():
    shown = grade("token_bucket", "--solution", "tests/bank/token_bucket/wrong/drops_fractions_at_grants.py")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    card = re.search(r"^token_bucket .*?(?=^```)", readme, re.MULTILINE | re.DOTALL)[0]
    assert shown.status == 1
    assert without_replay(body(shown)) == without_replay(
        re.sub(r"\d+\.\d s$", "T s", card, flags=re.MULTILINE).splitlines()
    )


def without_replay(lines):
    """Drop the command, which names the temporary file."""
    return [line for line in lines if "--replay" not in line and not line.startswith("Replay")]


def test_a_crash_names_the_learners_line(tmp_path):
    path, line = variant(tmp_path, "parts = self._parts_at(now)\n", "parts = self._parts_at(now) // 0\n")
    shown = grade("token_bucket", "--solution", str(path))
    assert "take() raises ZeroDivisionError: integer division or modulo by zero" in shown.text
    assert f"token_bucket.py:{line}: parts = self._parts_at(now) // 0" in " ".join(shown.text.split())
    assert "Traceback" not in shown.text
    assert "Traceback" in grade("token_bucket", "--solution", str(path), "--why").text


def test_a_hang_is_stopped_and_names_the_learners_line(tmp_path):
    path, line = variant(
        tmp_path, "return min(self.full, self.parts + (now - self.last) * self.quota.limit)", "while True: pass"
    )
    shown = grade("token_bucket", "--solution", str(path))
    assert shown.status == 1
    assert "did not return within 1 s; a call should take microseconds." in shown.text
    assert f"token_bucket.py:{line}: while True: pass" in " ".join(shown.text.split())


def test_a_pass_says_what_was_run_and_what_is_next():
    lines = body(grade("token_bucket", "--solution", "solutions/token_bucket.py"))
    assert lines[0] == "token_bucket                         100/100   9 of 9 levels   T s"
    assert re.fullmatch(r"Checked: [\d,]+ timelines of [\d,]+ calls\.", lines[1])
    assert lines[2].split() == ["yours", "reference"]
    assert lines[-2:] == [
        "Compare: solutions/token_bucket.py, ratelimit/algorithms/token_bucket.py",
        "Next: pytest katas/leaky_bucket",
    ]
