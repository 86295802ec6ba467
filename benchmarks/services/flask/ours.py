"""The service in Flask, with `ratelimit.web`."""

from flask import Flask

from ratelimit.web import Policy
from ratelimit.web.flask import RateLimiter

app = Flask(__name__)
RateLimiter(app, Policy("default", "1000000/hour"))


@app.get("/")
def hello():
    return "hello"
