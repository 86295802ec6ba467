from litestar import Litestar, get

from ratelimit.web.litestar import RateLimiter
from tests.web.frameworks.apps.options import CLIENT, SEARCH, asynchronous, pid

limiter = RateLimiter(**asynchronous())


@get(["/pid", "/"])
async def home() -> str:
    return pid()


@get("/search", middleware=[limiter.limit(SEARCH)])
async def search() -> str:
    return pid()


app = Litestar([home, search], middleware=[limiter.limit(CLIENT)], openapi_config=None)
