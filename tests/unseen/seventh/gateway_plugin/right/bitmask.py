"""Right: a port from C: scopes are bit masks, a fixed order of the twelve masks, and one dictionary with mask and texts as key."""

from collections import namedtuple

from ratelimit import Quota

Verdict = namedtuple("Verdict", "allowed policy status retry_after")

C, G, R, S = 8, 4, 2, 1
ORDER = (C | R | S, G | R | S, C | R, C | S, G | R, G | S, R | S, C, G, R, S, 0)
FIELDS = ((C, "consumer"), (G, "group"), (R, "route"), (S, "service"))
BY = {"consumer": 1, "credential": 2, "ip": 3, "path": 4, "service": 5}
HEADER = 6
NOBODY = (0, None, None)


def mask_of(policy):
    mask = 0
    for bit, field in FIELDS:
        if getattr(policy, field) is not None:
            mask |= bit
    return mask


def fail(policy, field):
    raise ValueError("policy %r has a bad %s: %r" % (policy.name, field, getattr(policy, field)))


def is_text(value):
    return isinstance(value, str) and len(value) > 0


def verify(policies):
    seen = {}
    owner = {}
    for p in policies:
        if not is_text(p.name):
            fail(p, "name")
        if p.name in seen:
            fail(p, "name")
        seen[p.name] = p
        for _, field in FIELDS:
            value = getattr(p, field)
            if not (value is None or is_text(value)):
                fail(p, field)
        mask = mask_of(p)
        if mask & C and mask & G:
            fail(p, "consumer")
        if type(p.limits) is not list and type(p.limits) is not tuple:
            if not isinstance(p.limits, (tuple, list)):
                fail(p, "limits")
        count = 0
        for each in p.limits:
            if not isinstance(each, Quota):
                fail(p, "limits")
            count += 1
        if count == 0:
            fail(p, "limits")
        by = p.count_by
        if not isinstance(by, str):
            fail(p, "count_by")
        if by not in BY and (by[:7] != "header:" or by[7:] == ""):
            fail(p, "count_by")
        for flag in "shadow", "enabled", "globally":
            if getattr(p, flag) is not True and getattr(p, flag) is not False:
                fail(p, flag)
        if p.enabled and not p.globally:
            where = mask, p.consumer, p.group, p.route, p.service
            if where in owner:
                raise ValueError("same scope: %r, %r" % (owner[where], p.name))
            owner[where] = p.name


class Slot:
    __slots__ = ("name", "quotas", "limiter", "quiet", "by", "header")

    def __init__(self, p, limiter):
        self.name = p.name
        self.quotas = [*p.limits]
        self.limiter = limiter
        self.quiet = p.shadow
        self.by = BY.get(p.count_by, HEADER)
        self.header = p.count_by[7:].lower()


def counter(slot, request, headers):
    by = slot.by
    if by == HEADER:
        value = headers.get(slot.header)
    elif by == 1:
        value = request.consumer
    elif by == 2:
        value = request.credential
    elif by == 3:
        value = request.ip
    elif by == 4:
        value = request.path
    else:
        value = request.service
    if value:
        return by, slot.header if by == HEADER else None, value
    if request.ip:
        return 3, None, request.ip
    return NOBODY


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.slots = {}
        self.local = {}
        self.rules = {}
        self.reload(policies)

    def reload(self, policies):
        verify(policies)
        slots, local, rules = {}, {}, {}
        for p in policies:
            before = self.slots.get(p.name)
            keep = before is not None and before.quotas == list(p.limits)
            slot = Slot(p, before.limiter if keep else self.new_limiter(p.limits))
            slots[p.name] = slot
            if p.enabled:
                where = (mask_of(p), p.consumer or p.group, p.route, p.service)
                if p.globally:
                    rules[where] = rules.get(where, ()) + (slot,)
                else:
                    local[where] = slot
        self.slots = slots
        self.local = local
        self.rules = rules

    def access(self, request):
        groups = [g for g in request.groups if g]
        groups.sort()
        consumer = [request.consumer] if request.consumer else []
        have = 0
        if request.route:
            have |= R
        if request.service:
            have |= S
        chosen = None
        slots = []
        for mask in ORDER:
            if mask & (R | S) & ~have:
                continue
            who = consumer if mask & C else groups if mask & G else [None]
            route = request.route if mask & R else None
            service = request.service if mask & S else None
            for w in who:
                where = (mask, w, route, service)
                if chosen is None and where in self.local:
                    chosen = self.local[where]
                if where in self.rules:
                    slots.extend(self.rules[where])
        if chosen is not None:
            slots.append(chosen)
        headers = {}
        for name in request.headers:
            headers[name.lower()] = request.headers[name]
        worst = 0
        blame = None
        keys = []
        for slot in slots:
            key = counter(slot, request, headers)
            keys.append(key)
            if slot.quiet:
                continue
            wait = slot.limiter.wait(key)
            if wait == 0:
                continue
            # The local policy comes last, and so wins whatever waits as long as it.
            if wait > worst or (wait == worst and (slot is chosen or slot.name < blame.name)):
                worst, blame = wait, slot
        if blame is not None:
            return Verdict(False, blame.name, 429, worst)
        for slot, key in zip(slots, keys):
            slot.limiter.take(key)
        return Verdict(True, chosen.name if chosen is not None else None, 200, 0)
