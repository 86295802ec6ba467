"""How much is granted if many machines share a limit."""

from itertools import pairwise

import pytest

from benchmarks.scaling.simulated.exchange import bound, synced
from notebooks.machines import ClockAhead, Failover, Node, demand, exchange, record_machines
from ratelimit import GCRA, FixedWindow, Quota, SlidingLog, TokenBucket

pytestmark = pytest.mark.slow

QUOTA = Quota(20, 600)
SPAN = (0, 600)


def granted(meters, asks, first=lambda _: None):
    named = {str(number): meter for number, meter in enumerate(meters)}
    return sum(trace.granted for trace in record_machines(named, asks, SPAN, first))


@pytest.mark.parametrize("shares", [(1,), (1, 1, 1), (70, 10, 10, 10)])
def test_demand_is_divided_by_shares_and_spread_evenly(shares):
    asks = demand(100 * sum(shares), (0, 1000 * sum(shares)), shares)
    assert [sum(machine == number for _, machine in asks) for number in range(len(shares))] == [
        100 * share for share in shares
    ]
    assert {later - now for (now, _), (later, _) in pairwise(asks)} == {10}


@pytest.mark.parametrize("nodes", [1, 2, 4, 7])
def test_n_local_counters_admit_n_times_the_limit(nodes):
    asks = demand(2 * nodes * QUOTA.limit, SPAN, [1] * nodes)
    assert granted([FixedWindow(QUOTA) for _ in range(nodes)], asks) == nodes * QUOTA.limit


@pytest.mark.parametrize("shares", [(1, 1, 1, 1), (70, 10, 10, 10)])
def test_one_shared_counter_admits_the_limit(shares):
    assert granted([FixedWindow(QUOTA)] * 4, demand(100, SPAN, shares)) == QUOTA.limit


@pytest.mark.parametrize("nodes", [2, 3, 5])
@pytest.mark.parametrize("every", [1, 2, 3, 10, 17, 30, 60, 100, 300])
def test_the_formula_bounds_the_simulation_and_is_reached(nodes, every):
    most = max(synced(60, nodes, every, phase) for phase in range(every))
    assert most <= bound(60, nodes, every)
    if every % nodes == 0:
        assert most == bound(60, nodes, every)


@pytest.mark.parametrize("every", [4, 8, 16, 32, 100])
def test_the_nodes_of_the_timeline_grant_what_the_simulation_of_the_formula_does(every):
    nodes = [Node(FixedWindow(QUOTA)) for _ in range(4)]

    def first(now):
        if now % every == 0:
            exchange(nodes, now)

    assert granted(nodes, [(now, now % 4) for now in range(600)], first) == synced(QUOTA.limit, 4, every, 0)


def test_a_node_that_gets_all_requests_does_not_exceed_the_limit():
    nodes = [Node(FixedWindow(QUOTA)) for _ in range(4)]
    assert granted(nodes, demand(200, SPAN, (1, 0, 0, 0)), lambda now: exchange(nodes, now)) == QUOTA.limit


def test_a_grant_is_reported_once():
    nodes = [Node(FixedWindow(QUOTA)) for _ in range(3)]
    assert nodes[0].take(0, 4) == 0
    assert [exchange(nodes, now) for now in (1, 2)] == [4, 0]
    assert [node.level(2).remaining for node in nodes] == [16, 16, 16]


@pytest.mark.parametrize("lead", [0, 1, 3, 5, 8])
def test_a_clock_that_is_ahead_is_worth_its_lead_up_to_a_burst(lead):
    quota = Quota(1, 10, burst=5)
    meter = GCRA(quota)
    ahead = ClockAhead(meter, lead * 10)
    assert sum(not meter.take(100) for _ in range(20)) == 5
    assert ahead.level(100).remaining == min(lead, 5)
    assert sum(not ahead.take(100) for _ in range(20)) == min(lead, 5)


@pytest.mark.parametrize("algorithm", [FixedWindow, SlidingLog, TokenBucket, GCRA])
@pytest.mark.parametrize("not_replicated", [0, 1, 7, 20, 25])
def test_a_failover_grants_again_what_was_not_replicated(algorithm, not_replicated):
    meter = Failover(algorithm, QUOTA, 300, not_replicated)
    before = sum(not meter.take(299) for _ in range(30))
    assert (before, meter.level(299).remaining, meter.level(300).remaining) == (20, 0, min(not_replicated, 20))
    assert sum(not meter.take(300) for _ in range(30)) == min(not_replicated, 20)
