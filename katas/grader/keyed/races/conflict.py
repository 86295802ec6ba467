"""Which line is at fault when two interleaved calls go wrong: where one of them was open to the other.

A thread touches a thing, the other thread touches it, the thread touches it again: if no order of whole calls could
have shown them that, they are in conflict. Of several conflicts, the one is taken that explains most.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from katas.grader.keyed.races.recorder import WHOLE, Access, Moment

# Of three accesses, which write; first what explains most: acted on what was true no longer; was seen in the middle of
# a change; saw two states; had its own change undone.
_TORN = ((False, True, True), (True, False, True), (False, True, False), (True, True, False))


class Conflict(NamedTuple):
    """Indices of moments: a thread's first, the other's, and the thread's last, or its end."""

    first: int
    between: int
    last: int


class Fault(NamedTuple):
    """The moment at fault, in words why, and the conflict."""

    at: int
    why: str
    conflict: Conflict


class _Touch(NamedTuple):
    at: int
    thread: int
    access: Access


def fault(moments: list[Moment], keys: Sequence[str]) -> Fault | None:
    """Return what is at fault in two calls for these keys, None if that can't be said."""
    found = min(_conflicts(moments, keys), default=None)
    return _blamed(moments, found[1]) if found else _intruder(moments)


def deadlock(moments: list[Moment]) -> Fault:
    """Return where the thread waits that came last to where it waits."""
    ends = {thread: at for thread, at in sorted(_ends(moments).items()) if not ended(moments, thread)}
    waits = ", ".join(f"{'AB'[thread]} waits in line {moments[at].line}" for thread, at in ends.items())
    at = max(ends.values())
    return Fault(at, f"{waits}.", Conflict(min(ends.values()), at, at))


def ended(moments: list[Moment], thread: int) -> bool:
    """Return whether a thread has come to the end of its call; it may not even have begun it."""
    at = _ends(moments).get(thread)
    return at is not None and moments[at].operation.startswith("RETURN")


def serial(moments: list[Moment]) -> bool:
    """Return whether one thread ran only after the other."""
    return sum(one.thread != two.thread for one, two in pairwise(moments)) < 2


def _blamed(moments: list[Moment], conflict: Conflict) -> Fault:
    first, between, last = (moments[at] for at in conflict)
    a, b = "AB"[first.thread], "AB"[between.thread]
    holds = all(moment.locks for moment in moments[conflict.first : conflict.last] if moment.thread == first.thread)
    if holds and not between.locks:
        why = f"{b}'s line {between.line} does not wait for the lock that {a} holds in line {first.line}."
        return Fault(conflict.between, why, conflict)
    if holds:
        free = (at for at in range(conflict.first) if moments[at].thread == first.thread and not moments[at].locks)
        at = max(free, default=conflict.first)
        return Fault(at, f"The lock that {a} takes in line {moments[at].line} does not keep {b} out.", conflict)
    if any(not access.writes for access in first.accesses):
        why = f"{a} goes on with what it saw in line {first.line}, though {b}'s line {between.line} has changed it."
    elif first.line == last.line:
        why = f"{b}'s line {between.line} comes in the middle of {a}'s line {first.line}."
    else:
        why = f"{b}'s line {between.line} comes between {a}'s lines {first.line} and {last.line}."
    return Fault(conflict.first, why, conflict)


def _intruder(moments: list[Moment]) -> Fault | None:
    """Return the end of a call that came and went in the middle of the other, whatever it went by."""
    ends = _ends(moments)
    for thread, end in ends.items():
        start = next(at for at, moment in enumerate(moments) if moment.thread == thread)
        others = [at for at, moment in enumerate(moments) if moment.thread != thread]
        if others and others[0] < start and end < others[-1]:
            before = max(at for at in others if at < start)
            name, other = "AB"[thread], "AB"[moments[before].thread]
            why = f"{name} comes and goes while {other} is in line {moments[before].line}."
            return Fault(end, why, Conflict(before, end, min(at for at in others if at > end)))
    return None


