"""The laws that a row breaks, of those that it claims to keep."""

import json
from pathlib import Path

from benchmarks.harness.question import Row

LAWS_PATH = Path(__file__).parents[1] / "results" / "laws.json"
"""Peer -> broken laws: what docs/peers.md says, written with it."""


def laws_broken(row: Row) -> str:
    """Return the laws, as a cell of a table."""
    if row.kind == "floor":
        return "limits nothing"
    if row.kind == "yours":
        return "see `pytest katas`"
    if row.kind != "peer":
        return "none"
    broken: dict[str, list[str]] = json.loads(LAWS_PATH.read_text(encoding="utf-8"))
    if row.name not in broken:
        return "not tested"
    return ", ".join(broken[row.name]) or "none"
