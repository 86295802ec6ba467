from django.conf import settings

from tests.web.frameworks.apps.options import CLIENT, asynchronous

settings.configure(
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=["ratelimit.web.django.RateLimitMiddleware"],
    RATELIMIT={"limits": CLIENT, **asynchronous()},
    REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": None},
    ROOT_URLCONF="tests.web.frameworks.apps.on_django",
    SECRET_KEY="no secret",  # noqa: S106
)

from tests.web.frameworks.apps.on_django import asgi  # noqa: E402, F401  it reads the settings
