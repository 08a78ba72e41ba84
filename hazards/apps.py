from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HazardsConfig(AppConfig):
    name = "hazards"
    verbose_name = _("隐患台账")

    def ready(self):
        # Boards, a floor below, learn where their QR codes lead; the closing of a place, what is still open there.
        from . import closing_places, codes  # noqa: F401
