"""An .xlsx that somebody uploads: refused before it is read when it is huge, hostile, locked or something else."""

import io
import re
import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from townships.documents import CleanDocument, DocumentField
from townships.models import FileKind

MAX_BYTES = 2 * 1024 * 1024
# What a file of two megabytes may unfold to: a bomb unfolds to gigabytes.
MAX_UNFOLDED = 40 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 2000, 100
# A formula whose result nobody has computed: it would be read as an empty cell.
UNCOMPUTED = re.compile(rb'<c\b[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')


def refuse(code, words, **params):
    raise ValidationError(words, code=code, params=params)


def read_book(upload):
    """[(name, rows)] of the sheets, a row being a list of cells; ValidationError says in words what is wrong with the file."""
    if not upload.size:
        refuse("empty", _("文件是空的，请重新选择。"))
    if upload.size > MAX_BYTES:
        refuse("too_big", _("文件超过 %(limit)s MB，不像是一份表格，请核对。"), limit=MAX_BYTES // 2**20)
    content = upload.read()
    check_archive(content)
    check_formulas(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [(name, sheet_rows(book, name)) for name in book.sheet_names]
    except CalamineError:
        return refuse("broken", _("文件读不出来，可能已损坏。请用 WPS 或 Excel 另存为 .xlsx 再传。"))


def check_archive(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNFOLDED:
                refuse("bomb", _("文件解开后过大，不能导入。"))
            # A part that unfolds to more than it says breaks its own checksum here.
            if archive.testzip() is not None:
                raise zipfile.BadZipFile
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        refuse("kind", _("这不是 .xlsx 文件，或文件加了密、已损坏。请用 WPS 或 Excel 另存为不加密的 .xlsx 再传。"))
    if "xl/workbook.xml" not in names:
        refuse("kind", _("这不是 .xlsx 文件。请用 WPS 或 Excel 另存为 .xlsx 再传。"))


def check_formulas(content):
    """Written by a program that doesn't compute: WPS and Excel do, when the file is opened and saved."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = sorted(name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name))
        cells = [cell.decode() for part in parts for cell in UNCOMPUTED.findall(archive.read(part))]
    if cells:
        words = _("%(cells)s 等 %(count)s 个单元格是公式，还没有算出结果。请用 WPS 或 Excel 打开后保存一次再传。")
        refuse("uncomputed", words, cells="、".join(cells[:5]), count=len(cells))


def sheet_rows(book, name):
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        refuse(
            "too_long",
            _("工作表“%(name)s”超过 %(rows)s 行或 %(columns)s 列，请删去多余的行列。"),
            name=name,
            rows=MAX_ROWS,
            columns=MAX_COLUMNS,
        )
    return sheet.to_python(skip_empty_area=False)


class BookField(DocumentField):
    """One .xlsx that can be read, cleaned to a CleanDocument."""

    def __init__(self, **kwargs):
        super().__init__(kinds=[FileKind.XLSX], **kwargs)

    def clean_one(self, file):
        read_book(file)
        file.seek(0)
        return CleanDocument(file.read(), FileKind.XLSX, str(file.name))
