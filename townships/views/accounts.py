from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townships.access import is_administrator, only
from townships.accounts import hand_over_password
from townships.filters.accounts import AccountFilter
from townships.forms.accounts import AccountForm
from townships.lists import ledger_list
from townships.models import User
from townships.tables.accounts import AccountTable


@require_safe
@only(is_administrator)
def account_list(request):
    accounts = User.objects.visible_to(request.user).select_related("county", "township", "person").order_by("-is_active", "username")
    return ledger_list(request, accounts, filterset=AccountFilter, table=AccountTable, template="townships/accounts.html")


@never_cache
@require_http_methods(["GET", "POST"])
@only(is_administrator)
def create_account(request):
    form = AccountForm(request.POST or None, by=request.user)
    if form.is_valid():
        return _show_password(request, form.save(commit=False))
    return render(request, "townships/account_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@only(is_administrator)
@transaction.atomic
def edit_account(request, pk):
    account = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    username = account.username
    form = AccountForm(request.POST or None, instance=account, by=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("账号 %(username)s 已保存。") % {"username": account.username})
        return redirect("townships:accounts")
    return render(request, "townships/account_form.html", {"form": form, "account": account, "username": username})


@never_cache
@require_POST
@only(is_administrator)
def reset_password(request, pk):
    return _show_password(request, get_object_or_404(_accounts_of_others(request), pk=pk))


@require_POST
@only(is_administrator)
def switch_account(request, pk):
    """Disable an account or enable it again; nothing that it did is touched."""
    account = get_object_or_404(_accounts_of_others(request), pk=pk)
    account.is_active = not account.is_active
    account.save(update_fields=["is_active"])
    words = _("账号 %(username)s 已启用。") if account.is_active else _("账号 %(username)s 已停用。")
    messages.success(request, words % {"username": account.username})
    return redirect("townships:accounts")


def _accounts_of_others(request):
    return User.objects.visible_to(request.user).exclude(pk=request.user.pk)


def _show_password(request, account):
    # Not redirected: the password is stored nowhere, and this answer is the only one that shows it.
    return render(request, "townships/account_password.html", {"password": hand_over_password(account), "account": account})
