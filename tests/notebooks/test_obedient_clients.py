"""What clients do that keep to what servers say, in each dialect."""

import pytest

from notebooks.experiments import dialects
from notebooks.experiments.obedient_clients import TRIP, Client, simulate
from ratelimit import GCRA, FixedWindow, LeakyBucket, Quota, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.decision import SECOND
from ratelimit.limit import Limit

ALGORITHMS = [FixedWindow, SlidingLog, SlidingWindowCounter, TokenBucket, LeakyBucket, GCRA]
WRITE = [dialects.draft_11, dialects.until_full, dialects.unix_time]
REFUSE = [dialects.exact, dialects.rounded_up, dialects.rounded_down, dialects.nothing]


def alone(algorithm, quota, dialect, end=30 * SECOND, **client):
    return simulate(Limit(algorithm, quota), dialect, [Client(**client)], wants=10**6, end=end)


@pytest.mark.parametrize("dialect", WRITE)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_who_hears_what_is_left_is_never_refused(algorithm, dialect):
    for text in ("5/second", "7/2 seconds", "100/minute", "3/10 seconds"):
        server = alone(algorithm, Quota.parse(text), dialect)
        assert server.refused == 0
        assert server.granted > 3


@pytest.mark.parametrize("dialect", REFUSE)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_who_hears_only_refusals_is_refused_and_still_gets_through(algorithm, dialect):
    server = alone(algorithm, Quota.per_second(5), dialect)
    assert 0 < server.refused <= server.granted
    assert server.granted > 60


@pytest.mark.parametrize("rate", [2, 5, 10])
def test_with_a_burst_of_one_a_whole_second_costs_all_but_one(rate):
    server = alone(TokenBucket, Quota.per_second(rate, burst=1), dialects.rounded_up, 100 * SECOND)
    assert server.granted == server.refused == -(-100 * SECOND // (SECOND + 2 * TRIP))


def test_a_limit_of_its_own_needs_no_word_of_the_server():
    for text in ("5/second burst 1", "5/second", "100/minute burst 7"):
        server = alone(TokenBucket, Quota.parse(text), dialects.nothing, limits=text)
        assert server.refused == 0
        assert server.granted >= Quota.parse(text).limit * 30 * SECOND // Quota.parse(text).period - 1


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_tasks_of_one_client_share_what_it_hears(algorithm):
    quota = Quota.parse("20/minute")
    told = alone(algorithm, quota, dialects.draft_11, 300 * SECOND, tasks=10)
    refused = alone(algorithm, quota, dialects.rounded_up, 300 * SECOND, tasks=10)
    assert told.refused <= 5  # a log gives back what was spent in a bunch in a bunch, not one at a time
    assert refused.refused > 20
    assert told.granted > 80


@pytest.mark.parametrize("wrong", [-7200, -30, 0, 30, 7200])
def test_with_the_servers_date_the_clients_clock_does_not_matter(wrong):
    dialect = dialects.dated(dialects.unix_time)
    servers = [
        alone(FixedWindow, Quota.per_minute(50), dialect, 300 * SECOND, wrong_by=by * SECOND) for by in (0, wrong)
    ]
    assert servers[0].asked == servers[1].asked
    assert (servers[0].granted, servers[0].refused) == (250, 0)


@pytest.mark.parametrize("dialect", [*WRITE, *REFUSE])
def test_a_crowd_gets_through_and_the_same_seeds_do_the_same(dialect):
    def crowd():
        clients = [Client(jitter=1, seed=seed) for seed in range(12)]
        return simulate(Limit(TokenBucket, Quota.per_second(3)), dialect, clients, wants=2, end=300 * SECOND)

    first, second = crowd(), crowd()
    assert first.asked == second.asked
    assert first.granted == 24
    assert first.last == max(now for now, allowed in first.asked if allowed)


def test_the_most_in_a_short_time_leaves_out_the_start():
    server = simulate(
        Limit(TokenBucket, Quota.per_second(1)), dialects.rounded_up, [Client()] * 4, wants=1, end=60 * SECOND
    )
    assert server.most(SECOND // 100) == 3
