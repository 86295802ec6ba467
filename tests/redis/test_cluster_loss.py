"""What a failover grants above the limit: at most what the replica had not heard of, and the capacity once more."""

import pytest

from benchmarks.scaling.kill import CASES, THREADS, failover


@pytest.mark.parametrize("case", CASES)
def test_a_failover_grants_no_more_above_the_limit_than_was_unheard(case, nodes):
    figures = failover(nodes, **CASES[case])
    assert figures.bounded
    if "cut" in case:
        assert figures.over <= figures.unheard
    if case == "cut before all":
        assert figures.most_over == figures.capacity
    if "min-replicas-to-write" in case:
        assert figures.over <= THREADS  # what was on its way when the link was cut
