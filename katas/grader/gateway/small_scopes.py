"""Every short scenario of a kind: all pairs of scopes, all names that run together, all that can be missing."""

from collections.abc import Iterator
from itertools import combinations, combinations_with_replacement, permutations, product
from string import ascii_lowercase
from typing import Any

from katas.grader.gateway.inputs import AMPLE, DEFECTS, MINUTE, ONE, TWO
from katas.grader.gateway.model import ORDER
from katas.grader.gateway.scenario import Access, Policy, Reload, Scenario
from ratelimit import Quota

FITS = {"consumer": "ann", "group": "gold", "route": "a", "service": "b"}
SEPARATORS = ("", " ", "/", ":", "|", "-", "_", ".", ",", ";", "+", "#", "::", "__", "\x00", "\x1f", "\t")
ALIKE = (  # but two texts
    ("gold", "Gold"),
    ("gold", " gold"),
    ("gold", "gold "),
    ("gold", "gold2"),
    ("/a", "/a/"),
    ("/a", "/a/b"),
    ("/a", "/a?b=c"),
    ("/a", "a"),
    ("192.0.2.1", "192.0.2.2"),
    ("2001:db8::a", "2001:DB8::A"),
)
ELSEWHERE = (  # requests in which "x" is no part of a scope
    Access(credential="x"),
    Access(ip="x"),
    Access(path="x"),
    Access(headers=(("consumer", "x"), ("group", "x"), ("route", "x"), ("service", "x"), ("x", "x"))),
)

SIGNS = f"{ascii_lowercase}AZ059-_.:/ "  # of each, what is stripped as letters and not as a word shows
HEADERS = (
    "Authorization",
    "Referer",
    "header",
    "header:x",
    "x-header:y",
    "a:b:c",
    "headers",
    "path",
    "X-Forwarded-For",
)


def policy_of(scope: tuple[str, ...], name: str = "all") -> Policy:
    """Return a local policy of a scope, which `FITS` fits."""
    return Policy(name, AMPLE, **{field: FITS[field] for field in scope})


def access_of(values: dict[str, str]) -> Access:
    """Return a request with these values of a scope."""
    groups = (values["group"],) if "group" in values else ()
    return Access(values.get("consumer"), None, groups, values.get("route"), values.get("service"), "192.0.2.1")


def every_pair() -> Iterator[Scenario]:
    """Yield each pair of scopes in both orders, and each scope with a request that lacks or differs in one thing."""
    everything = access_of(FITS)
    for one, other in permutations(ORDER, 2):
        yield Scenario((policy_of(one, "one"), policy_of(other, "two")), (everything,))
    whole = tuple(policy_of(scope, f"p{number}") for number, scope in enumerate(ORDER))
    for some in product((True, False), repeat=len(FITS)):
        has = {field: value for (field, value), here in zip(FITS.items(), some, strict=True) if here}
        yield Scenario(whole, (access_of(has),))
        yield Scenario(whole[::-1], (access_of(FITS | dict.fromkeys(FITS.keys() - has.keys(), "other")),))


def running_together() -> Iterator[Scenario]:
    """Yield requests whose values, written one after the other, are those of a policy."""
    for mark in SEPARATORS:
        for fields in combinations(FITS, 2):
            if fields == ("consumer", "group"):
                continue
            yield Scenario(
                (Policy("all", AMPLE, **dict(zip(fields, (f"a{mark}b", "c"), strict=True))),),
                (access_of(dict(zip(fields, ("a", f"b{mark}c"), strict=True))),),
            )
        wide = Policy("all", AMPLE, "a", None, f"b{mark}c", "d")
        yield Scenario((wide,), (access_of({"consumer": "a", "route": "b", "service": f"c{mark}d"}),))
        yield Scenario(
            (Policy("all", AMPLE, "a", None, "b"),), (access_of({"consumer": f"a{mark}b"}), access_of({"route": "b"}))
        )
    for field, other in permutations(FITS, 2):
        yield Scenario((Policy("all", AMPLE, **{field: "x"}),), (access_of({other: "x"}),))
    for field in FITS:
        for one, other in ALIKE:
            yield Scenario((Policy("all", AMPLE, **{field: one}),), (access_of({field: other}),))
            yield Scenario((Policy("all", AMPLE, **{field: other}),), (access_of({field: one}),))
        yield Scenario(
            (Policy("all", AMPLE, **{field: "q"}),), tuple(access_of({field: text}) for text in _longer(field))
        )
        for elsewhere in ELSEWHERE:
            yield Scenario((Policy("all", AMPLE, **{field: "x"}),), (elsewhere,))
    for word in ("None", "*", "any", "-", "null"):
        for field in FITS:
            yield Scenario(
                (Policy("route", AMPLE, route="a"), Policy("all", AMPLE)), (access_of({field: word, "service": "s"}),)
            )


