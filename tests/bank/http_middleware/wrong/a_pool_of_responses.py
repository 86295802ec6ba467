"""Uses one list of headers for all requests that are under way.

Breaks: law 8 (many at once)
Level: many
Same as: decision_on_the_middleware
Shows: middleware('10/minute') http() http(client='192.0.2.7', limiter=granted(3, 1)) turns(1, 2, 1, 2)
Shipped: not known
"""

from ipaddress import ip_address, ip_interface, ip_network


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        assert_choice(on_error)
        self.app, self.limiter, self.deny = app, limiter, on_error == "deny"
        self.own = []
        self.nets = set(map(ip_network, trusted))
        self.sf_name = sf_string(name)
        secs, rest = divmod(quota.period, 10**9)
        self.policy = self.sf_name + f";q={quota.limit}" + ("" if rest else f";w={secs}")

    async def __call__(self, scope, receive, send):
        kind = scope["type"]
        if kind != "http":
            await self.app(scope, receive, send)
            return
        try:
            verdict = await self.limiter.hit(who(scope, self.nets), 1)
        except Exception:
            verdict = None
        if verdict is None:
            if self.deny:
                await finish(send, 503, [("retry-after", "1")])
            else:
                await self.app(dict(scope), receive, send)
            return
        own = self.own
        own[:] = [
            ("ratelimit-policy", self.policy),
            ("ratelimit", f"{self.sf_name};r={verdict.remaining};t={round_up(verdict.next_after)}"),
        ]
        if not verdict.allowed:
            await finish(send, 429, [*own, ("retry-after", str(round_up(verdict.retry_after) or 1))])
            return

        async def pass_on(message):
            copy = dict(message)
            if copy["type"] == "http.response.start":
                pairs = [(name, value) for name, value in copy.get("headers", [])]
                for name, value in own:
                    name, value = name.encode(), value.encode()
                    there = [old for other, old in pairs if other == name]
                    pairs = [pair for pair in pairs if pair[0] != name]
                    pairs.append((name, b", ".join(there + [value])))
                copy["headers"] = pairs
            await send(copy)

        await self.app(dict(scope), receive, pass_on)


async def finish(send, status, headers):
    pairs = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": b"later\n"})


def assert_choice(text):
    if text not in ("allow", "deny"):
        raise ValueError("allow or deny")


def sf_string(text):
    out = []
    for c in text:
        if not 0x20 <= ord(c) < 0x7F:
            raise ValueError("no such character in a header")
        out.append("\\" + c if c in '\\"' else c)
    return f'"{"".join(out)}"'


def round_up(ns):
    return sum(divmod(ns, 10**9)[:1]) + (1 if ns % 10**9 else 0)


def who(scope, nets):
    if not scope.get("client"):
        return "unknown"
    first = plain(scope["client"][0])
    if first is None:
        return "unknown"
    entries = []
    for name, value in scope["headers"]:
        if name == b"x-forwarded-for":
            entries.extend(value.decode("latin-1").split(","))
    return network_of(outermost(first, entries, nets))


def outermost(address, entries, nets):
    """Go one hop outwards for each trusted address, recursively."""
    if not entries or not any(address in net for net in nets):
        return address
    *rest, last = entries
    further = plain(last)
    return address if further is None else outermost(further, rest, nets)


def network_of(address):
    return str(address) if address.version == 4 else str(ip_interface(f"{address}/64").network)


def plain(text):
    text = text.strip()
    if text.startswith("["):
        text = text.strip("[").split("]")[0]
    elif "." in text and ":" in text and text.count(":") == 1:
        text = text.split(":")[0]
    try:
        address = ip_address(text.split("%")[0])
    except ValueError:
        return None
    return address if address.version == 4 or not address.ipv4_mapped else address.ipv4_mapped
