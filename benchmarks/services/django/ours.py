"""The service in Django, with `ratelimit.web`."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

from ratelimit.web import Policy

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="a secret",
    MIDDLEWARE=["ratelimit.web.django.RateLimitMiddleware", "django.middleware.common.CommonMiddleware"],
    RATELIMIT={"limits": Policy("default", "1000000/hour")},
)


def hello(request):
    return HttpResponse("hello")


urlpatterns = [path("", hello)]
app = get_wsgi_application()