def _ends(moments: list[Moment]) -> dict[int, int]:
    return {moment.thread: at for at, moment in enumerate(moments)}


def _both(touches: list[_Touch]) -> bool:
    return len({touch.thread for touch in touches}) > 1 and any(touch.access.writes for touch in touches)


def _touches(moments: list[Moment]) -> dict[Hashable, list[_Touch]]:
    touches = defaultdict(list)
    for at, moment in enumerate(moments):
        for access in moment.accesses:
            if access.name != WHOLE or not _only_fetched(moments, at, access):
                touches[access.place].append(_Touch(at, moment.thread, access))
    return touches


def _only_fetched(moments: list[Moment], at: int, access: Access) -> bool:
    """Return whether a container is only loaded here, for something that the same line does with it later."""
    here = moments[at]
    if here.operation != "LOAD_ATTR" or access.writes:
        return False
    for moment in moments[at + 1 :]:
        if moment.frame == here.frame:
            if moment.line != here.line:
                return False
            if moment.operation != "LOAD_ATTR" and any(other.place == access.place for other in moment.accesses):
                return True
    return False


def _conflicts(moments: list[Moment], keys: Sequence[str]) -> Iterator[tuple[tuple[int, ...], Conflict]]:
    """Yield the conflicts, what explains most first when sorted."""
    ends = _ends(moments)
    for touches in filter(_both, _touches(moments).values()):
        for thread in ends:
            own = [touch for touch in touches if touch.thread == thread]
            others = [touch for touch in touches if touch.thread != thread]
            for first, last in pairwise(own):
                for other in others:
                    kind = _kind(first, other, last)
                    if first.at < other.at < last.at and kind < len(_TORN):
                        rank = _rank(moments[other.at], keys[thread], kind, first.at)
                        yield (*rank, -other.at), Conflict(first.at, other.at, last.at)
            for other in others if own and not own[-1].access.writes else ():  # looked, and never again
                if other.access.writes and own[-1].at < other.at < ends[thread]:
                    rank = _rank(moments[other.at], keys[thread], len(_TORN), own[-1].at)
                    yield (*rank, -other.at), Conflict(own[-1].at, other.at, ends[thread])
    yield from _two_things(moments)


def _two_things(moments: list[Moment]) -> Iterator[tuple[tuple[int, ...], Conflict]]:
    """Yield what one thread changes in two steps, and the other sees between them."""
    before, after = [], []  # a write and the other thread's next read; a read and the other's next write
    for touches in filter(_both, _touches(moments).values()):
        for touch in touches:
            writes = [other for other in touches if other.access.writes and other.thread != touch.thread]
            if not touch.access.writes:
                before += [(other, touch) for other in writes if other.at < touch.at][-1:]
                after += [(touch, other) for other in writes if other.at > touch.at][:1]
    for (first, seen), (also, last) in product(before, after):
        if first.thread == last.thread and first.at < also.at and seen.at < last.at:
            yield (1, len(_TORN), -first.at, 0, -seen.at), Conflict(first.at, seen.at, last.at)


def _kind(first: _Touch, other: _Touch, last: _Touch) -> int:
    """Return the number of what it explains, a high one if it explains nothing."""
    before, after = first.access, last.access
    if not before.writes and before.value is not None and before.value == after.value:  # and nothing came of it
        return len(_TORN)
    kinds = product(*({False, True} if touch.access.both else {touch.access.writes} for touch in (first, other, last)))
    return min((_TORN.index(kind) for kind in kinds if kind in _TORN), default=len(_TORN))


def _rank(other: Moment, key: str, kind: int, first: int) -> tuple[int, ...]:
    """Rank a conflict, the best lowest: that it is about this key, what it explains, where it begins."""
    items = [access.name for access in other.accesses if access.item]
    return bool(items) and key not in items, kind, first, not items
