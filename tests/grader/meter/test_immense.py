"""Numbers beyond floats and beyond printing: who is asked about them, and how a card shows them."""

import pytest

from katas.grader.kata import ROOT, load_kata
from katas.grader.meter.immense import BEYOND_DIGITS, BEYOND_FLOATS, immense, written
from katas.grader.meter.widths import MOST_COST
from tests.grading import trial_of

RIGHT = ROOT / "tests" / "bank" / "token_bucket" / "right"


def test_an_immense_number_is_written_as_a_power():
    numbers = (7, 10**400, 10**4400 + 7, 2 * 10**4400 - 3, 10**5000)
    assert [written(number) for number in numbers] == [
        "7",
        "10**400",
        "10**4400 + 7",
        "2 * 10**4400 - 3",
        "a number of 16610 bits",
    ]


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
