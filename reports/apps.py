from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("统计与总结")

    def ready(self):
        # Every app declares its figures in its own figures.py; whoever reads them all stands here, and so does evidence.
        autodiscover_modules("figures")
        autodiscover_modules("evidence")
        autodiscover_modules("reported")
