"""The service in Django, with django-ratelimit, which tells clients nothing."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from django_ratelimit.decorators import ratelimit

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="a secret",
    MIDDLEWARE=["django_ratelimit.middleware.RatelimitMiddleware", "django.middleware.common.CommonMiddleware"],
    RATELIMIT_VIEW=f"{__name__}.refused",
    SILENCED_SYSTEM_CHECKS=["django_ratelimit.E003", "django_ratelimit.W001"],  # a cache in memory, of one process
)


@ratelimit(key="ip", rate="1000000/h")
def hello(request):
    return HttpResponse("hello")


def refused(request, error):
    return HttpResponse(status=429)


urlpatterns = [path("", hello)]
app = get_wsgi_application()
