import pytest

from tests.factories.townships import OfficialFactory

pytestmark = pytest.mark.django_db
GIVEN, OWN = "handed-over-1", "only-mine-known-7"


@pytest.fixture
def newcomer(client):
    user = OfficialFactory(must_change_password=True)
    user.set_password(GIVEN)
    user.save()
    client.force_login(user)
    return user


def change(client, old=GIVEN, new=OWN, again=None):
    return client.post("/accounts/password/", {"old_password": old, "new_password1": new, "new_password2": again or new})


def test_every_page_leads_to_the_change_first(client, newcomer):
    assert client.get("/gaps/").url == "/accounts/password/"


def test_page_says_why(client, newcomer):
    assert "别人为您设置的" in client.get("/accounts/password/").content.decode()


def test_change_opens_the_other_pages(client, newcomer):
    change(client)

    newcomer.refresh_from_db()
    assert not newcomer.must_change_password
    assert client.get("/gaps/").status_code == 200


def test_same_password_is_no_change(client, newcomer):
    answer = change(client, new=GIVEN)

    assert "新密码不能与现在的密码相同。" in answer.content.decode()
    newcomer.refresh_from_db()
    assert newcomer.must_change_password


def test_wrong_old_password_stands_at_its_field(client, newcomer):
    answer = change(client, old="guess")

    assert answer.context["form"].errors.keys() == {"old_password"}
    assert '<a href="#id_old_password">' in answer.content.decode()


def test_a_weak_password_is_refused_where_it_was_chosen(client, newcomer):
    assert change(client, new="abc").context["form"].errors.keys() == {"new_password1"}


@pytest.mark.parametrize(("password", "told"), [(OWN, True), ("guess", False)])
def test_a_disabled_account_is_told_to_its_owner_alone(client, password, told):
    user = OfficialFactory(is_active=False)
    user.set_password(OWN)
    user.save()

    form = client.post("/accounts/login/", {"username": user.username, "password": password}).context["form"]

    assert ("这个账号已经停用，请联系本县的系统管理员。" in form.non_field_errors()) == told


def test_log_in_leads_back_to_the_page_asked_for(client):
    user = OfficialFactory()
    user.set_password(OWN)
    user.save()

    answer = client.post("/accounts/login/?next=/gaps/", {"username": user.username, "password": OWN, "next": "/gaps/"})

    assert answer.url == "/gaps/"


def test_log_in_leads_nowhere_else(client, settings):
    settings.LOGIN_REDIRECT_URL = "/gaps/"
    user = OfficialFactory()
    user.set_password(OWN)
    user.save()

    answer = client.post("/accounts/login/", {"username": user.username, "password": OWN, "next": "https://elsewhere.example/"})

    assert answer.url == "/gaps/"


def test_log_out_takes_a_post(client):
    client.force_login(OfficialFactory())

    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").url == "/accounts/login/"


def test_a_wrong_password_is_told_in_our_words(client):
    answer = client.post("/accounts/login/", {"username": "nobody", "password": "wrong"})

    assert answer.context["form"].non_field_errors() == ["用户名或密码不对，请核对大小写后重试。"]
