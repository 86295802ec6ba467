from fastapi import Depends, FastAPI

from ratelimit.web import RateLimitMiddleware
from ratelimit.web.fastapi import RateLimit
from tests.web.frameworks.apps.options import CLIENT, SEARCH, asynchronous, pid

app = FastAPI()
app.add_middleware(RateLimitMiddleware, limits=CLIENT, **asynchronous())


@app.get("/pid")
async def which():
    return int(pid())


@app.get("/search", dependencies=[Depends(RateLimit(SEARCH))])
def search():
    return int(pid())


@app.get("/")
async def home():
    return int(pid())
