from django.http import Http404


class NoSuchKeyMiddleware:
    """A key of more than 64 bits, typed into an address or a hidden field, is a row that isn't there.

    PostgreSQL finds nothing of its own accord; sqlite3 raises before it looks.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, OverflowError) and "SQLite INTEGER" in str(exception):
            raise Http404 from exception
