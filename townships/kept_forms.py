"""A form that is sent after its session has ended: the log-in page carries it; whoever filled it in logs in there and sends it again."""

from dataclasses import asdict

from django.contrib.auth import views
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.shortcuts import render

from townships.ended_sessions import adopt, forget_account, remember, take_in
from townships.forms.passwords import LogInForm
from townships.models import User

SALT = "a form kept over a log-in"
LIMIT = 200_000  # characters: a page of text, not a book
PATIENCE = 3600  # seconds between sending it and logging in


class KeepingLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Nothing that was typed or chosen is lost because a session ended meanwhile; which files are lost all the same, the page says."""

    def handle_no_permission(self, request, view_func):
        if request.method != "POST" or request.htmx or not (kept := pack(request)):
            return super().handle_no_permission(request, view_func)
        return log_in_page(request, kept, unpack(kept))


def log_in_page(request, kept, sent):
    page = {"form": LogInForm(request), "next": sent["address"], "kept": kept, "sent": sent}
    return render(request, "accounts/login.html", page)


class LogIn(views.LoginView):
    form_class = LogInForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **context):
        kept = self.request.POST.get("kept")
        return super().get_context_data(kept=kept, sent=unpack(kept or ""), **context)

    def form_valid(self, form):
        answer = super().form_valid(form)
        if sent := unpack(kept := self.request.POST.get("kept", "")):
            answer = resume(self.request, kept, sent)
        remember(answer, self.request.user)
        return answer


class LogOut(views.LogoutView):
    """Whoever goes away leaves nothing behind that speaks for the account; who logged in with somebody else's form hands it on."""

    def post(self, request, *args, **kwargs):
        answer = super().post(request, *args, **kwargs)
        if sent := unpack(kept := request.POST.get("kept", "")):
            answer = log_in_page(request, kept, sent)
        forget_account(answer)
        return answer


def pack(request):
    """What was sent, signed; nothing for an empty form, for passwords, or for more than a page can carry."""
    fields = [[name, value] for name in request.POST for value in request.POST.getlist(name) if name != "csrfmiddlewaretoken"]
    if any("password" in name for name, _value in fields) or sum(len(value) for _name, value in fields) > LIMIT:
        return ""
    if not fields and not request.FILES:
        return ""
    sent = {"address": request.get_full_path(), "fields": fields, **asdict(take_in(request))}
    return signing.dumps(sent, salt=SALT, compress=True)


def unpack(kept):
    """{address, fields: [[name, value]], texts, account, keys, waiting, lost (ended_sessions.Late)}; None when not ours or too old."""
    try:
        sent = signing.loads(kept, salt=SALT, max_age=PATIENCE)
    except signing.BadSignature:
        return None
    return sent | {"texts": [value for _name, value in sent["fields"] if is_typed(value)]}


def resume(request, kept, sent):
    """To whoever filled it in; another account is told whose it is, and neither reads nor sends it."""
    if sent["account"] not in (None, request.user.pk):
        owner = User.objects.get(pk=sent["account"])
        return render(request, "accounts/kept_for_another.html", {"kept": kept, "owner": owner})
    return render(request, "accounts/kept_form.html", claimed(sent, request.user))


def claimed(sent, user):
    """As it is sent again: the files that wait for this account are among the fields."""
    adopt(user, [key for _name, key in sent["keys"]])
    return sent | {"fields": sent["fields"] + sent["keys"]}


def is_typed(value):
    """Words, rather than a key, a number or a date that was chosen."""
    return any(letter >= "\u4e00" for letter in value) or " " in value.strip()
