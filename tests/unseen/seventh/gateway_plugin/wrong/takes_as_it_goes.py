"""Wrong: takes from one limit after the other and stops at the first that refuses, so those before it have counted a refused request."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


@dataclass
class Bucket:
    name: str
    limits: list
    limiter: Any
    count_by: str
    shadow: bool

    def key_for(self, request):
        count_by = self.count_by
        if count_by.lower().startswith("header:"):
            count_by = count_by.lower()
            name = count_by.split(":", 1)[1]
            value = ""
            for header in request.headers:
                if header.lower() == name:
                    value = request.headers[header]
        else:
            value = getattr(request, count_by)
        if not value:
            count_by, value = "ip", request.ip
        return (count_by, value) if value else "everybody"


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.buckets = {}
        self.local = {}
        self.globals = {}
        self.reload(policies)

    def reload(self, policies):
        self.validate(policies)
        buckets, local, globals_ = {}, {}, {}
        for policy in policies:
            limits = list(policy.limits)
            bucket = self.buckets.get(policy.name)
            same = bucket is not None and bucket.limits == limits
            limiter = bucket.limiter if same else self.new_limiter(policy.limits)
            bucket = Bucket(policy.name, limits, limiter, policy.count_by, policy.shadow)
            buckets[policy.name] = bucket
            if policy.enabled:
                scope = self.scope(policy)
                if policy.globally:
                    globals_.setdefault(scope, {})[policy.name] = bucket
                else:
                    local[scope] = bucket
        self.buckets, self.local, self.globals = buckets, local, globals_

    @staticmethod
    def scope(policy):
        return policy.consumer, policy.group, policy.route, policy.service

    def validate(self, policies):
        seen_names, seen_scopes = set(), {}
        for policy in policies:
            self.validate_one(policy)
            if policy.name in seen_names:
                raise ValueError(f"{policy.name!r}: name must be unique")
            seen_names.add(policy.name)
            if not policy.enabled or policy.globally:
                continue
            twin = seen_scopes.setdefault(self.scope(policy), policy.name)
            if twin != policy.name:
                raise ValueError(f"{policy.name!r}: same scope as {twin!r}")

    @staticmethod
    def validate_one(policy):
        def require(condition, field):
            if not condition:
                raise ValueError(f"{policy.name!r}: {field} is invalid")

        require(isinstance(policy.name, str) and policy.name, "name")
        for field in ("consumer", "group", "route", "service"):
            value = getattr(policy, field)
            require(value is None or (isinstance(value, str) and value), field)
        require(policy.consumer is None or policy.group is None, "group")
        require(isinstance(policy.limits, (list, tuple)) and policy.limits, "limits")
        for quota in policy.limits:
            require(isinstance(quota, Quota), "limits")
        require(isinstance(policy.count_by, str), "count_by")
        header = policy.count_by.startswith("header:") and policy.count_by != "header:"
        require(header or policy.count_by in ("consumer", "credential", "ip", "path", "service"), "count_by")
        for field in ("shadow", "enabled", "globally"):
            require(isinstance(getattr(policy, field), bool), field)

    def candidates(self, request):
        consumer, route, service = request.consumer or None, request.route or None, request.service or None
        groups = sorted(group for group in request.groups if group)
        for who, has_route, has_service in (
            ("consumer", 1, 1), ("group", 1, 1), ("consumer", 1, 0), ("consumer", 0, 1), ("group", 1, 0), ("group", 0, 1),
            ("", 1, 1), ("consumer", 0, 0), ("group", 0, 0), ("", 1, 0), ("", 0, 1), ("", 0, 0),
        ):  # fmt: skip
            if (has_route and not route) or (has_service and not service):
                continue
            place = (route if has_route else None, service if has_service else None)
            if who == "group":
                for group in groups:
                    yield (None, group, *place)
            elif who == "consumer":
                if consumer:
                    yield (consumer, None, *place)
            else:
                yield (None, None, *place)

    def access(self, request):
        scopes = list(self.candidates(request))
        local = None
        rules = []
        for scope in scopes:
            if local is None:
                local = self.local.get(scope)
            rules += self.globals.get(scope, {}).values()
        # The rules first: they stand before the service.
        rules.sort(key=lambda bucket: (-bucket.limiter.wait(bucket.key_for(request)), bucket.name))
        for bucket in rules + ([local] if local else []):
            wait = bucket.limiter.take(bucket.key_for(request))
            if wait and not bucket.shadow:
                if local and bucket is not local and not local.shadow:
                    own = local.limiter.wait(local.key_for(request))
                    if own >= wait:
                        bucket, wait = local, own
                return Verdict(False, bucket.name, 429, wait)
        return Verdict(True, local.name if local else None, 200, 0)
