"""A proxy that can hold back replies and cut connections: the server has decided, and the client can't know."""

import asyncio
from contextlib import closing, suppress


class TcpProxy:
    """Passes requests on at once, and replies as the test says."""

    def __init__(self, server, loop, tls=None):  # with what the clients see of a server with TLS
        self._to = server.host, server.port
        self._loop = loop
        self._freed = asyncio.Event()
        self.hold = 0  # how many of the next replies to hold back until `free`
        self.cut = 0  # how many of them to lose, each with its connection
        self.instead = b""  # what to say instead of decisions of a server that this no longer leads to
        self.instead_always = False  # or of any server
        self.connections = 0  # made so far
        self.open = 0  # connections that neither side has closed
        self.replies = 0  # that the server has sent so far
        self._listening = loop.run(asyncio.start_server(self._connect, "127.0.0.1", ssl=tls))
        self.host, self.port = self._listening.sockets[0].getsockname()
        self.connection_url = f"{'rediss' if tls else 'redis'}://{self.host}:{self.port}"

    def lead_to(self, server):
        """Pass on what comes over new connections to this server; old connections stay as they are."""
        self._to = server.host, server.port

    def free(self):
        """Pass on the replies that are held back."""
        self._loop.run(self._free())

    def close(self):
        self.free()
        self._loop.run(self._close())

    async def _free(self):
        self.hold = 0
        self._freed.set()
        self._freed = asyncio.Event()

    async def _close(self):
        self._listening.close()

    async def _connect(self, from_client, to_client):
        self.connections += 1
        self.open += 1
        with suppress(ConnectionError, asyncio.CancelledError), closing(to_client):
            server = self._to
            from_server, to_server = await asyncio.open_connection(*server)
            with closing(to_server):
                requests = asyncio.create_task(self._pass_requests(from_client, to_server))
                await self._pass_replies(from_server, to_client, server)
                requests.cancel()
        self.open -= 1

    async def _pass_requests(self, client, server):
        with suppress(ConnectionError):
            while request := await client.read(1 << 16):
                server.write(request)
        server.close()

    async def _pass_replies(self, server, client, address):
        while reply := await server.read(1 << 16):
            decision = reply.startswith((b"*5\r\n", b"-NOSCRIPT"))
            if self.instead and decision and (self.instead_always or address != self._to):
                reply = self.instead
            self.replies += 1
            if self.hold:
                self.hold -= 1
                await self._freed.wait()
            if self.cut:
                self.cut -= 1
                return
            client.write(reply)
