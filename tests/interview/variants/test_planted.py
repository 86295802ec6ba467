"""What spends nothing changes nothing: whoever gets that wrong is found out, whatever the variant and its twist."""

import pytest

from katas.grader.kata import load_kata
from katas.grader.verdict import Broken
from katas.interview.variants.catalogue import OFFERED
from katas.interview.variants.twist import twists
from katas.interview.variants.variant import Variant
from tests.grading import trial_of
from tests.interview.variants.planted import planted

NAMES = [f"{variant.name}+{twist}".rstrip("+") for variant in OFFERED for twist in ("", *twists(variant))]


def is_found_out(name, text, path):
    """Whether a level is red. The smallest timeline is not looked for, which would take most of the time."""
    path.write_text(text)
    trial = trial_of(name, path)
    for level in load_kata(name).levels:
        try:
            level.law(trial)
        except Broken:
            return True
    return False


@pytest.fixture(autouse=True)
def no_shrinking(monkeypatch):
    monkeypatch.setattr("katas.interview.variants.laws.trial.shrunk", lambda failure, *_: failure)
    monkeypatch.setattr("katas.interview.variants.laws.trial._plainer", lambda failure, _: failure)


@pytest.mark.sampled(30)
@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_in_what_should_stay_is_found_out(name, tmp_path):
    words, _, twist = name.partition("+")
    texts = planted(Variant.of(words), twist)
    assert [what for what, text in texts.items() if not is_found_out(name, text, tmp_path / "limiter.py")] == []


def test_a_refusal_that_opens_a_window_with_nothing_spent_is_found_out(tmp_path):
    for name in ("first-wait", "first-yes", "first-after-yes", "first-costs-wait"):
        text = planted(Variant.of(name), "two windows")["a refusal opens windows with nothing spent"]
        assert is_found_out(f"{name}+two windows", text, tmp_path / "limiter.py")
