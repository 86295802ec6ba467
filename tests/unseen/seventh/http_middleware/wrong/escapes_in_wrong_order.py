"""Wrong: escapes the quotes before the backslashes, so the backslash of each quote is doubled; shows with a name that has a quote."""

import ipaddress

BILLION = 10**9


def up(ns):
    return -(-ns // BILLION)


def read_address(text):
    """Return an address without zone, or None."""
    text = text.strip(" \t")
    if text.startswith("["):
        host, bracket, port = text[1:].partition("]")
        if not bracket or ":" not in host:
            return None
        if port and not (port[0] == ":" and port[1:].isdecimal()):
            return None
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
        if not port.isdecimal():
            return None
    else:
        host = text
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    if address.version == 4:
        return address
    return address.ipv4_mapped or ipaddress.IPv6Address(int(address))


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        for character in name:
            if not " " <= character <= "~":
                raise ValueError(f"name must be printable ASCII, got {name!r}")
        if on_error not in ("allow", "deny"):
            raise ValueError(f"on_error must be allow or deny, got {on_error!r}")
        networks = [ipaddress.ip_network(text) for text in trusted]
        quoted = '"' + name.replace('"', '\\"').replace("\\", "\\\\") + '"'
        policy = f"{quoted};q={quota.limit}"
        if quota.period % BILLION == 0:
            policy += f";w={quota.period // BILLION}"

        def is_trusted(address):
            return any(address in network for network in networks)

        def key_of(scope):
            client = scope.get("client")
            if client is None:
                return "unknown"
            address = read_address(client[0])
            if address is None:
                return "unknown"
            entries = []
            for header, value in scope["headers"]:
                if header == b"x-forwarded-for":
                    entries += value.decode("latin-1").split(",")
            while entries and is_trusted(address):
                further = read_address(entries.pop())
                if further is None:
                    break
                address = further
            if address.version == 4:
                return str(address)
            return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))

        def fields_of(decision):
            limit = f"{quoted};r={decision.remaining};t={up(decision.next_after)}"
            return {b"ratelimit-policy": policy.encode(), b"ratelimit": limit.encode()}

        async def answer(send, status, headers):
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": b""})

        async def serve(scope, receive, send):
            try:
                decision = await limiter.hit(key_of(scope), 1)
            except Exception:
                decision = None
            if decision is None:
                if on_error == "allow":
                    await app(scope, receive, send)
                else:
                    await answer(send, 503, [(b"retry-after", b"1")])
                return
            fields = fields_of(decision)
            if not decision.allowed:
                seconds = max(1, up(decision.retry_after))
                await answer(send, 429, [(b"retry-after", b"%d" % seconds), *fields.items()])
                return

            async def tell(message):
                if message["type"] == "http.response.start":
                    headers, said = [], {field: [] for field in fields}
                    for header, value in message.get("headers", ()):
                        if header in said:
                            said[header].append(value)
                        else:
                            headers.append((header, value))
                    for field, value in fields.items():
                        headers.append((field, b", ".join([*said[field], value])))
                    message = {**message, "headers": headers}
                await send(message)

            await app(scope, receive, tell)

        self._app, self._serve = app, serve

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await self._app(scope, receive, send)
