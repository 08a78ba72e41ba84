import io

import pypdf
import pytest

from papers.typesetting import TypesettingError, typeset


def test_a_paper_comes_back_as_a_pdf():
    pages = pypdf.PdfReader(io.BytesIO(typeset("<p>隐患整改通知单</p>"))).pages
    assert "隐患整改通知单" in pages[0].extract_text()


def test_a_paper_that_reaches_out_is_refused():
    with pytest.raises(TypesettingError, match="file:///etc/hostname"):
        typeset("<img src='file:///etc/hostname'>")
