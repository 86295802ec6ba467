"""Numbers beyond floats and beyond printing: who is asked about them, how a card shows them, and who prints them."""

import pytest

from katas.grader.kata import ROOT, load_kata
from katas.grader.meter.immense import BEYOND_DIGITS, BEYOND_FLOATS, immense, written
from katas.grader.meter.widths import MOST_COST
from tests.grading import report_of_level, trial_of

RIGHT = ROOT / "tests" / "bank" / "token_bucket" / "right"
TOO_LONG = (
    "ValueError. A number of more than 4,300 digits can't be made a text. Take out here what prints or formats it, and "
    "keep numbers as numbers."
)


def test_an_immense_number_is_written_as_a_power():
    numbers = (7, 10**400, 10**4400 + 7, 2 * 10**4400 - 3, 10**5000)
    assert [written(number) for number in numbers] == [
        "7",
        "10**400",
        "10**4400 + 7",
        "2 * 10**4400 - 3",
        "a number of 16610 bits",
    ]


def failure(tmp_path, line):
    """Return why `exact` fails with this line at the beginning of a right take, None if it doesn't."""
    source = (ROOT / "solutions" / "gcra.py").read_text(encoding="utf-8")
    head = "    def take(self, now: int, cost: int = 1) -> int:\n"
    assert source.count(head) == 1
    path = tmp_path / "gcra.py"
    path.write_text(source.replace(head, f"{head}        {line}\n"), encoding="utf-8")
    return report_of_level("gcra", path, "exact").results[0].failure


@pytest.mark.parametrize("line", ["print(now, cost)", "print(self, quota := [now])"])
def test_a_print_fails_nothing(tmp_path, line):
    assert failure(tmp_path, line) is None


def test_a_text_of_a_number_is_told_where(tmp_path):
    found = failure(tmp_path, 'f"{now}"')
    assert found.message.endswith(f"take(10**4400): the last call raises {TOO_LONG}")
    assert found.line.endswith(': f"{now}"')


def test_a_text_of_the_quota_is_told_where(tmp_path):
    source = (ROOT / "solutions" / "gcra.py").read_text(encoding="utf-8")
    path = tmp_path / "gcra.py"
    path.write_text(source.replace("quota: Quota) -> None:\n", "quota: Quota) -> None:\n        str(quota.period)\n"))
    found = report_of_level("gcra", path, "exact").results[0].failure
    assert found.message.endswith(f"no call: __init__() raises {TOO_LONG}")
    assert found.line.endswith(": str(quota.period)")


@pytest.mark.parametrize(
    ("path", "power"),
    [(load_kata("token_bucket").solution, BEYOND_DIGITS), (RIGHT / "searches_by_halving.py", BEYOND_FLOATS)],
    ids=["computes", "searches"],
)
def test_what_searches_bit_by_bit_is_asked_about_fewer_bits(path, power, monkeypatch):
    trial, asked = trial_of("token_bucket", path), []
    ask = trial.ask
    monkeypatch.setattr(trial, "ask", lambda meter, call: asked.append(call.now) or ask(meter, call))
    immense(trial, "level", most=MOST_COST)
    assert max(asked) == 2 * 10**power
