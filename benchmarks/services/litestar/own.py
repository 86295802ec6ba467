"""The service in Litestar, with Litestar's own middleware."""

from litestar import Litestar, get
from litestar.middleware.rate_limit import RateLimitConfig


@get("/", media_type="text/plain")
async def hello() -> str:
    return "hello"


app = Litestar([hello], middleware=[RateLimitConfig(rate_limit=("hour", 1_000_000)).middleware])
