"""What a handover does to log-ins. Who stands above a clerk is never moved by one; passwords stay the administrator's affair."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypinyin import lazy_pinyin

from townships.in_chinese import in_chinese
from townships.models import Role, User

from .handover_sheet import MOST_NUMBERS
from .models import AccountDeed, Hazard, State

MOVABLE = {Role.INSPECTOR, Role.BUREAU, Role.OFFICIAL}


class AccountRefused(Exception):
    """The receiver's account has a role that no handover touches."""


@dataclass(frozen=True)
class AccountPlan:
    """The giver's account and the receiver's, if there is one."""

    account: User
    theirs: User | None
    receiver: object

    @property
    def scope(self):
        return f"{self.account.get_role_display()}（{self.account.place or _('全部')}）"

    @property
    def is_refused(self):
        return self.theirs is not None and self.theirs.role not in MOVABLE

    @property
    def reaches_already(self):
        """A colleague of the same scope, or somebody of the bureau, who sees every township: nothing is taken from an account."""
        if self.theirs is None:
            return False
        same = [getattr(self.theirs, name) == getattr(self.account, name) for name in ("role", "county_id", "township_id")]
        return self.theirs.is_bureau or all(same)

    def to_dos(self, today):
        """What waits for whoever works in the account's scope, and goes with it: [(words, how many, numbers of the first of them)]."""
        hazards = Hazard.objects.visible_to(self.account)
        kinds = [
            (gettext_lazy("新发现，待处理"), hazards.filter(state=State.FOUND)),
            (gettext_lazy("已回复，待复查"), hazards.filter(state=State.REPLIED)),
            (gettext_lazy("超期未销号"), hazards.overdue(today)),
        ]
        return [(words, waiting.count(), _first_numbers(waiting)) for words, waiting in kinds]


def _first_numbers(hazards):
    first = hazards.select_related("township").order_by("deadline", "pk")[: MOST_NUMBERS + 1]
    return [hazard.number for hazard in first]


def plan_account(giver, receiver, *, by):
    """The giver's active account, if this user may move it; nobody moves the account that he works with."""
    account = User.objects.filter(person=giver, is_active=True).select_related("county", "township").first()
    if account is None or account == by or account.role not in MOVABLE or not _stands_below(account, by):
        return None
    return AccountPlan(account, User.objects.filter(person=receiver).first(), receiver)


def why_kept(giver, *, by):
    """In words why an account of the giver's is not among what can move; nothing where there is none to move."""
    account = User.objects.filter(person=giver, is_active=True).first()
    if account is None:
        return ""
    if account == by:
        return _("账号 %(name)s 是您正在使用的账号，自己不能移交，请由县局其他人员或系统管理员办理。") % {"name": account.username}
    return _("账号 %(name)s 不在您可以移交的范围，请由系统管理员办理。") % {"name": account.username}


def _stands_below(account, by):
    if by.is_bureau:
        return account.county_id == by.county_id
    return account.is_inspector and account.township_id == by.township_id


@in_chinese
def settle_account(planned, deed):
    """Carry the deed out; returns what was done, as the sheet says it, and the account that was made, if one was."""
    if planned is None or deed == AccountDeed.KEEP:
        return _("账号不变。"), None
    planned.account.is_active = False
    planned.account.save(update_fields=["is_active"])
    if deed == AccountDeed.DISABLE:
        return _("账号 %(old)s 停用。") % {"old": planned.account.username}, None
    words, fresh = _moved(planned)
    return _("账号 %(old)s 停用；") % {"old": planned.account.username} + words, fresh


def _moved(planned):
    if planned.is_refused:
        raise AccountRefused
    if planned.theirs is None:
        fresh = _new_account(planned)
        words = {"new": fresh.username, "scope": planned.scope}
        return _("为接收人新建账号 %(new)s，管辖范围为%(scope)s，由系统管理员设置初始密码。") % words, fresh
    if planned.reaches_already:
        return _("接收人账号 %(new)s 的管辖范围已包含，不作改动。") % {"new": planned.theirs.username} + _if_disabled(planned.theirs), None
    theirs, account = planned.theirs, planned.account
    theirs.role, theirs.county, theirs.township = account.role, account.county, account.township
    theirs.save(update_fields=["role", "county", "township"])
    words = {"new": theirs.username, "scope": planned.scope}
    return _("接收人账号 %(new)s 的管辖范围改为%(scope)s。") % words + _if_disabled(theirs), None


def _if_disabled(theirs):
    """Of somebody who handed over before the account is disabled: only an administrator lets anybody log in again (decision 0043)."""
    return "" if theirs.is_active else _("该账号已停用，由系统管理员恢复。")


def _new_account(planned):
    account = planned.account
    fresh = User(
        username=_free_name(planned.receiver), role=account.role, county=account.county, township=account.township, person=planned.receiver
    )
    fresh.set_unusable_password()
    fresh.save()
    return fresh


def _free_name(person):
    """wangqiang, or with the roster number where somebody is called so already."""
    name = "".join(lazy_pinyin(person.name))
    return f"{name}{person.number}" if User.objects.filter(username=name).exists() else name
