"""The laws that six published packages claim for themselves are kept or broken as docs/peers.md says."""

import pytest
from hypothesis import given, settings

from benchmarks.rivals import missing

if missing():
    pytest.skip(f'needs {", ".join(missing())}: pip install -e ".[peers]"', allow_module_level=True)

from benchmarks.rivals.frozen import frozen
from tests.peers import bare, longer
from tests.peers.apart import threads
from tests.peers.cases import CASES, CLOCK, granted
from tests.peers.claims import claimed
from tests.peers.laws import BY_TIMELINE
from tests.peers.outcome import found, listed
from tests.peers.page import BROKEN, PATH, broken, page
from tests.peers.seen import SEEN


@pytest.mark.parametrize("name", CASES)
def test_the_table_of_broken_laws_is_true_and_whole(name):
    assert {law: str(timeline) for law, (timeline, _) in found(name).items()} == listed(name)


@pytest.mark.parametrize("name", CASES)
def test_no_longer_timeline_breaks_what_the_table_says_is_kept(name):
    case = CASES[name]
    kept = [law for law in BY_TIMELINE if law in claimed(case) and law not in listed(name)]

    @settings(max_examples=100)
    @given(longer.timelines(case))
    def keeps(timeline):
        assert longer.wrong(case, timeline, kept) is None

    with frozen(CLOCK):
        keeps()


@pytest.mark.parametrize("check", bare.CHECKS)
def test_each_cause_shows_without_the_adapters(check):
    check()


@pytest.mark.parametrize("seen", SEEN)
def test_what_was_seen_and_not_counted_was_seen(seen):
    with frozen(CLOCK):
        answers = CASES[seen.case].play(seen.timeline)
    assert "".join("g" if granted(answer) else "r" for answer in answers) == seen.granted


@pytest.mark.parametrize("strategy", ["fixed window", "sliding window counter"])
def test_two_threads_may_share_the_last_unit_of_limits(strategy):
    with frozen(CLOCK):
        assert threads(CASES[f"limits: {strategy}"])


def test_the_page_is_what_comes_out():
    assert PATH.read_text(encoding="utf-8") == page(), "run: make peers"


def test_benchmarks_name_the_laws_that_the_page_calls_broken():
    assert BROKEN.read_text(encoding="utf-8") == broken(), "run: make peers"
