"""The accounts of the demonstration county, one per role and a colleague where a deed needs two."""

from functools import cache

from django.contrib.auth.hashers import check_password, make_password

from townships.models import Person, User

PASSWORD = "demo-2026-anquan"  # noqa: S105 a demonstration's, printed at start

# The accounts to show first: one per role, and a colleague where a deed needs two people.
SHOWN = [
    ("ju", "县局工作人员"),
    ("ju2", "县局工作人员（复核）"),
    ("guanting", "官亭乡安监员"),
    ("guanting2", "官亭乡安监员（复查）"),
    ("dongshan", "东山镇安监员"),
    ("dongshan2", "东山镇安监员（复查）"),
    ("lingdao", "县领导"),
    ("shi", "市安委办（看全市）"),
    ("admin", "系统管理员"),
    ("audit", "审计员"),
]


def accounts_here():
    """(user name, who this is) of the demonstration accounts that this database has with the demonstration's password."""
    users = {user.username: user for user in User.objects.filter(username__in=dict(SHOWN), is_active=True)}
    # Most share one hash, and comparing a password with a hash is slow by design.
    ours = {encoded for encoded in {user.password for user in users.values()} if check_password(PASSWORD, encoded)}
    return [(name, words) for name, words in SHOWN if name in users and users[name].password in ours]


def leader_of(county):
    """The deputy county head in charge, who signs last when a major hazard is closed."""
    return Person.objects.filter(county=county, duties__kind__key="county_deputy").order_by("number").last()


@cache
def encoded_password():
    """One hash for all of them: what everybody knows needs no salt of its own."""
    return make_password(PASSWORD)


def add_account(username, role, *, county=None, township=None, person=None):
    posts = {"county": county, "township": township, "person": person}
    return User.objects.create(username=username, password=encoded_password(), role=role, must_change_password=False, **posts)
