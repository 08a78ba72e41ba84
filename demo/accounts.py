"""The accounts of the demonstration county, one per role and a colleague where a deed needs two."""

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
    return [(name, words) for name, words in SHOWN if name in users and users[name].check_password(PASSWORD)]


def leader_of(county):
    """The deputy county head in charge, who signs last when a major hazard is closed."""
    return Person.objects.filter(county=county, duties__kind__key="county_deputy").order_by("number").last()


def add_account(username, role, *, county=None, township=None, person=None):
    user = User(username=username, role=role, county=county, township=township, person=person, must_change_password=False)
    user.set_password(PASSWORD)
    user.save()
    return user
