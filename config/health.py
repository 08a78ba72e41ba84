"""What must work for the product to work. `manage.py healthcheck` tells the operator; /healthz tells a monitor yes or no."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config.celery import app
from papers import fonts

PATIENCE = 3
MEBIBYTE = 1024 * 1024
LEAST_FREE = 500 * MEBIBYTE


class Unhealthy(Exception):
    """Carries what the operator should read."""


def check_database():
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise Unhealthy(_("连接不上：%s") % _first_line(error)) from error
    if waiting:
        raise Unhealthy(_("有 %d 个升级步骤未执行，请运行 manage.py migrate") % len(waiting))
    return connection.vendor


def check_broker():
    with app.connection_for_write(connect_timeout=PATIENCE) as broker:
        try:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE)
        except OperationalError as error:
            raise Unhealthy(_("连接不上：%s") % _first_line(error)) from error
    return broker.transport_cls


def check_worker():
    try:
        check_broker()
    except Unhealthy:
        raise Unhealthy(_("消息队列不通，无从得知")) from None
    # One answer is enough; a busy worker answers too, as its pool does the work.
    answers = app.control.broadcast("ping", reply=True, timeout=PATIENCE, limit=1)
    if not answers:
        raise Unhealthy(_("没有后台进程应答，文书和总结不会印制"))
    return ", ".join(name for answer in answers for name in answer)


def check_storage():
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"?" * 1024)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise Unhealthy(_("不能写入 %(folder)s：%(reason)s") % {"folder": folder, "reason": error.strerror}) from error
    if free < LEAST_FREE:
        raise Unhealthy(_("%(folder)s 所在磁盘只剩 %(free)d MB") % {"folder": folder, "free": free // MEBIBYTE})
    return _("%(folder)s 可写，余 %(free)d MB") % {"folder": folder, "free": free // MEBIBYTE}


def check_fonts():
    missing = [family for family in fonts.FACES if not _has_face(family)]
    if missing:
        raise Unhealthy(_("缺少 %s，文书不能印制；请运行一次 script/server 取得字体") % "、".join(missing))
    return "、".join(fonts.FACES)


def _has_face(family):
    try:
        return bool(fonts.find_face(family, settings.FONT_DIRS))
    except fonts.FontMissingError:
        return False


CHECKS = [
    (gettext_lazy("数据库"), check_database),
    (gettext_lazy("消息队列"), check_broker),
    (gettext_lazy("后台进程"), check_worker),
    (gettext_lazy("文件存储"), check_storage),
    (gettext_lazy("公文字体"), check_fonts),
]


def findings():
    """(label, is well, words) for every part, one after the other."""
    for label, check in CHECKS:
        try:
            yield label, True, check()
        except Unhealthy as trouble:
            yield label, False, str(trouble)


def _first_line(error):
    return str(error).strip().partition("\n")[0]


@require_safe
@never_cache
@login_not_required
def healthz(request):
    """Yes or no and nothing else, as anybody may ask: does this web server reach its database?"""
    try:
        connection.ensure_connection()
    except DatabaseError:
        return HttpResponse(status=503)
    return HttpResponse(status=204)
