from flask import Flask

from ratelimit.web.flask import RateLimiter
from tests.web.frameworks.apps.options import CLIENT, SEARCH, pid, plain

app = Flask(__name__)
limiter = RateLimiter(app, CLIENT, **plain())
app.add_url_rule("/pid", "pid", pid)
app.add_url_rule("/search", "search", limiter.limit(SEARCH)(pid))
app.add_url_rule("/", "home", pid)
