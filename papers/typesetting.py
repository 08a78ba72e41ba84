"""HTML to PDF, in a process of its own: its memory is handed back, and nothing it reads is more than the request."""

import base64
import json
import logging
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
from django.conf import settings

from papers import colophon, fonts

logger = logging.getLogger(__name__)
HERE = Path(__file__).parent
TIME_LIMIT = 15 * 60


class TypesettingError(Exception):
    """The press stopped; its last words are the message."""


def typeset(html, *, assets=None):
    """The PDF of one paper. `assets` are the pictures that the HTML calls asset://name: name -> bytes."""
    faces = fonts.faces()
    loans = fonts.loans(colophon.TextOf(html).characters)
    missing = colophon.missing_characters(html)
    if missing:
        logger.warning("no face has %s", "".join(missing))
    return press(
        {
            "html": html,
            "css": [face_css(faces, loans), (HERE / "css" / "paper.css").read_text()],
            "families": ", ".join(["数字", "仿宋", "仿宋补", *fonts.FALLBACKS]),
            "loans": loans,
            "faces": {family: str(path) for family, path in faces.items()},
            "assets": {name: base64.b64encode(content).decode() for name, content in (assets or {}).items()},
            "colophon": colophon.entries(faces, missing),
        }
    )


def on_fewest_pages(htmls, *, assets=None):
    """Of several ways to set one paper the first that needs no more pages than another."""
    return min((typeset(html, assets=assets) for html in htmls), key=pages_of)


def pages_of(paper):
    with pikepdf.open(BytesIO(paper)) as pdf:
        return len(pdf.pages)


def press(request):
    # The press has no use for a database address or a secret key. fontconfig wants a folder for its cache.
    environment = {"LANG": "C.UTF-8", "XDG_CACHE_HOME": str(settings.VAR_DIR / "cache")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "papers.press"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=TIME_LIMIT,
            cwd=HERE.parent,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise TypesettingError(f"not finished after {TIME_LIMIT} s") from error
    complaints = done.stderr.decode(errors="replace").strip()
    if done.returncode:
        raise TypesettingError(complaints[-2000:] or f"exit status {done.returncode}")
    for line in complaints.splitlines():
        logger.warning("press: %s", line)
    return done.stdout


def face_css(faces, loans):
    rules = [f'@font-face {{ font-family: "{family}"; src: url("font://{family}") }}' for family in [*faces, *loans]]
    if faces["仿宋"].stem.startswith("Fandol"):
        # FandolFang's figures are those of a 黑体; the bureau's own 仿宋 has fitting ones.
        rules.append('@font-face { font-family: "数字"; src: url("font://数字") }')
    return "\n".join(rules)
