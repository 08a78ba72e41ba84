from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "papers"
    verbose_name = _("公文印制")

    def ready(self):
        # Every app says in its own printers.py which papers it can print.
        autodiscover_modules("printers")
