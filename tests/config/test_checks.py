import pytest

from config import checks


@pytest.mark.django_db
def test_database_that_counts_characters_is_well():
    assert checks.check_encoding(databases=["default"]) == []


@pytest.mark.django_db
def test_database_that_counts_bytes_is_refused(monkeypatch):
    monkeypatch.setattr(checks, "_encoding", lambda connection: "SQL_ASCII")

    assert [error.id for error in checks.check_encoding(databases=["default"])] == ["config.E001"]


def test_no_database_is_asked_unless_told_to():
    assert checks.check_encoding(databases=None) == []


@pytest.mark.parametrize(
    ("url", "secret", "found"),
    [
        ("", "", []),
        ("https://robot.example.gov.cn/", "shared", []),
        ("https://robot.example.gov.cn/", "", ["config.E003"]),
        ("file:///etc/passwd", "shared", ["config.E002"]),
        ("robot.example.gov.cn", "shared", ["config.E002"]),
    ],
)
def test_messages_leave_for_http_with_a_secret_alone(settings, url, secret, found):
    settings.MESSAGE_WEBHOOK_URL, settings.MESSAGE_WEBHOOK_SECRET = url, secret

    assert [error.id for error in checks.check_webhook()] == found
