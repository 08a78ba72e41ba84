"""What somebody might upload."""

import zipfile
from io import BytesIO

import pikepdf
from PIL import Image


def a_pdf(password=None):
    """The same bytes each time, unless it is locked."""
    written = BytesIO()
    lock = {"encryption": pikepdf.Encryption(owner=password, user=password)} if password else {"deterministic_id": True}
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(written, **lock)
    return written.getvalue()


def an_office_file(*names):
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        for name in ("[Content_Types].xml", *names):
            parts.writestr(name, "x")
    return written.getvalue()


def a_png():
    written = BytesIO()
    Image.new("RGB", (40, 30), "red").save(written, "PNG")
    return written.getvalue()
