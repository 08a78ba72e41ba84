"""What a paper says about its own making, in the PDF's document information: faces, and characters without a face."""

import io
from html.parser import HTMLParser

import pikepdf
from django.utils.translation import gettext as _

from papers import fonts

MISSING = "MissingCharacters"


class TextOf(HTMLParser):
    """The characters of a paper; those of style sheets and comments are not printed."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.characters, self.hidden = set(), 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in {"style", "script"}

    def handle_endtag(self, tag):
        self.hidden -= tag in {"style", "script"}

    def handle_data(self, text):
        if not self.hidden:
            self.characters.update(text)


def missing_characters(html):
    """Those that no face of the house has, sorted. WeasyPrint would print an empty box, or borrow from any installed font."""
    return sorted(char for char in TextOf(html).characters if char.isprintable() and char != " " and not fonts.has(char))


def entries(faces, missing):
    """What goes into the document information: the files that set the paper, and what they lacked."""
    return {"Faces": ", ".join(f"{family}={path.stem}" for family, path in faces.items()), MISSING: "".join(missing)}


def warning_of(pdf):
    """A sentence for the reader of the page, or nothing. Also refuses what no PDF reader would open."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        missing = str(document.docinfo.get(f"/{MISSING}", ""))
    return _("字库缺少这些字，请核对：%(missing)s") % {"missing": missing[:150]} if missing else ""
