"""Wrong: if the app's headers are a list already, that list is changed, and grows if the app sends its message again."""

import re
from ipaddress import IPv6Network, ip_address, ip_network

NS = 1_000_000_000
FORM = re.compile(
    r"""[ \t]*
    (?: \[ (?P<bracketed> [^\]]* ) \] (?: :[0-9]+ )?
      | (?P<v4> [0-9.]+ ) (?: :[0-9]+ )?
      | (?P<bare> .*? )
    )[ \t]*""",
    re.VERBOSE | re.DOTALL,
)
NOBODY = None


def number(text):
    """`(version, number)` of an address, or NOBODY."""
    form = FORM.fullmatch(text)
    if form is None:
        return NOBODY
    bare = form["bracketed"] or form["v4"] or form["bare"] or ""
    try:
        address = ip_address(bare)
    except ValueError:
        return NOBODY
    value = int(address)
    if address.version == 6 and value >> 32 == 0xFFFF:
        return 4, value & 0xFFFF_FFFF
    return address.version, value


class RateLimitMiddleware:
    ANSWERS = {429: b"Too Many Requests", 503: b"Service Unavailable"}

    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if on_error not in {"allow", "deny"}:
            raise ValueError(on_error)
        if not re.fullmatch(r"[ -~]*", name):
            raise ValueError(name)
        self.masks = {4: [], 6: []}
        for net in map(ip_network, trusted):
            self.masks[net.version].append((int(net.netmask), int(net.network_address)))
        self.app, self.limiter, self.on_error = app, limiter, on_error
        self.prefix = b'"' + re.sub(r'(["\\])', r"\\\1", name).encode("ascii") + b'"'
        self.policy = self.prefix + b";q=%d" % quota.limit
        if not quota.period % NS:
            self.policy += b";w=%d" % (quota.period // NS)

    def is_trusted(self, who):
        version, value = who
        return any(value & mask == base for mask, base in self.masks[version])

    def key(self, scope):
        client = scope.get("client")
        who = number(client[0]) if client else NOBODY
        if who is NOBODY:
            return "unknown"
        lines = [v.decode("latin-1") for k, v in scope["headers"] if k == b"x-forwarded-for"]
        todo = [entry for line in lines for entry in line.split(",")]
        while todo and self.is_trusted(who):
            further = number(todo.pop())
            if further is NOBODY:
                break
            who = further
        version, value = who
        if version == 4:
            return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))
        return str(IPv6Network((value >> 64 << 64, 64)))

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        key = self.key(scope)
        error = None
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception as caught:
            error = caught
        if error is not None:
            if self.on_error == "allow":
                return await self.app(scope, receive, send)
            return await self.reply(send, 503, ((b"retry-after", b"1"),))
        state = self.prefix + b";r=%d;t=%d" % (decision.remaining, (decision.next_after + NS - 1) // NS)
        own = ((b"ratelimit-policy", self.policy), (b"ratelimit", state))
        if not decision.allowed:
            seconds = max((decision.retry_after + NS - 1) // NS, 1)
            return await self.reply(send, 429, ((b"retry-after", b"%d" % seconds), *own))

        async def sending(message):
            if message["type"] == "http.response.start":
                message = dict(message, headers=self.add(message.get("headers") or (), own))
            await send(message)

        await self.app(scope, receive, sending)

    @staticmethod
    def add(headers, own):
        if not isinstance(headers, list):
            headers = list(headers)
        for name, value in own:
            at = [i for i, pair in enumerate(headers) if pair[0] == name]
            joined = b", ".join([headers[i][1] for i in at] + [value])
            if at:
                headers[at[0]] = (name, joined)
                for i in reversed(at[1:]):
                    del headers[i]
            else:
                headers.append((name, joined))
        return headers

    async def reply(self, send, status, headers):
        body = self.ANSWERS[status]
        length = (b"content-length", b"%d" % len(body))
        await send({"type": "http.response.start", "status": status, "headers": [length, *headers]})
        await send({"type": "http.response.body", "body": body})
