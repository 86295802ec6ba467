"""The service in Flask, with flask-limiter."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

app = Flask(__name__)
Limiter(
    get_remote_address,
    app=app,
    default_limits=["1000000 per hour"],
    storage_uri="memory://",
    headers_enabled=True,
)


@app.get("/")
def hello():
    return "hello"
