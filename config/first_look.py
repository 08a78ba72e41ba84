"""What a first look on one machine uses instead of the environment: nothing to install by hand, all of it in var/."""

import contextlib
import os
import secrets
import tempfile


def local_secret_key(folder):
    """The secret of this folder alone, made on first use and readable by its owner only."""
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Written first and named afterwards: of two processes that start at once, neither reads half a secret.
        with tempfile.NamedTemporaryFile("w", dir=folder) as draft:
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text()


def local_socket(folder):
    return f"redis+socket://{folder / 'redis.sock'}"
