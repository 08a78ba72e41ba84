"""What a first look on one machine uses instead of the environment: nothing to install by hand, all of it in var/."""

import os
import secrets


def local_secret_key(folder):
    """The secret of this folder alone, made on first use and readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


def local_socket(folder):
    return f"redis+socket://{folder / 'redis.sock'}"
