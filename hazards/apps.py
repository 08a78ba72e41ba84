from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HazardsConfig(AppConfig):
    name = "hazards"
    verbose_name = _("隐患台账")

    def ready(self):
        # Boards, a floor below, learn where their QR codes lead.
        from . import codes  # noqa: F401
