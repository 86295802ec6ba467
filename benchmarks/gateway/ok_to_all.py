"""A service that lets everything pass, and counts nothing: `python -m benchmarks.gateway.ok_to_all 127.0.0.1:0`."""

import asyncio
import sys
from typing import Any

import grpc
from envoy.service.ratelimit.v3 import rls_pb2, rls_pb2_grpc


class OkToAll(rls_pb2_grpc.RateLimitServiceServicer):
    """Says OK."""

    async def ShouldRateLimit(self, _request: Any, _context: Any) -> Any:  # noqa: ANN401, N802  gRPC's name, and it has no types
        """Answer with nothing but the code."""
        return rls_pb2.RateLimitResponse(overall_code=rls_pb2.RateLimitResponse.OK)


async def main(address: str) -> None:
    """Serve until the process is ended."""
    server = grpc.aio.server()
    rls_pb2_grpc.add_RateLimitServiceServicer_to_server(OkToAll(), server)
    port = server.add_insecure_port(address)
    await server.start()
    print(f"grpc: listening on port {port}", file=sys.stderr, flush=True)
    await server.wait_for_termination()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[-1]))
