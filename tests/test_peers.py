"""The laws that six published packages claim for themselves: kept or broken, as docs/peers.md says."""

import pytest

from benchmarks.rivals import missing

if missing():
    pytest.skip(f'needs {", ".join(missing())}: pip install -e ".[peers]"', allow_module_level=True)

from tests.peers.cases import CASES
from tests.peers.outcome import found, listed


@pytest.mark.parametrize("name", CASES)
def test_the_table_of_broken_laws_is_true_and_whole(name):
    assert {law: str(timeline) for law, (timeline, _) in found(name).items()} == listed(name)
