"""The laws that six published packages claim for themselves: kept or broken, as docs/peers.md says."""

import pytest
from hypothesis import given, settings

from benchmarks.rivals import missing

if missing():
    pytest.skip(f'needs {", ".join(missing())}: pip install -e ".[peers]"', allow_module_level=True)

from benchmarks.rivals.frozen import frozen
from tests.peers import longer
from tests.peers.cases import CASES, CLOCK
from tests.peers.claims import claimed
from tests.peers.laws import BY_TIMELINE
from tests.peers.outcome import found, listed


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
