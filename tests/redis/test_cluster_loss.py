"""What a failover grants above the limit: at most what was not replicated, and at most one capacity."""

import pytest

from benchmarks.scaling.measured.cluster_failover import CASES, THREADS, failover


@pytest.mark.sampled
@pytest.mark.parametrize("case", CASES)
def test_a_failover_grants_no_more_above_the_limit_than_was_not_replicated(case, nodes):
    figures = failover(nodes, **CASES[case])
    assert figures.bounded
    if "cut" in case:
        assert figures.over <= figures.not_replicated
    if case == "cut before all":
        assert figures.most_over == figures.capacity
    if "min-replicas-to-write" in case:
        assert figures.over <= THREADS  # what was in flight when the link was cut
