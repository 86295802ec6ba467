"""What does a failover lose on a real cluster? A primary is killed under traffic, several times."""

from statistics import median
from typing import Any

from benchmarks.scaling.measured.cluster_failover import CASES as ARGUMENTS
from benchmarks.scaling.measured.cluster_failover import failover
from benchmarks.scaling.table import count, table
from katas.grader.redis.servers.cluster import cluster

TIMES = 3
CASES = {
    "traffic": "killed under traffic",
    "replication cut": "the replica cut off 1,000 calls before",
    "cut before all": "cut off before every grant, capacity 5",
    "cut, min-replicas-to-write 1": "cut off, `min-replicas-to-write 1`",
}


def measure() -> dict[str, list[dict[str, Any]]]:
    """Return what was counted at each failover."""
    with cluster() as nodes:
        return {case: [failover(nodes, **ARGUMENTS[case])._asdict() for _ in range(TIMES)] for case in CASES}


def tables(measured: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Return the tables for the page."""
    rows = []
    for case, name in CASES.items():
        runs = measured[case]
        lost = "not known" if case == "traffic" else ", ".join(count(run["not_replicated"]) for run in runs)
        rows.append(
            (
                name,
                lost,
                *(", ".join(count(run[what]) for run in runs) for what in ("over", "most_over")),
                f"{median(run['promoted'] for run in runs):.1f} s",
                f"{median(run['answered'] for run in runs):.1f} s",
            )
        )
    head = (
        f"a third of 300 keys fail over, {TIMES} times each",
        "not replicated",
        "above the limit",
        "most of one key",
        "until promoted",
        "until it answers",
    )
    return {"killed": table(head, rows)}
