"""Whether a twist's own level is red by a mistake of its own, or perhaps by an earlier one."""

from collections.abc import Iterator

from katas.grader.run.process import Order, grade
from katas.grader.timeline import Limit, Timeline
from katas.interview.debrief.answers import Assumed
from katas.interview.debrief.code import graded
from katas.interview.session import Session
from katas.interview.stages.grading import found
from katas.interview.variants.kata import kata_of
from katas.interview.variants.laws.asked import PLAN, SERVERS, Asked


def hides(session: Session, held: Assumed) -> str:
    """Return the earlier level whose mistake may be all that is wrong at the twist's own level; "" if it is not.

    It is not if the same calls get right answers without what the twist has brought: then only the twist is at fault.
    """
    first, twist = held.red[:1], session.interview.twist
    levels = found(held.report)["levels"] if held.report else graded(session, "twist")["levels"]
    own = next((level for level in levels if level["name"] == twist and level["verdict"] != "passed"), None)
    if own is None or first == (twist,):
        return ""
    if not own.get("timeline"):  # an earlier level has ended the grading
        return first[0]
    kata, path = kata_of(held.variant.name), str(session.limiter)
    plain = _plain(Timeline.parse(own["timeline"]), twist)
    wrong = any(grade(kata, Order(path, replay=str(timeline))).replayed for timeline in plain)
    return first[0] if wrong else ""


def _plain(timeline: Timeline, twist: str) -> Iterator[Timeline]:
    """Yield a timeline without what a twist has brought: under each of its quotas, with no refund, plan or server."""
    gone = {"plans": (PLAN,), "servers": SERVERS}.get(twist, ())
    calls = tuple(
        call._replace(key=client if word in gone else call.key)
        for call in timeline.calls
        if call.name != "refund"
        for client, word in [Asked.by(call)]
    )
    kept = [limit for limit in timeline.limits if limit.algorithm] if twist == "two windows" else []
    quotas = [limit.quota for limit in timeline.limits if twist == "plans" or not limit.algorithm]
    if calls and twist in ("plans", "two windows"):
        yield from (timeline._replace(calls=calls).under([Limit(quota), *kept]) for quota in quotas)
    elif calls:
        yield timeline._replace(calls=calls)
