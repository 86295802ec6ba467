"""The service in Starlette, with slowapi."""

from slowapi import Limiter, _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from slowapi.util import get_remote_address
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

limiter = Limiter(key_func=get_remote_address, headers_enabled=True)


@limiter.limit("1000000/hour")
async def hello(request):
    return PlainTextResponse("hello")


app = Starlette(routes=[Route("/", hello)])
app.state.limiter = limiter
app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)
