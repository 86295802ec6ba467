"""Wrong: makes the 429 once and fills its headers in for each refusal; a refusal that the server is still sending gets the numbers of the next one."""

import ipaddress


class Template:
    """A response that is made once and filled in often."""

    def __init__(self, status, body):
        self.headers = [(b"content-length", str(len(body)).encode())]
        self.fixed = len(self.headers)
        self.start = {"type": "http.response.start", "status": status, "headers": self.headers}
        self.body = {"type": "http.response.body", "body": body, "more_body": False}

    async def send(self, send, *pairs):
        self.headers[self.fixed :] = pairs
        await send(self.start)
        await send(self.body)


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        name.encode("ascii")  # a UnicodeEncodeError is a ValueError
        if any(ord(c) < 32 or ord(c) == 127 for c in name):
            raise ValueError("name has a control character")
        if on_error not in ("allow", "deny"):
            raise ValueError("on_error must be allow or deny")
        self.app, self.limiter, self.deny = app, limiter, on_error == "deny"
        self.proxies = [ipaddress.ip_network(t) for t in trusted]
        quoted = name.replace("\\", r"\\").replace('"', r"\"")
        self.prefix = f'"{quoted}"'
        self.policy = f"{self.prefix};q={quota.limit}".encode()
        if quota.period % 10**9 == 0:
            self.policy += b";w=%d" % (quota.period // 10**9)
        self.too_many = Template(429, b"Too Many Requests")
        self.unavailable = Template(503, b"Service Unavailable")

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        who = self.who(scope)
        try:
            decision = await self.limiter.hit(who, 1)
        except Exception:
            decision = None
        if decision is None:
            if self.deny:
                await self.unavailable.send(send, (b"retry-after", b"1"))
            else:
                await self.app(scope, receive, send)
            return
        limit = f"{self.prefix};r={decision.remaining};t={-(decision.next_after // -(10**9))}".encode()
        mine = ((b"ratelimit-policy", self.policy), (b"ratelimit", limit))
        if not decision.allowed:
            seconds = max(-(decision.retry_after // -(10**9)), 1)
            await self.too_many.send(send, *mine, (b"retry-after", b"%d" % seconds))
            return

        async def with_fields(message):
            if message["type"] != "http.response.start":
                return await send(message)
            headers = [tuple(pair) for pair in message.get("headers", ())]
            for field, value in mine:
                theirs = [v for n, v in headers if n == field]
                headers = [pair for pair in headers if pair[0] != field]
                headers.append((field, b", ".join(theirs + [value])))
            return await send({**message, "headers": headers})

        await self.app(scope, receive, with_fields)

    def who(self, scope):
        client = scope.get("client")
        address = self.read(client[0]) if client else None
        if address is None:
            return "unknown"
        for line in reversed([v for n, v in scope["headers"] if n == b"x-forwarded-for"]):
            for entry in reversed(line.decode("latin-1").split(",")):
                if not any(address in proxy for proxy in self.proxies):
                    return self.text(address)
                further = self.read(entry)
                if further is None:
                    return self.text(address)
                address = further
        return self.text(address)

    @staticmethod
    def text(address):
        if address.version == 4:
            return str(address)
        return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))

    @staticmethod
    def read(text):
        text = text.strip(" \t")
        if text.startswith("["):
            text = text[1:].partition("]")[0]
        elif text.count(":") == 1:
            text = text.partition(":")[0]
        if ":" in text:
            text = text.partition("%")[0]
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return None
        return getattr(address, "ipv4_mapped", None) or address
