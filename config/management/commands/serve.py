import os
import shutil
import sys
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections
from django.utils.translation import gettext as _

from config.redelivery import give_back_unfinished
from config.supervisor import AlreadyRunning, StopRequested, Supervisor, is_free, only_copy
from demo.accounts import PASSWORD, accounts_here

# What a path to a unix socket may have, by the kernel's sockaddr_un.
LONGEST_SOCKET_PATH = 107
# A first look may well be taken as root, on a machine made for it; Celery's warning would be the first thing to read.
PYTHON = [sys.executable, "-W", "ignore:You're running the worker with superuser", "-m"]


class Command(BaseCommand):
    help = "Runs everything on this machine: broker, worker with beat, web server. Ctrl-C stops all of it."
    requires_system_checks = []

    def handle(self, **options):
        host, port = self.address()
        folder = Path(settings.VAR_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with only_copy(folder / "server.lock"), Supervisor() as supervisor:
                self.run(supervisor, folder, host, port)
        except AlreadyRunning:
            raise CommandError(_("本系统已在运行（数据目录 %s）。请先停止它，再重新启动。") % folder) from None
        except StopRequested:
            self.say(_("已停止。"))

    def address(self):
        default = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
        host, _colon, port = (os.environ.get("BIND") or default).rpartition(":")
        if not port.isdigit():
            raise CommandError(_("地址应写作 主机:端口，如 BIND=0.0.0.0:8000。"))
        if not is_free(host.strip("[]"), int(port)):
            raise CommandError(
                _("端口 %(port)s 已被其他程序占用或不能使用。请换一个：PORT=%(other)s script/server") % {"port": port, "other": 8001}
            )
        return host, port

    def run(self, supervisor, folder, host, port):
        if settings.HAS_OWN_BROKER:
            self.start_broker(supervisor, folder)
        self.prepare_database()
        self.start_programs(supervisor, folder, f"{host}:{port}")
        accounts = accounts_here()
        connections.close_all()
        url = f"http://{'127.0.0.1' if host in ('0.0.0.0', '') else host}:{port}"  # noqa: S104 - shown, not bound
        if supervisor.wait_until(lambda: answers(url)):
            self.greet(url, accounts)
        supervisor.wait_until(lambda: False)
        raise CommandError(_("%s 意外退出，已全部停止。原因见上面的输出。") % supervisor.first_dead().name)

    def start_programs(self, supervisor, folder, address):
        celery = [*PYTHON, "celery", "--quiet", "-A", "config"]
        # Beat apart from the worker: as the worker's child it would outlive a worker that was killed.
        beat = ["beat", "--schedule", folder / "beat-schedule", "--loglevel", "warning"]
        supervisor.start("beat", [*celery, *beat], grace=5)
        worker = ["worker", "--concurrency", "2", "--loglevel", "warning", "--without-gossip", "--without-mingle"]
        supervisor.start("worker", [*celery, *worker], grace=30)
        web = ["gunicorn", "config.wsgi", "--bind", address, "--workers", "2", "--threads", "4", "--no-control-socket"]
        supervisor.start("web", [*PYTHON, *web, "--log-level", "warning"], grace=10)

    def start_broker(self, supervisor, folder):
        path = folder / "redis.sock"
        if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
            raise CommandError(_("路径太长，不能建立套接字：%s。请用 VAR_DIR 指定一个较短的数据目录。") % path)
        home = folder / "redis"
        home.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        program = shutil.which("redis-server") or shutil.which("valkey-server") or "redis-server"
        listen = ["--port", "0", "--unixsocket", path, "--unixsocketperm", "700"]
        supervisor.start(
            "broker", [program, *listen, "--dir", home, "--appendonly", "yes", "--save", "", "--logfile", home / "log"], grace=10
        )
        if not supervisor.wait_until(path.exists):
            raise CommandError(_("消息队列未能启动，原因见 %s。") % (home / "log"))
        give_back_unfinished()

    def prepare_database(self):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
        if not get_user_model().objects.exists():
            self.say(_("数据库是空的，正在载入演示县……"))
            call_command("load_demo", verbosity=0)

    def greet(self, url, accounts):
        self.say(_("已启动：%s") % url)
        if accounts:
            self.say(_("演示账号（密码均为 %s）：") % PASSWORD)
        for username, words in accounts:
            self.say(f"  {username:<12}{words}")
        self.say(_("按 Ctrl-C 停止。"))

    def say(self, words):
        self.stdout.write(words)
        self.stdout.flush()


def answers(url):
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
