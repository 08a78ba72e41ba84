from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demonstration county. Stands above every other app, and nothing imports it."""

    name = "demo"
    verbose_name = _("示范数据")
