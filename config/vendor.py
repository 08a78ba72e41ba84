"""Serves single files of node_modules as static files, so that no third-party script is committed or built."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import Error
from django.core.files.storage import FileSystemStorage


class VendorStorage(FileSystemStorage):
    prefix = ""

    def path(self, name):
        return str(Path(settings.VENDOR_ROOT) / settings.VENDOR_FILES[name])


class VendorFinder(BaseFinder):
    def __init__(self):
        self.storage = VendorStorage(location=settings.VENDOR_ROOT)

    def find(self, path, find_all=False, **kwargs):
        found = self.storage.path(path) if path in settings.VENDOR_FILES else None
        if found and not Path(found).is_file():
            found = None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns):
        return [(name, self.storage) for name in settings.VENDOR_FILES]

    def check(self, **kwargs):
        return [
            Error(f"node_modules/{file} is missing.", hint="Run script/server once: it sets up.", id="vendor.E001")
            for file in settings.VENDOR_FILES.values()
            if not (Path(settings.VENDOR_ROOT) / file).is_file()
        ]
