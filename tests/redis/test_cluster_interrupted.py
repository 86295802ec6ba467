"""A request that is interrupted while the slot map is refreshed leaves that to the next one."""

from redis import Redis
from redis.exceptions import SlotNotCoveredError

from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket
from ratelimit.limit import Limits
from ratelimit.redis.asked import Asked
from ratelimit.redis.cluster import Cluster
from ratelimit.redis.exchange import RefreshSlotMap, Request
from ratelimit.redis.library import library_of
from ratelimit.redis.script import Script


class NoNodes:
    """The slot map of a cluster, while no node serves the slot."""

    def get_node_from_key(self, key):
        raise SlotNotCoveredError(f"no node serves {key}")


def test_an_interrupted_refresh_is_followed_by_another():
    library, _ = library_of(Redis(), asynchronous=False)
    script = Script(Limits(TokenBucket, Quota.per_day(1)))
    cluster = Cluster(script, library, NoNodes(), 1_000_000)  # ns

    def exchange():
        return cluster.exchange([Request(b"key", script.by_hash([b"key"], "", Asked(1, 1, script.own)))])

    def interrupted():
        interrupted = exchange()
        refresh = next(interrupted, None)  # None: not yet
        interrupted.close()
        return refresh == RefreshSlotMap(wait=True)

    list(exchange())
    for _ in range(3):
        until(interrupted)
