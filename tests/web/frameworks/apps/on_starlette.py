from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from ratelimit.web import RateLimitMiddleware
from tests.web.frameworks.apps.options import CLIENT, SEARCH, asynchronous, pid

limited = partial(Middleware, RateLimitMiddleware, **asynchronous())


async def hello(request):
    return PlainTextResponse(pid())


app = Starlette(
    routes=[
        Route("/pid", hello),
        Route("/search", hello, middleware=[limited(limits=SEARCH)]),
        Route("/", hello),
    ],
    middleware=[limited(limits=CLIENT)],
)
