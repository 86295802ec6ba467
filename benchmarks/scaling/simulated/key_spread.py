"""How evenly does a cluster spread keys, and what can't it spread?"""

from binascii import crc_hqx
from collections import Counter
from random import Random
from statistics import median

from benchmarks.scaling.table import percent, table
from ratelimit import Quota, TokenBucket
from ratelimit.limit import Limits
from ratelimit.redis.script import Script

SLOTS = 16_384
NODES = (3, 6, 12)


def redis_key(key: str) -> bytes:
    """Return the Redis key of a limiter's key: what it would send, if there were a server."""
    (name,) = Script(Limits(TokenBucket, Quota.per_minute(100))).names(key)
    return name


def slot(key: str) -> int:
    """Return the slot of a limiter's key, which is its hash tag as it stands: CRC16 modulo the number of slots."""
    return crc_hqx(key.encode(), 0) % SLOTS


def node(place: int, nodes: int) -> int:
    """Return the node of a slot, if each has a range of the same length."""
    return place * nodes // SLOTS


def busiest(load: Counter[int], nodes: int) -> float:
    """Return the load of the busiest node, as a multiple of the mean."""
    per_node: Counter[int] = Counter()
    for place, weight in load.items():
        per_node[node(place, nodes)] += weight
    return max(per_node.values()) * nodes / load.total()


def slots(names: int, seed: int) -> Counter[int]:
    """Return how many of that many random names are in each slot."""
    random = Random(seed)
    return Counter(slot(f"{random.getrandbits(64):016x}") for _ in range(names))


def popular(names: int) -> Counter[int]:
    """Return the requests in each slot if the key of rank r gets a share of 1/r (Zipf's law)."""
    load: Counter[int] = Counter()
    for rank in range(1, names + 1):
        load[slot(f"client {rank}")] += 10_000_000 // rank
    return load


def tables() -> dict[str, str]:
    """Return the tables for the page."""
    small = [slots(1_000, seed) for seed in range(20)]
    large = slots(1_000_000, 0)
    zipf = popular(100_000)
    biggest = 10_000_000 / zipf.total()
    rows = []
    for nodes in NODES:
        tries = sorted(busiest(load, nodes) for load in small)
        rows.append(
            (
                f"{nodes} nodes",
                f"{median(tries):.2f} (up to {tries[-1]:.2f})",
                f"{busiest(large, nodes):.3f}",
                f"{busiest(zipf, nodes):.2f}",
                f"{nodes * (0.3 + 0.7 / nodes):.2f}",
            )
        )
    zipfs = f"100,000 keys, Zipf (the first has {percent(biggest, 1)})"
    head = ("busiest node / mean", "1,000 keys", "1,000,000 keys", zipfs, "one key has 30 %")
    return {"spread": table(head, rows)}
