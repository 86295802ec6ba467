"""Why a request is answered as it is."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ratelimit.gateway.asked import Asked
from ratelimit.gateway.descriptors import Descriptors
from ratelimit.gateway.gateway import Gateway
from ratelimit.gateway.request import request_of
from ratelimit.gateway.verdict import Verdict
from ratelimit.protocols import name_of


def read_request(path: Path) -> tuple[str, list[list[tuple[str, str]]], int]:
    """Return the domain, the descriptors and the hits of a request, as Envoy would send them.

    Raises `ValueError` for what is no such request, and `OSError` if it can't be read.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path}: must be JSON: {error}") from error
    told = said.get("descriptors") if isinstance(said, dict) else None
    if type(told) is not list:
        shape = '{"domain": "shop", "descriptors": [{"path": "/search"}]}'
        raise ValueError(f"{path}: must be like {shape}, got {said!r}")
    descriptors = []
    for each in told:
        if not isinstance(each, dict) or not all(isinstance(value, str) for value in each.values()):
            raise ValueError(f"{path}: a descriptor must be like {{'path': '/search'}}, got {each!r}")
        descriptors.append(list(each.items()))
    hits = said.get("hits_addend") or 1  # as Envoy means 0, and what it leaves out
    if type(hits) is not int or hits < 1:
        raise ValueError(f"{path}: hits_addend must be a whole number of at least 0, got {hits!r}")
    return str(said.get("domain") or ""), descriptors, hits


async def explain(gateway: Gateway, domain: str, descriptors: Sequence[Any], hits: int) -> dict[str, Any]:
    """Return which policies a request counts in, by what, and what it would be answered by counters of its own."""
    book = gateway.book(domain)
    if book is None:
        return {"policies": [], "why": f"no file is for the domain {domain!r}, so the request passes"}
    if isinstance(book, Descriptors):
        found = book.asked([(entries, None, hits) for entries in descriptors])
        asked = list(dict.fromkeys(each for each in found if each is not None))
        unmatched = [dict(entries) for entries, each in zip(descriptors, found, strict=True) if each is None]
        verdict = await gateway.decide_on_descriptors(asked)
        rest: Mapping[str, Any] = {"descriptors_that_count_in_none": unmatched}
    else:
        request = request_of(descriptors)
        asked = book.asked(request, hits)
        verdict = await gateway.decide(asked)
        rest = {"less_specific": [rule.name for rule in book.passed_over(request)]}
    return {"policies": [_policy(each) for each in asked], **rest, "answer": _answer(verdict)}


def _policy(asked: Asked) -> dict[str, Any]:
    rule = asked.rule
    limits = [f"{limit.quota} by {name_of(limit.algorithm)}" for limit in rule.limits]
    return {
        "name": rule.name,
        "limits": limits or ("blocked" if rule.blocks else "unlimited"),
        "is_for": rule.scope or "every request",
        "counted_by": rule.counted(asked.key),
        "cost": asked.cost,
        "global": rule.globally,
        "shadow": rule.shadow,
    }


def _answer(verdict: Verdict) -> dict[str, Any]:
    return {
        "allowed": verdict.allowed,
        "decided_by": verdict.policy,
        "would_be_refused_by": list(verdict.shadows),
        "fields": dict(verdict.fields()),
    }
