"""Long timelines, drawn at random but always the same, for the laws that no short one breaks."""

from hypothesis import strategies as st

from tests.peers.laws import BY_TIMELINE
from tests.peers.smallest_timeline import BURSTS, QUOTAS, gaps
from tests.peers.timeline import SECOND, Call, Quota, Timeline

_MORE = (Quota(7, 10, 7), Quota(10, 60, 10), Quota(3, 1, 3))


def timelines(case):
    """Return a strategy for timelines of five to eight calls."""
    quotas = QUOTAS + _MORE + (BURSTS if case.bursts else ())
    events = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 5)), min_size=5, max_size=8)
    return st.builds(
        lambda quota, start, drawn: _timeline(case, quota, start, drawn),
        st.sampled_from(quotas),
        st.sampled_from(case.starts),
        events,
    )


def wrong(case, timeline, laws):
    """Return what is wrong with the answers, for the first law that they break at any call."""
    answers = case.play(timeline)
    for length in range(1, len(answers) + 1):
        part = timeline._replace(calls=timeline.calls[:length])
        for law in laws:
            if broken := BY_TIMELINE[law](case, part, answers[:length]):
                return f"{law}: {part}: {broken}"
    return None


def _timeline(case, quota, start, drawn):
    steps, now, calls = gaps(quota, case.tick), 0, []
    steps += [case.tick, 2 * quota.seconds * SECOND, 0, 0]
    for step, size in drawn:
        now += steps[step % len(steps)]
        calls.append(Call(now, (1, 1, 2, quota.burst, max(1, quota.burst - 1), quota.burst + 1)[size]))
    return Timeline(quota, tuple(calls), start)
