"""A form that is sent after its session has ended: the log-in page carries it, and whoever logs in there sends it again."""

from django.contrib.auth import views
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.shortcuts import render

from townships.forms.passwords import LogInForm

SALT = "a form kept over a log-in"
LIMIT = 200_000  # characters: a page of text, not a book
PATIENCE = 3600  # seconds between sending it and logging in


class KeepingLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Nothing that was typed is lost because a session ended meanwhile. Files can't be carried; the page says so."""

    def handle_no_permission(self, request, view_func):
        if request.method != "POST" or request.htmx or not (kept := pack(request)):
            return super().handle_no_permission(request, view_func)
        page = {"form": LogInForm(request), "next": request.get_full_path(), "kept": kept}
        return render(request, "accounts/login.html", page)


class LogIn(views.LoginView):
    form_class = LogInForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **context):
        return super().get_context_data(kept=self.request.POST.get("kept"), **context)

    def form_valid(self, form):
        answer = super().form_valid(form)
        sent = unpack(self.request.POST.get("kept", ""))
        return render(self.request, "accounts/kept_form.html", sent) if sent else answer


def pack(request):
    """What was sent, signed; nothing for an empty form, for passwords, or for more than a page can carry."""
    fields = [[name, value] for name in request.POST for value in request.POST.getlist(name) if name != "csrfmiddlewaretoken"]
    if not fields or any("password" in name for name, _value in fields) or sum(len(value) for _name, value in fields) > LIMIT:
        return ""
    sent = {"address": request.get_full_path(), "fields": fields, "had_files": bool(request.FILES)}
    return signing.dumps(sent, salt=SALT, compress=True)


def unpack(kept):
    """{address, fields: [[name, value]], had_files, texts}, or None when it is not ours or too old."""
    try:
        sent = signing.loads(kept, salt=SALT, max_age=PATIENCE)
    except signing.BadSignature:
        return None
    return sent | {"texts": [value for _name, value in sent["fields"] if is_typed(value)]}


def is_typed(value):
    """Words, rather than a key, a number or a date that was chosen."""
    return any(letter >= "\u4e00" for letter in value) or " " in value.strip()
