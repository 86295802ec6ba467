"""The service in Litestar, without a limit."""

from litestar import Litestar, get


@get("/", media_type="text/plain")
async def hello() -> str:
    return "hello"


app = Litestar([hello])
