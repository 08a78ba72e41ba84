"""Each part broken in turn; that all are found well with a real worker is in test_server."""

import pytest
from django.core.management import call_command
from django.db import connection

from config import health
from config.celery import app


@pytest.fixture
def dead_broker(monkeypatch, tmp_path):
    nowhere = f"redis+socket://{tmp_path / 'nothing.sock'}"
    monkeypatch.setattr(health, "app", app.__class__("broken", broker=nowhere, set_as_current=False))


@pytest.mark.django_db
def test_database_is_well():
    assert health.check_database() == connection.vendor


@pytest.mark.django_db
def test_database_without_its_migrations(monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["one", "two"])

    with pytest.raises(health.Unhealthy, match="有 2 个升级步骤未执行"):
        health.check_database()


@pytest.mark.usefixtures("dead_broker")
def test_broker_out_of_reach():
    with pytest.raises(health.Unhealthy, match="连接不上"):
        health.check_broker()


@pytest.mark.usefixtures("dead_broker")
def test_worker_behind_a_dead_broker():
    with pytest.raises(health.Unhealthy, match="消息队列不通"):
        health.check_worker()


def test_no_worker_answers(monkeypatch):
    monkeypatch.setattr(health, "PATIENCE", 0.2)

    with pytest.raises(health.Unhealthy, match="没有后台进程应答"):
        health.check_worker()


def test_storage_that_is_a_file(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.write_text("")

    with pytest.raises(health.Unhealthy, match="不能写入"):
        health.check_storage()


def test_storage_that_is_nearly_full(monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 60)

    with pytest.raises(health.Unhealthy, match="只剩"):
        health.check_storage()


def test_missing_fonts_are_named(settings, tmp_path):
    settings.FONT_DIRS = [tmp_path]

    with pytest.raises(health.Unhealthy, match="仿宋、黑体、楷体、宋体"):
        health.check_fonts()


def test_command_prints_a_line_each_and_fails_when_one_is_broken(monkeypatch, capsys):
    def broken():
        raise health.Unhealthy("坏了")

    monkeypatch.setattr(health, "CHECKS", [("数据库", lambda: "sqlite"), ("消息队列", broken)])

    with pytest.raises(SystemExit) as exit_:
        call_command("healthcheck")

    assert exit_.value.code == 1
    assert capsys.readouterr().out == "[ok] 数据库：sqlite\n[fail] 消息队列：坏了\n"


@pytest.mark.django_db
def test_monitor_needs_no_account_and_learns_nothing(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (204, b"")


def test_monitor_is_told_when_the_database_is_away(client, monkeypatch):
    def away():
        raise health.DatabaseError

    monkeypatch.setattr(connection, "ensure_connection", away)

    assert client.get("/healthz").status_code == 503