def every_two_groups() -> Iterator[Scenario]:
    """Yield each pair of group scopes and each order of names, files and groups."""
    scopes = [scope for scope in ORDER if "group" in scope]
    for one, other in product(scopes, repeat=2):
        for first, second in permutations(("a", "b", "a10", "a9", "B"), 2):
            file = (
                policy_of(one, "one")._replace(group=first),
                policy_of(other, "two")._replace(group=second),
            )
            access = access_of({"route": "a", "service": "b", "consumer": "ann"})
            yield Scenario(file, (access._replace(groups=("c", second, first)),))


def every_two_rules() -> Iterator[Scenario]:
    """Yield rules for two groups of one request: the one that refuses is the first or the second."""
    access = access_of(FITS)._replace(groups=("a", "b"))
    for one, other in product([scope for scope in ORDER if "group" in scope], repeat=2):
        for first, second in (("a", "b"), ("b", "a")):
            tight = policy_of(one, "one")._replace(group=first, limits=ONE, globally=True)
            ample = policy_of(other, "two")._replace(group=second, globally=True)
            yield Scenario((tight, ample), (access, access))


def every_shadow() -> Iterator[Scenario]:
    """Yield a local policy and two rules: each is there or not, in shadow mode or not, and has one unit or two."""
    modes: tuple[bool | None, ...] = (None, False, True)
    for some in product(modes, modes[1:], modes):
        if True not in some:
            continue
        for limits in product((ONE, TWO), repeat=3):
            file = [
                Policy(name, limit, shadow=bool(shadow), globally=name != "all")
                for name, limit, shadow in zip(("all", "a", "b"), limits, some, strict=True)
                if shadow is not None
            ]
            yield Scenario(tuple(file), (Access("ann"), Access("ann"), Access("ann")))


KINDS = ("consumer", "credential", "header:X-Api-Key", "header:ip", "ip", "path", "service")
WORDS = ("None", "null", "unknown", "-", "anonymous", "ip", "consumer", "127.0.0.1", "::", "*")  # for nothing
MANY = 200  # keys of one policy


def every_lack() -> Iterator[Scenario]:
    """Yield pairs of requests that have, or lack, what a policy counts by and an address."""
    values, addresses = (None, "", "u", "v"), (None, "", "u")
    for kind in KINDS:
        some = list(product(values, addresses))
        for one, other in combinations_with_replacement(some, 2):
            first, second = (_counted(kind, *each) for each in (one, other))
            yield Scenario((Policy("all", ONE, count_by=kind),), (first, second))


def every_likeness() -> Iterator[Scenario]:
    """Yield requests that are counted by texts that are alike, and by many; and by headers whose names are alike."""
    for kind in KINDS:
        file = (Policy("all", ONE, count_by=kind),)
        for one, other in ALIKE:
            yield Scenario(file, (_counted(kind, one, one), _counted(kind, other, other)))
        for word in WORDS:
            yield Scenario(file, (Access(), _counted(kind, word, None), Access(ip=word)))
        yield Scenario(file, tuple(_counted(kind, f"n{each}", f"n{each}") for each in range(MANY)))
        yield Scenario(file, tuple(_counted(kind, text, text) for text in ("q", *_longer(kind))))
    for like in ("X-Api-Key-Id", "My-X-Api-Key", "X-Api", "XApiKey", "X_Api_Key", "X-Api-Key "):
        for headers in ((like, "X-Api-Key"), ("X-Api-Key", like)):
            some = [Access(headers=tuple(zip(headers, values, strict=True))) for values in ("uv", "uw", "vu")]
            yield Scenario((Policy("all", ONE, count_by="header:x-api-key"),), tuple(some))
    for header in (*(f"{sign}q{sign}" for sign in SIGNS), *HEADERS):
        some = [Access(headers=((header, value),)) for value in "uvu"]
        yield Scenario((Policy("all", ONE, count_by=f"header:{header}"),), tuple(some))


