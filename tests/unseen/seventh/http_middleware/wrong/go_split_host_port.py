"""Wrong: a port of Go's net.SplitHostPort, which fails without a port and leaves the brackets; shows with [2001:db8::7] alone, which is then no address."""

import ipaddress


class AddrError(Exception):
    pass


def split_host_port(hostport):
    """As in Go: host, port; an error if there is no port or there are too many colons."""
    i = hostport.rfind(":")
    if i < 0:
        raise AddrError("missing port in address")
    if hostport[0] == "[":
        end = hostport.find("]")
        if end < 0:
            raise AddrError("missing ']' in address")
        if end + 1 == len(hostport):
            raise AddrError("missing port in address")
        if end + 1 != i:
            raise AddrError("too many colons in address")
        return hostport[1:end], hostport[i + 1 :]
    host = hostport[:i]
    if ":" in host:
        raise AddrError("too many colons in address")
    return host, hostport[i + 1 :]


def parse_ip(s):
    """As in Go: the address, and nothing if it is none."""
    s = s.strip(" \t")
    try:
        host, port = split_host_port(s)
        if not port.isdigit():
            return None
    except AddrError:
        host = s
    zone = host.find("%")
    if zone >= 0 and ":" in host:
        host = host[:zone]
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return None
    if ip.version == 6 and ip.ipv4_mapped:
        return ip.ipv4_mapped  # To4()
    return ip


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        for r in name:
            if r < " " or r > "~":
                raise ValueError(f"invalid name {name!r}")
        if on_error != "allow" and on_error != "deny":
            raise ValueError(f"invalid on_error {on_error!r}")
        self.next = app
        self.limiter = limiter
        self.cidrs = [ipaddress.ip_network(cidr) for cidr in trusted]
        self.name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        self.quota = quota
        self.fail_closed = on_error == "deny"

    def trusts(self, ip):
        for cidr in self.cidrs:
            if ip in cidr:
                return True
        return False

    def client_ip(self, scope):
        client = scope.get("client")
        if client is None:
            return None
        ip = parse_ip(client[0])
        if ip is None:
            return None
        xff = []
        for k, v in scope["headers"]:
            if k == b"x-forwarded-for":
                xff.extend(v.decode("latin-1").split(","))
        i = len(xff) - 1
        while i >= 0 and self.trusts(ip):
            hop = parse_ip(xff[i])
            if hop is None:
                break
            ip = hop
            i -= 1
        return ip

    def key(self, scope):
        ip = self.client_ip(scope)
        if ip is None:
            return "unknown"
        if ip.version == 4:
            return str(ip)
        return str(ipaddress.IPv6Network((ip.packed[:8] + b"\0" * 8, 64)))

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.next(scope, receive, send)
            return
        err = None
        res = None
        try:
            res = await self.limiter.hit(self.key(scope), 1)
        except Exception as e:
            err = e
        if err is not None:
            if self.fail_closed:
                await self.write(send, 503, [(b"retry-after", b"1")])
            else:
                await self.next(scope, receive, send)
            return
        policy = f"{self.name};q={self.quota.limit}"
        if self.quota.period % 1_000_000_000 == 0:
            policy += f";w={self.quota.period // 1_000_000_000}"
        limit = f"{self.name};r={res.remaining};t={(res.next_after + 999_999_999) // 1_000_000_000}"
        if not res.allowed:
            secs = (res.retry_after + 999_999_999) // 1_000_000_000
            if secs < 1:
                secs = 1
            await self.write(
                send,
                429,
                [
                    (b"ratelimit-policy", policy.encode()),
                    (b"ratelimit", limit.encode()),
                    (b"retry-after", str(secs).encode()),
                ],
            )
            return

        async def write_header(msg):
            if msg["type"] == "http.response.start":
                header = list(msg.get("headers", ()))
                for k, v in ((b"ratelimit-policy", policy), (b"ratelimit", limit)):
                    vs = [val for key, val in header if key == k]
                    vs.append(v.encode())
                    header = [kv for kv in header if kv[0] != k]
                    header.append((k, b", ".join(vs)))
                msg = {**msg, "headers": header}
            await send(msg)

        await self.next(scope, receive, write_header)

    @staticmethod
    async def write(send, status, header):
        await send({"type": "http.response.start", "status": status, "headers": header})
        await send({"type": "http.response.body", "body": b""})
