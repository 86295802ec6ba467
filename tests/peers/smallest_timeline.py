"""Searches for the smallest timeline that breaks a law, among all of a few numbers, the shortest first."""

from itertools import product

from tests.peers.laws import BY_TIMELINE
from tests.peers.timeline import SECOND, Call, Quota, Timeline

QUOTAS = (Quota(1, 1, 1), Quota(2, 2, 2), Quota(2, 3, 2), Quota(3, 4, 3), Quota(5, 10, 5))
BURSTS = (Quota(2, 2, 1), Quota(1, 2, 3))
LONGEST = 4


def smallest(case, laws):
    """Return, for each of the laws that is broken, the first timeline that breaks it and what is wrong."""
    found, wanted = {}, list(laws)
    for timeline in timelines(case):
        answers = case.play(timeline)
        for name in tuple(wanted):
            wrong = BY_TIMELINE[name](case, timeline, answers)
            if wrong:
                found[name] = (timeline, wrong)
                wanted.remove(name)
    return found


def timelines(case):
    """Every timeline of the table, the shorter first."""
    for length in range(1, LONGEST + 1):
        for quota in QUOTAS + (BURSTS if case.bursts else ()):
            if length == LONGEST and quota.limit > 2:
                continue
            for costs in product(_costs(quota, length), repeat=length):
                for steps in product(_gaps(quota, case.tick, length), repeat=length - 1):
                    times = [sum(steps[:n]) for n in range(length)]
                    for start in case.starts:
                        yield Timeline(quota, tuple(map(Call, times, costs)), start)


def _costs(quota, length):
    costs = [1, quota.burst] if length == LONGEST else [1, quota.burst, quota.burst + 1]
    return list(dict.fromkeys(costs if length > 2 else [*costs, 2, 0, -1]))


def _gaps(quota, tick, length):
    steps = gaps(quota, tick)
    if length == 4:
        steps.pop()
    if length == 2:
        steps += [tick, 2 * quota.seconds * SECOND, -quota.seconds * SECOND, -100 * SECOND]
    return list(dict.fromkeys(steps))


def gaps(quota, tick):
    """Return the gaps between calls that matter: none, a unit's, a period, a tick less, half a period."""
    period = quota.seconds * SECOND
    unit = -(-period // quota.limit // tick) * tick
    return [0, unit, period, period - tick, period // 2 // tick * tick]