def _longer(kind: str) -> Iterator[str]:
    """Yield texts that are "q" with something before it, or after it."""
    for more in (*SIGNS, kind, f"{kind}:"):
        yield from (f"{more}q", f"q{more}")


def _counted(kind: str, value: str | None, ip: str | None) -> Access:
    access = Access(ip=ip)
    if kind.startswith("header:"):
        return access._replace(headers=() if value is None else ((kind.partition(":")[2].lower(), value),))
    found: Access = access if kind == "ip" else access._replace(**_named(kind, value))
    return found


def _named(field: str, value: Any) -> dict[str, Any]:
    return {field: value}


def every_change() -> Iterator[Scenario]:
    """Yield reloads that change one thing of a policy of which all is spent."""
    before = Policy("all", ONE)
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"name": "new"},
        {"limits": (Quota(1, 2 * MINUTE),)},
        {"limits": (Quota(2, MINUTE),)},
        {"limits": (*ONE, Quota(9, MINUTE * 60))},
        {"limits": (*ONE, *ONE)},
        {"limits": (Quota(1, MINUTE, 3),)},
        {"limits": (Quota(2, 2 * MINUTE, 1),)},  # the same rate and burst, and not equal
        {"consumer": "ann"},
        {"group": "gold"},
        {"route": "a"},
        {"service": "b"},
        {"count_by": "ip"},
        {"count_by": "credential"},
        {"count_by": "header:X-Api-Key"},
        {"shadow": True},
        {"enabled": False},
        {"globally": True},
    )
    access = access_of(FITS)._replace(credential="ann", headers=(("X-Api-Key", "ann"),))
    for change in changes:
        after = before._replace(**change)
        yield Scenario((before,), (access, Reload((after,)), access, access))
        yield Scenario((before,), (access, Reload((after,)), Reload((before,)), access))
        yield Scenario((after,), (access, Reload((before,)), access))
    yield Scenario((before,), (access, Reload(()), Reload((before,)), access))
    # Beside one that refuses, what has one in shadow mode counted? It shows when that is enforced.
    rule = Policy("rule", (Quota(2, MINUTE),), globally=True)
    for enforced in (rule, rule._replace(globally=False)):
        yield Scenario((before, rule._replace(shadow=True)), (access, access, Reload((enforced,)), access, access))


STATES: tuple[dict[str, Any] | None, ...] = (  # of a policy, in one file; None: it is not there
    *({}, {"enabled": False}, {"shadow": True}, {"globally": True}, {"route": "a"}, {"limits": TWO}, None),
    *({"enabled": False, "globally": True}, {"enabled": False, "shadow": True}, {"enabled": False, "limits": TWO}),
)


def every_history() -> Iterator[Scenario]:
    """Yield a policy of which all is spent, in each state in two files in a row, and in one state in three."""
    before, access = Policy("all", ONE), access_of(FITS)
    for states in (*product(STATES, repeat=2), *((each,) * 3 for each in STATES)):
        files = [Reload(() if state is None else (before._replace(**state),)) for state in states]
        yield Scenario((before,), (access, *files, Reload((before,)), access))
    yield Scenario((), (Reload((before,)), access, Reload(()), Reload((before,)), access))
    bad = Reload((before._replace(count_by="color"),))
    for state in STATES[1:6]:
        file = Reload((before._replace(**state or {}),))
        yield Scenario((before,), (access, file, bad, Reload((before,)), access))


def every_equal_mistake() -> Iterator[Scenario]:
    """Yield files that equal one before in Python and are wrong, as 1 equals `True`, and then that one again."""
    access = Access("ann")
    for flag, value in product(("shadow", "enabled", "globally"), (False, True)):
        good = Policy("all", ONE)._replace(**_named(flag, value))
        for number in (int(value), float(value)):
            bad = Reload((good._replace(**_named(flag, number)),))
            yield Scenario((good,), (access, Reload((good,)), bad, access, Reload((good,)), access))


