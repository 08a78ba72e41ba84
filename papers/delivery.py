"""Papers on disk. A paper appears under its name whole or not at all, and its name carries the token of its maker."""

import os
from pathlib import Path

from django.core.files.storage import default_storage

# Their full-width twins say the same in a Chinese title.
FORBIDDEN = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in '\\/:*?"<>|'} | dict.fromkeys(range(32), " ")


def write(job, token, content):
    """Puts the paper beside its place, forces it to the disk, moves it into place; the name below MEDIA_ROOT."""
    name = f"papers/{job.kind}/{job.subject_id}-{token.hex}.pdf"
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)
    _sync_folder(path.parent)
    return name


def file_name(words, ending):
    """A name that every system takes whole: a header would cut it at a slash, and Windows keeps no colon or star."""
    return f"{words.translate(FORBIDDEN)}.{ending}"


def _sync_folder(folder):
    """The rename itself reaches the disk only with the folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(name):
    Path(default_storage.path(name)).unlink(missing_ok=True)
