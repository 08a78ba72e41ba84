from django.conf import settings
from django.utils import translation


class LanguageSwitchMiddleware:
    """Chinese unless this reader pressed the switch in the page's foot; a browser's own language decides nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            return self.get_response(request)
