import io

import pikepdf


def leaflet(title="leaflet"):
    """The smallest paper there is."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = title
        content = io.BytesIO()
        pdf.save(content)
    return content.getvalue()


def title_of(job):
    with job.file.open() as file, pikepdf.open(file) as pdf:
        return str(pdf.docinfo["/Title"])
