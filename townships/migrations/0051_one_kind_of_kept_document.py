from pathlib import PurePosixPath

from django.db import migrations, models

import townships.models.documents

KINDS = {"pdf", "docx", "doc", "xlsx", "xls", "jpg"}
# Names that the earlier ledgers took for the same kinds.
SAME = {"wps": "doc", "jpeg": "jpg", "png": "jpg"}
CHOICES = [
    ("pdf", "PDF"),
    ("docx", "Word"),
    ("doc", "Word（旧格式）"),
    ("xlsx", "Excel"),
    ("xls", "Excel（旧格式）"),
    ("jpg", "图片"),
]


def tell_kinds(apps, schema_editor):
    """By the ending of its name, which was checked against the content when it was kept."""
    for model in ("Provision", "EvidenceFile"):
        rows = apps.get_model("townships", model).objects
        for row in rows.exclude(file="").exclude(file_name=""):
            ending = PurePosixPath(row.file_name).suffix.lstrip(".").lower()
            kind = SAME.get(ending, ending)
            rows.filter(pk=row.pk).update(file_kind=kind if kind in KINDS else "doc")


def kept_file():
    return models.FileField(blank=True, upload_to=townships.models.documents.document_path, verbose_name="文件")


def kind():
    return models.CharField(blank=True, choices=CHOICES, editable=False, max_length=4)


def name():
    return models.CharField(blank=True, editable=False, max_length=120)


def size():
    return models.PositiveIntegerField(default=0, editable=False)


def sha256():
    return models.CharField(blank=True, editable=False, max_length=64)


class Migration(migrations.Migration):
    dependencies = [("townships", "0051_messages_append_only")]

    operations = [
        migrations.AlterField("issueddocument", "file_kind", kind()),
        migrations.RenameField("evidencefile", "name", "file_name"),
        migrations.RenameField("evidencefile", "size", "file_size"),
        migrations.AddField("evidencefile", "file_kind", kind()),
        migrations.AddField("provision", "file_kind", kind()),
        migrations.AddField("provision", "file_size", size()),
        migrations.AddField("provision", "sha256", sha256()),
        migrations.RunPython(tell_kinds, migrations.RunPython.noop),
        migrations.AlterField("evidencefile", "file", kept_file()),
        migrations.AlterField("evidencefile", "file_name", name()),
        migrations.AlterField("evidencefile", "file_size", size()),
        migrations.AlterField("evidencefile", "sha256", sha256()),
        migrations.RemoveField("evidencefile", "content_type"),
        migrations.AlterField("provision", "file", kept_file()),
        migrations.AlterField("provision", "file_name", name()),
    ]
