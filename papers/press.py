"""The child process that sets one paper: a JSON request on stdin, the PDF on stdout, complaints on stderr.

It knows neither Django nor the database, has an empty environment, and reaches nothing but what the request holds:
`asset://name` for pictures, `font://family` for faces, and data: addresses.
"""

import base64
import ctypes
import gc
import io
import json
import logging
import mimetypes
import signal
import sys
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from fontTools.subset import Options, Subsetter, load_font, save_font
from pydyf import String
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from papers import chinese_lines
from papers.borrowed import borrowed

PR_SET_PDEATHSIG = 1
SVG = "{http://www.w3.org/2000/svg}svg"


class RefusedError(Exception):
    """The paper asked for something that is not part of it."""


class ClosedFetcher(URLFetcher):
    """Two closed tables; anything else stops the paper."""

    def __init__(self, assets, faces, loans):
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self.assets, self.faces, self.loans, self.refused = assets, faces, loans, []

    def fetch(self, url, headers=None):
        scheme, _, name = url.partition("://")
        name = unquote(name)
        if scheme == "asset" and name in self.assets:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, base64.b64decode(self.assets[name]), {"Content-Type": kind})
        if scheme == "font" and name == "数字":
            return URLFetcherResponse(url, latin_of(self.faces["宋体"]), {"Content-Type": "font/otf"})
        if scheme == "font" and name in self.faces:
            return URLFetcherResponse(url, Path(self.faces[name]).read_bytes(), {"Content-Type": "font/otf"})
        if scheme == "font" and name in self.loans:
            return URLFetcherResponse(url, borrowed(**self.loans[name]), {"Content-Type": "font/otf"})
        if url.startswith("data:"):
            return super().fetch(url, headers)
        # Within an SVG picture WeasyPrint swallows the error.
        self.refused.append(url)
        raise RefusedError(url)


def latin_of(path):
    """A face of the figures and Latin letters of this file alone (a unicode-range would hide the faces after it)."""
    options = Options(layout_features=[])
    font = load_font(path, options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=range(0x21, 0x7F))
    subsetter.subset(font)
    content = io.BytesIO()
    save_font(font, content, options)
    return content.getvalue()


def die_with_parent():
    """A worker that is killed must not leave its press running."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def set_paper(request):
    chinese_lines.install()
    fetcher = ClosedFetcher(request["assets"], request["faces"], request["loans"])
    fonts = FontConfiguration()
    sheets = [CSS(string=css, font_config=fonts, url_fetcher=fetcher) for css in request["css"]]
    document = HTML(string=request["html"], url_fetcher=fetcher, base_url="asset://")
    for picture in document.etree_element.iter(SVG):
        # Style sheets of the page don't reach into pictures.
        picture.attrib.setdefault("font-family", request["families"])
    pdf = document.write_pdf(stylesheets=sheets, font_config=fonts, finisher=partial(add_colophon, request["colophon"]))
    if fetcher.refused:
        raise RefusedError(*fetcher.refused)
    return pdf


def add_colophon(colophon, document, pdf):
    for key, value in colophon.items():
        if value:
            pdf.info[key] = String(value)


def is_worth_saying(record):
    """A space after a figure is set in the face of the figures, which has none and draws nothing for it, as it should."""
    return record.args[-1:] != (ord(" "),)


def main():
    die_with_parent()
    # A paper is all memory and no garbage; looking for some takes a third of the time of a long annex.
    gc.disable()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    logging.getLogger("weasyprint").addFilter(is_worth_saying)
    try:
        pdf = set_paper(json.load(sys.stdin.buffer))
    except (FatalURLFetchingError, RefusedError) as error:
        sys.exit(f"refused: {error}")
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
