from aiohttp import web

from ratelimit.web.aiohttp import RateLimiter
from tests.web.frameworks.apps.options import CLIENT, SEARCH, asynchronous, pid

limiter = RateLimiter(CLIENT, **asynchronous())


async def home(request):
    return web.Response(text=pid())


app = web.Application()
limiter.setup(app)
app.router.add_get("/pid", home)
app.router.add_get("/search", limiter.limit(SEARCH)(home))
app.router.add_get("/", home)