def every_other_count() -> Iterator[Scenario]:
    """Yield reloads after which a policy counts by something else, for requests that have all of it, or lack it."""
    for one, other in permutations((*KINDS, "header:x-api-key", "header:X-Tenant"), 2):
        file, counted = (Policy("all", ONE, count_by=one),), Reload((Policy("all", ONE, count_by=other),))
        everything = Access("u", "u", (), None, "u", None, (("X-Api-Key", "u"), ("X-Tenant", "u"), ("ip", "u")), "u")
        for asked in (everything, Access(ip="u"), Access()):
            yield Scenario(file, (asked, counted, asked))


def every_joint() -> Iterator[Scenario]:
    """Yield reloads between two headers whose names and values are the same text if they are joined."""
    for joint in "-_.:|/ ":
        names = "X", f"X{joint}id"
        asked = Access(headers=((names[0], f"id{joint}7"), (names[1], "7")))
        file, other = ((Policy("all", ONE, count_by=f"header:{name}"),) for name in names)
        yield Scenario(file, (asked, Reload(other), asked))


def every_failure() -> Iterator[Scenario]:
    """Yield reloads of a file with each kind of mistake, at its beginning and at its end, and then of good files."""
    before = (Policy("all", ONE), Policy("api", ONE, route="a"))
    wrong: list[tuple[Policy, ...]] = [(Policy("bad", ONE, route="b")._replace(**defect),) for defect in DEFECTS]
    wrong += [
        (Policy("twin", ONE, route="b"), Policy("twin", ONE, route="c")),
        (Policy("twin", ONE, route="b"), Policy("other", ONE, route="b")),
    ]
    renewed, same = (Policy("all", TWO), Policy("new", TWO, service="b")), (*before, Policy("new", ONE, service="b"))
    asked = (Access("ann", route="a"), Access("ann"))
    for mistake in wrong:
        for good in (renewed, same):
            for bad in ((*good, *mistake), (*mistake, *good)):
                yield Scenario(before, (*asked, Reload(bad), *asked, Access("ann", service="b")))
                yield Scenario(before, (*asked, Reload(bad), Reload(before), *asked))
                yield Scenario(before, (*asked, Reload(bad), Reload(good), *asked, *asked))


def good_files() -> Iterator[Scenario]:
    """Yield files that are unusual and right."""
    for name in (" ", "a b", "it's", "a/b", "a,b", "5", "None", "#", "x" * 80):
        yield Scenario((Policy(name, ONE), Policy("other", ONE, route="a")), (Access("ann"),))
        yield Scenario((Policy(name, AMPLE, name, None, name, name),), (Access(name, route=name, service=name),))
    for one, other in ALIKE:
        yield Scenario((Policy(one, ONE), Policy(other, ONE, route="a")), (Access("ann"), Access("ann", route="a")))
        yield Scenario((Policy("one", ONE, one), Policy("two", ONE, other)), (Access(one), Access(other)))
    for header in ("X-Api-Key2", "x_y", "X", "5", "header:", "a:b", "X.Y", "consumer"):
        yield Scenario(
            (Policy("all", ONE, count_by=f"header:{header}"),), (Access(headers=((header, "u"),)), Access(ip="u"))
        )


def every_blank() -> Iterator[Scenario]:
    """Yield headers with blanks in their names, which are parts of them."""
    for header in (" ", " x", "x ", "x y"):
        asked = [Access(headers=((header, value),)) for value in ("u", "v", "u")]
        yield Scenario((Policy("all", ONE, count_by=f"header:{header}"),), tuple(asked))


def named_in_full() -> Iterator[Scenario]:
    """Yield files with a mistake in a policy whose name is long, or has signs in it."""
    for name in ("x" * 80, "a b", "a/b", "a:b", "5", "%s", "{}"):
        yield Scenario((Policy(name),))
        yield Scenario((Policy("other", ONE), Policy(name, ONE)))
        yield Scenario((Policy(name, ONE), Policy("other", ONE)))
        yield Scenario((Policy(name, ONE), Policy(name, ONE, route="a")))
