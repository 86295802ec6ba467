"""The figures of docs/scaling.md come from benchmarks/scaling; the simulated ones are computed again here."""

import re
from functools import cache

import pytest
from redis.crc import key_slot

from benchmarks.scaling import page
from benchmarks.scaling.simulated import clocks, eviction, exchange, failover, key_spread, lease_size
from ratelimit import GCRA, FixedWindow, SlidingLog, SlidingWindowCounter, TokenBucket


def text():
    return page.PAGE.read_text(encoding="utf-8")


pytestmark = pytest.mark.slow

tables = cache(page.tables)


@pytest.mark.parametrize("name", [*page.SIMULATED, *page.MEASURED])
def test_the_page_shows_what_comes_out(name):
    for place, table in tables(name).items():
        assert page.place(text(), place)[0] == table, f"run: python -m benchmarks.scaling {name}"


def test_the_page_says_when_and_on_what_was_measured():
    assert set(page.stored()) == set(page.MEASURED)
    said = page.place(text(), "measured")[0]
    assert said == page.measured()
    assert re.match(r"Measured 20\d\d-\d\d-\d\d on .+, .+Python .+, redis-py .+, Valkey ", said)


def test_each_place_on_the_page_is_filled_by_a_question_and_each_command_is_one():
    names = [*page.SIMULATED, *page.MEASURED]
    filled = {"measured", *(place for name in names for place in tables(name))}
    assert set(re.findall(r"<!-- (\w+) -->\n", text())) == filled
    told = re.findall(r"python -m benchmarks\.scaling ([\w ]+)`", text())
    assert sorted(name for command in told for name in command.split()) == sorted(names)


def test_links_within_the_page_lead_to_headings():
    headings = {
        re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-")
        for line in re.findall(r"^#+ (.*)", text(), re.MULTILINE)
    }
    assert set(re.findall(r"\(#([^)]*)\)", text())) <= headings


@pytest.mark.parametrize("key", ["client 42", "ключ", "a b", "10.0.0.7", "x" * 1000])
def test_the_slot_is_that_of_the_users_key(key):
    assert key_slot(key_spread.redis_key(key)) == key_spread.slot(key)


def test_nodes_have_the_same_number_of_slots():
    for nodes in key_spread.NODES:
        sizes = [
            sum(key_spread.node(place, nodes) == node for place in range(key_spread.SLOTS)) for node in range(nodes)
        ]
        assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("size", lease_size.SIZES)
def test_leases_are_bounded(size):
    fleet = lease_size.steady(size, 1.5)
    assert sum(fleet.got) <= 11_000
    assert fleet.stranded() <= lease_size.CLIENTS * (size - 1)
    assert lease_size.hoarded(size) == 1000 + lease_size.CLIENTS * (size - 1)


@pytest.mark.parametrize("interval", [125, 500, 2500, 20_000])
def test_no_exchange_lets_more_pass_than_the_bound(interval):
    assert (
        exchange.bound(1000, 10, interval) - 2
        <= exchange.worst(1000, 10, interval)
        <= exchange.bound(1000, 10, interval)
    )


@pytest.mark.parametrize(("count", "most"), [(2, 50), (4, 10), (10, 5)])
def test_telling_the_others_after_so_many_units_lets_that_many_of_each_other_region_pass(count, most):
    assert exchange.overspent(count, most) == (count - 1) * most


def test_a_clock_that_is_ahead_opens_one_more_window():
    assert [clocks.most(FixedWindow, ahead) for ahead in (0, clocks.PERIOD)] == [2 * clocks.LIMIT, 3 * clocks.LIMIT]


@pytest.mark.parametrize("lag", failover.LAGS.values())
@pytest.mark.parametrize("algorithm", [FixedWindow, SlidingLog, SlidingWindowCounter, TokenBucket, GCRA])
def test_a_failover_gives_away_at_most_what_was_lost_and_one_capacity(algorithm, lag):
    for before in (failover.STEADY, failover.BURST):
        more, lost = failover.passed(algorithm, before, lag)
        assert 0 <= more <= min(lost, failover.QUOTA.limit)


def test_a_bucket_is_safe_from_a_flood_if_the_soonest_to_expire_is_evicted():
    assert eviction.soonest_to_expire(TokenBucket, 60) == eviction.QUOTA.limit
    granted = eviction.least_recently_used(60)
    assert granted == 60 * eviction.QUOTA.limit * eviction.RATE // eviction.ROOM
    assert f"Under LRU that is {60 * granted:,} an hour" in text()
