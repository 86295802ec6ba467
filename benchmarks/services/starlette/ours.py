"""The service in Starlette, with `ratelimit.web`."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from ratelimit.web import Policy, RateLimitMiddleware


async def hello(request):
    return PlainTextResponse("hello")


limits = Policy("default", "1000000/hour")
app = Starlette(routes=[Route("/", hello)], middleware=[Middleware(RateLimitMiddleware, limits=limits)])
