"""Makes a failing scenario as small as possible while it still fails in the same way.

Smaller means: fewer events, fewer policies, then whatever can be as usual, then plainer names, limits and times.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from katas.grader.gateway.scenario import SECOND, Access, Policy, Reload, Scenario, is_same
from katas.grader.smallest import smallest
from katas.grader.verdict import Failure
from ratelimit import Quota

TRIES = 800
_LIMITS = ((Quota(1, 60 * SECOND),), (Quota(2, 60 * SECOND),), (Quota(1, SECOND),))  # that read well, the best first
_GAPS = (0, SECOND, 60 * SECOND)  # the same, of times
_PLAIN = {  # names, by what has them
    "name": ("all", "new", "api", "rule"),
    "consumer": ("ann", "bob"),
    "group": ("gold", "free"),
    "route": ("/a", "/b"),
    "service": ("web", "mail"),
    "ip": ("192.0.2.1", "192.0.2.2"),
}


def shrunk(failure: Failure, put: Callable[[Scenario], object], renew: Callable[[], object]) -> Failure:
    """Return the failure on the smallest scenario found. `put` raises `Broken` where one fails."""
    asked = Scenario.parse(failure.timeline)
    return smallest(failure, asked, put, renew, smaller_than=smaller_than, way_of=way_of, tries=TRIES)


def way_of(failure: Failure) -> tuple[str, ...]:
    """Return how it fails."""
    return failure.kind, failure.message.partition(":")[0]


def smaller_than(scenario: Scenario) -> Iterator[Scenario]:
    """Yield smaller scenarios, the smallest first."""
    events = scenario.events
    for place in reversed(range(len(events))):
        yield scenario._replace(events=events[:place] + events[place + 1 :])
    names = list(dict.fromkeys(policy.name for file in files(scenario) for policy in file))
    for name in names:
        yield _in_files(scenario, lambda file, name=name: tuple(each for each in file if each.name != name))  # type: ignore[misc]
    yield from _with_one(scenario, lambda _policy: [()])
    for name in names:
        yield from _plainer_everywhere(scenario, name)
    yield from _renamed(scenario)
    yield from _with_one(scenario, lambda policy: ((each,) for each in _plainer(policy)))
    for place, event in enumerate(events):
        for smaller in _requests(event) if isinstance(event, Access) else ():
            yield scenario._replace(events=(*events[:place], smaller, *events[place + 1 :]))


def files(scenario: Scenario) -> list[tuple[Policy, ...]]:
    """Return the policy files, in order."""
    return [scenario.policies, *(event.policies for event in scenario.events if isinstance(event, Reload))]


def _with_file(scenario: Scenario, number: int, file: tuple[Policy, ...]) -> Scenario:
    if not number:
        return scenario._replace(policies=file)
    place = [at for at, event in enumerate(scenario.events) if isinstance(event, Reload)][number - 1]
    return scenario._replace(events=(*scenario.events[:place], Reload(file), *scenario.events[place + 1 :]))


def _with_one(scenario: Scenario, change: Callable[[Policy], Iterable[tuple[Policy, ...]]]) -> Iterator[Scenario]:
    """Yield the scenario with something else in place of one policy of one file."""
    for number, file in enumerate(files(scenario)):
        for place, policy in enumerate(file):
            for instead in change(policy):
                yield _with_file(scenario, number, (*file[:place], *instead, *file[place + 1 :]))


def _in_files(scenario: Scenario, change: Callable[[tuple[Policy, ...]], tuple[Policy, ...]]) -> Scenario:
    """Return the scenario with all its files changed."""
    for number, file in enumerate(files(scenario)):
        scenario = _with_file(scenario, number, change(file))
    return scenario


def _plainer_everywhere(scenario: Scenario, name: Any) -> Iterator[Scenario]:
    """Yield the scenario with one policy plainer in all files."""
    policy = next(each for file in files(scenario) for each in file if each.name == name)
    for plainer in _plainer(policy):
        changed = {
            field: new for field, new, old in zip(Policy._fields, plainer, policy, strict=True) if new is not old
        }
        yield _in_files(
            scenario,
            lambda file, changed=changed: tuple(  # type: ignore[misc]
                each._replace(**changed) if each.name == name else each for each in file
            ),
        )


def _plainer(policy: Policy) -> Iterator[Policy]:
    usual = Policy("")
    for field in policy._fields[2:]:
        if not is_same(getattr(policy, field), getattr(usual, field)):
            yield policy._replace(**{field: getattr(usual, field)})
    if not isinstance(policy.limits, tuple):
        return
    if len(policy.limits) > 1:
        yield from (policy._replace(limits=(each,)) for each in policy.limits)
    if all(isinstance(each, Quota) for each in policy.limits):
        best = _LIMITS.index(policy.limits) if policy.limits in _LIMITS else len(_LIMITS)
        yield from (policy._replace(limits=limits) for limits in _LIMITS[:best])


def _renamed(scenario: Scenario) -> Iterator[Scenario]:
    """Yield the scenario with one name plainer wherever it names the same kind of thing."""
    for field, plain in _PLAIN.items():
        words = list(dict.fromkeys(_words(scenario, field)))
        for word in words:
            for new in plain[: plain.index(word)] if word in plain else plain:
                if new not in words:
                    yield _with_name(scenario, field, word, new)


def _words(scenario: Scenario, field: str) -> Iterator[str]:
    """Yield the names of one kind of thing."""
    for policy in (policy for file in files(scenario) for policy in file):
        value = getattr(policy, field, None)
        if isinstance(value, str) and value:
            yield value
    for access in (event for event in scenario.events if isinstance(event, Access)):
        if field != "name":
            yield from filter(None, access.groups if field == "group" else (getattr(access, field),))


def _with_name(scenario: Scenario, field: str, old: str, new: Any) -> Scenario:
    def renamed(policy: Policy) -> Policy:
        return policy._replace(**{field: new}) if getattr(policy, field, None) == old else policy

    def asked(event: Access) -> Access:
        if field == "group":
            return event._replace(groups=tuple(new if group == old else group for group in event.groups))
        return event._replace(**{field: new}) if getattr(event, field, None) == old else event

    events = tuple(
        asked(event) if isinstance(event, Access) else Reload(tuple(map(renamed, event.policies)))
        for event in scenario.events
    )
    return Scenario(tuple(map(renamed, scenario.policies)), events)


def _requests(access: Access) -> Iterator[Access]:
    usual = Access()
    for field in access._fields:
        if getattr(access, field) != getattr(usual, field):
            yield access._replace(**{field: getattr(usual, field)})
    for field in ("groups", "headers"):
        some = getattr(access, field)
        for place in range(len(some) if len(some) > 1 else 0):
            yield access._replace(**{field: some[:place] + some[place + 1 :]})
    best = _GAPS.index(access.after) if access.after in _GAPS else len(_GAPS)
    yield from (access._replace(after=gap) for gap in _GAPS[:best])
