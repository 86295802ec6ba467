"""The service in Litestar, with `ratelimit.web`."""

from litestar import Litestar, get

from ratelimit.web import Policy
from ratelimit.web.litestar import RateLimiter


@get("/", media_type="text/plain")
async def hello() -> str:
    return "hello"


app = Litestar([hello], middleware=[RateLimiter().limit(Policy("default", "1000000/hour"))])
