"""The laws. Each judges the last call of a timeline; each earlier call is the last one of a shorter timeline.

A law is given the case, the timeline and its answers, and returns what is wrong, or nothing.
"""

from benchmarks.peers.reported import Reported
from tests.peers.cases import granted
from tests.peers.evidence import capacity, forward, largest, plain, reported_wait, rooms, word
from tests.peers.timeline import Call, seconds


def burst(case, timeline, answers):
    """a fresh key is granted its whole burst at one time, and no more"""
    if any(call.at for call in timeline.calls) or not plain(case, timeline):
        return None
    return bound(case, timeline, answers) or due(case, timeline, answers)


def bound(case, timeline, answers):
    """no more is granted than the limit in a window, than burst + rate * t in a bucket, than the estimate allows"""
    if not plain(case, timeline) or not granted(answers[-1]):
        return None
    room = max(rooms(case, timeline, answers))
    return f"granted {timeline.last.cost}, with room for {max(0, room)}" if room < timeline.last.cost else None


def due(case, timeline, answers):
    """what the documented arithmetic has room for is granted"""
    if not plain(case, timeline) or granted(answers[-1]):
        return None
    room = min(rooms(case, timeline, answers))
    return f"refused {timeline.last.cost}, with room for {room}" if room >= timeline.last.cost else None


def free(case, timeline, answers):
    """a refusal takes nothing: without it, all later answers are the same"""
    if not forward(timeline):
        return None
    for n, answer in enumerate(answers[:-1]):
        if not granted(answer):
            without = case.play(timeline._replace(calls=timeline.calls[:n] + timeline.calls[n + 1 :]))[-1]
            if granted(without) != granted(answers[-1]):
                return f"without the refused call, {word(without)}; with it, {word(answers[-1])}"
    return None


def wait(case, timeline, answers):
    """after the wait that it reports, the same request is granted"""
    reported = reported_wait(case, timeline, answers)
    if reported is None:
        return None
    again = Call(timeline.last.at + reported + case.slack, timeline.last.cost)
    if granted(case.play(timeline.then(again))[-1]):
        return None
    return f"told to wait {seconds(reported)} s, but then refused"


def sooner(case, timeline, answers):
    """one tick sooner than it reports, the request is still refused"""
    reported = reported_wait(case, timeline, answers)
    tick = 10 * case.slack or case.tick
    if reported is None or reported <= tick:
        return None
    again = Call(timeline.last.at + reported - tick, timeline.last.cost)
    if granted(case.play(timeline.then(again))[-1]):
        return f"told to wait {seconds(reported)} s, and granted {seconds(tick)} s sooner"
    return None


def peek(case, timeline, answers):
    """a look beforehand gives the same answer as the request"""
    if not case.can("peek") or not isinstance(answers[-1], Reported) or not plain(case, timeline):
        return None
    *before, last = timeline.calls
    look, answer = case.play(timeline._replace(calls=(*before, last._replace(name="peek"), last)))[-2:]
    if granted(look) != granted(answer):
        return f"looked: {word(look)}; asked at the same time: {word(answer)}"
    return None


def remaining(case, timeline, answers):
    """what is reported as remaining is granted at that time, no more is, and it is never below zero"""
    reported = answers[-1].remaining if isinstance(answers[-1], Reported) else None
    if reported is None or not forward(timeline):
        return None
    if reported < 0:
        return f"{reported} remain"
    at = timeline.last.at
    if reported and not granted(case.play(timeline.then(Call(at, reported)))[-1]):
        return f"{reported} remain, and a request for {reported} is refused"
    if granted(case.play(timeline.then(Call(at, reported + 1)))[-1]):
        return f"{reported} remain, and a request for {reported + 1} is granted"
    return None


def reset(case, timeline, answers):
    """after the reset that it reports, the key grants as much as a new one"""
    reported = answers[-1].reset if isinstance(answers[-1], Reported) else None
    if reported is None or not plain(case, timeline):
        return None
    most = largest(case, timeline._replace(calls=()), 0)
    later = timeline.last.at + reported + case.slack
    if granted(case.play(timeline.then(Call(later, most)))[-1]):
        return None
    return f"reported a reset after {seconds(reported)} s, but then a request for {most} is refused"


def most(case, timeline, answers):
    """a cost above the limit is never granted"""
    if forward(timeline) and timeline.last.cost > capacity(timeline.quota, case) and granted(answers[-1]):
        return f"granted {timeline.last.cost} of {capacity(timeline.quota, case)}"
    return None


def least(case, timeline, answers):
    """a cost below 1 raises, or changes nothing"""
    if timeline.last.cost >= 1 or isinstance(answers[-1], Exception) or not forward(timeline, least=-1):
        return None
    at, without = timeline.last.at, timeline._replace(calls=timeline.calls[:-1])
    had, has = largest(case, without, at), largest(case, timeline, at)
    return f"{had} could be had before, and {has} after" if had != has else None


def back(case, timeline, answers):
    """a clock set back grants nothing extra, and what remains is never below zero"""
    fits = all(1 <= call.cost <= capacity(timeline.quota, case) for call in timeline.calls)
    if forward(timeline) or not fits:
        return None
    highest, held = 0, []
    for call in timeline.calls:
        highest = max(highest, call.at)
        held.append(call._replace(at=highest))
    reported = getattr(answers[-1], "remaining", None)
    if reported is not None and reported < 0:
        return f"{reported} remain"
    return bound(case, timeline._replace(calls=tuple(held)), answers)


BY_TIMELINE = {
    law.__name__: law for law in (burst, bound, due, free, wait, sooner, peek, remaining, reset, most, least, back)
}
