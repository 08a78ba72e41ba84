from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self):
        from config import checks, keys  # noqa: F401 - both register what they define
