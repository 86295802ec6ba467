import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

from ratelimit.web.django import limit
from tests.web.frameworks.apps.options import CLIENT, SEARCH, pid, plain

HAS_OTHERS = settings.configured  # those of on_django_asyncio, which are for ASGI alone
if not HAS_OTHERS:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=["ratelimit.web.django.RateLimitMiddleware"],
        RATELIMIT={"limits": CLIENT, **plain()},
        REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": None},
        ROOT_URLCONF=__name__,
        SECRET_KEY="no secret",  # noqa: S106
    )
django.setup()

from rest_framework.response import Response  # noqa: E402  it reads the settings
from rest_framework.views import APIView  # noqa: E402  it reads the settings

from ratelimit.web.rest_framework import RateLimitThrottle  # noqa: E402  it reads the settings


class SearchThrottle(RateLimitThrottle):
    limits = SEARCH


class Search(APIView):
    throttle_classes = (SearchThrottle,)

    def get(self, request):
        return Response(int(pid()))


def home(request):
    return HttpResponse(pid())


@limit(SEARCH)
async def search(request):
    return HttpResponse(pid())


@limit(SEARCH)
def search_sync(request):
    return HttpResponse(pid())


urlpatterns = [
    path("pid", home),
    path("search", search),
    path("search/sync", search_sync),
    path("search/rest", Search.as_view()),
    path("", home),
]
asgi = get_asgi_application()
wsgi = None if HAS_OTHERS else get_wsgi_application()
