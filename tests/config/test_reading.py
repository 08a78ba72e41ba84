from config.reading import LARGE_TYPE_COOKIE


def test_large_type_is_switched_on_and_off_without_an_account(client, db):
    client.post("/i18n/type/", {"large": "1"})
    assert b'class="large-type"' in client.get("/accounts/login/").content

    client.post("/i18n/type/", {"large": ""})
    assert b'class="large-type"' not in client.get("/accounts/login/").content


def test_switch_leads_back_to_the_page_it_was_pressed_on(client):
    answer = client.post("/i18n/type/", {"large": "1", "next": "/accounts/login/?next=/gaps/"})

    assert answer.url == "/accounts/login/?next=/gaps/"
    assert client.cookies[LARGE_TYPE_COOKIE]["httponly"]


def test_switch_leads_nowhere_else(client):
    assert client.post("/i18n/type/", {"next": "https://elsewhere.example/"}).url == "/"


def test_language_is_switched_without_an_account(client):
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/"})

    assert answer.url == "/accounts/login/"
    assert b'<html lang="en"' in client.get("/accounts/login/").content
