"""The laws that six published packages claim for themselves are kept or broken as docs/peers.md says."""

import pytest
from hypothesis import given, settings

from benchmarks.peers import missing

if missing():
    pytest.skip(f'needs {", ".join(missing())}: pip install -e ".[peers]"', allow_module_level=True)

from benchmarks.peers.frozen_clock import frozen
from tests.peers import long_timelines, standalone_reproductions
from tests.peers.cases import CASES, CLOCK, granted
from tests.peers.claims import claimed
from tests.peers.documented_surprises import SURPRISES
from tests.peers.laws import BY_TIMELINE
from tests.peers.outcome import found, listed
from tests.peers.page import LAWS_PATH, PAGE_PATH, broken_laws, page
from tests.peers.two_key_and_thread_laws import threads

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", CASES)
def test_the_table_of_broken_laws_is_true_and_whole(name):
    assert {law: str(timeline) for law, (timeline, _) in found(name).items()} == listed(name)


@pytest.mark.parametrize("name", CASES)
def test_no_longer_timeline_breaks_what_the_table_says_is_kept(name):
    case = CASES[name]
    kept = [law for law in BY_TIMELINE if law in claimed(case) and law not in listed(name)]

    @settings(max_examples=100)
    @given(long_timelines.timelines(case))
    def keeps(timeline):
        assert long_timelines.wrong(case, timeline, kept) is None

    with frozen(CLOCK):
        keeps()


@pytest.mark.parametrize("check", standalone_reproductions.CHECKS)
def test_each_cause_shows_without_the_adapters(check):
    check()


@pytest.mark.parametrize("surprise", SURPRISES)
def test_each_documented_surprise_happens(surprise):
    with frozen(CLOCK):
        answers = CASES[surprise.case].play(surprise.timeline)
    assert "".join("g" if granted(answer) else "r" for answer in answers) == surprise.granted


@pytest.mark.parametrize("strategy", ["fixed window", "sliding window counter"])
def test_two_threads_may_share_the_last_unit_of_limits(strategy):
    with frozen(CLOCK):
        assert threads(CASES[f"limits: {strategy}"])


def test_the_page_is_up_to_date():
    assert PAGE_PATH.read_text(encoding="utf-8") == page(), "run: make peers"


def test_benchmarks_name_the_laws_that_the_page_calls_broken():
    assert LAWS_PATH.read_text(encoding="utf-8") == broken_laws(), "run: make peers"
