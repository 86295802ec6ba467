"""What the laws use to judge: the kind of a timeline, the room of the model, what was reported and what is granted."""

from itertools import pairwise

from benchmarks.peers.reported import Reported
from tests.peers.cases import granted
from tests.peers.timeline import Call


def capacity(quota, case):
    return quota.burst if case.bursts else quota.limit


def plain(case, timeline):
    """Whether time never goes back and all costs can be granted."""
    return forward(timeline) and all(call.cost <= capacity(timeline.quota, case) for call in timeline.calls)


def forward(timeline, least=1):
    """Whether time never goes back and no cost is below 1, except those that the law is about."""
    costs = all(call.cost >= least for call in timeline.calls)
    return costs and all(after.at >= before.at for before, after in pairwise(timeline.calls))


def rooms(case, timeline, answers):
    """How much room the model has before the last call, at its time and at times that floats may confuse with it."""
    start, at = timeline.start, timeline.start + timeline.last.at
    spent = [
        (start + call.at, call.cost)
        for call, answer in zip(timeline.calls[:-1], answers[:-1], strict=True)
        if granted(answer) or case.counts_refusals
    ]
    earliest = max([at - case.slack, *(time for time, _ in spent)])
    return [case.room(timeline.quota, spent, time) for time in {earliest, at, at + case.slack}]


def reported_wait(case, timeline, answers):
    if granted(answers[-1]) or not isinstance(answers[-1], Reported) or not plain(case, timeline):
        return None
    if case.can("block"):
        return case.play(timeline._replace(calls=(*timeline.calls[:-1], timeline.last._replace(name="block"))))[-1]
    return answers[-1].wait


def largest(case, timeline, at):
    """The largest cost that would be granted."""
    costs = range(capacity(timeline.quota, case) + 3, 0, -1)
    return next((cost for cost in costs if granted(case.play(timeline.then(Call(at, cost)))[-1])), 0)


def word(answer):
    return "granted" if granted(answer) else "refused"
