"""The service in Flask, without a limit."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello():
    return "hello"
