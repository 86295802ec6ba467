"""What docs/gateway.md says that it costs, held to what was measured."""

import re

from katas.grader.kata import ROOT

GUIDE = " ".join((ROOT / "docs" / "gateway.md").read_text(encoding="utf-8").split())
MEASURED = (ROOT / "benchmarks" / "results" / "gateway.md").read_text(encoding="utf-8").partition("## The service's")
THROUGH_ENVOY, DECISION = MEASURED[0], MEASURED[2].partition("## A decision")[2]


def cells(page, name):
    """Return the cells of a table's row."""
    (row,) = re.findall(rf"^\| {re.escape(name)} +\|(.*)\|$", page, re.MULTILINE)
    return [cell.strip() for cell in row.split("|")]


def test_what_a_request_costs_is_what_was_measured():
    names = "Envoy alone", "floor: OK to all", "ours, in memory", "ours, on Valkey"
    alone, floor, memory, valkey = [cells(THROUGH_ENVOY, name)[0] for name in names]
    assert f"takes {alone} through Envoy alone, {floor} if Envoy asks a service that only says OK" in GUIDE
    assert f"{memory} if two policies count in memory, and {valkey} on Valkey" in GUIDE
    rates = [f"{round(1e6 / float(time.removesuffix(' µs')), -2):,.0f}" for time in (memory, valkey)]
    assert f"some {rates[0]} or {rates[1]} requests a second" in GUIDE


def test_what_a_decision_costs_is_what_was_measured():
    few, many = cells(DECISION, "ours: one policy counts")[:2]
    assert f"takes {few}, and {many} with the counters of 100,000 consumers" in GUIDE
