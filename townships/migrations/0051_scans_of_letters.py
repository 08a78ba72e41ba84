from django.db import migrations, models

import townships.models.documents

CHOICES = [
    ("pdf", "PDF"),
    ("docx", "Word"),
    ("doc", "Word（旧格式）"),
    ("xlsx", "Excel"),
    ("xls", "Excel（旧格式）"),
    ("jpg", "图片"),
]


def tell_kinds(apps, schema_editor):
    """Until now every signed sheet was a picture."""
    apps.get_model("townships", "LetterScan").objects.update(file_kind="jpg", file_name="签字页.jpg")


class Migration(migrations.Migration):
    dependencies = [("townships", "0051_one_kind_of_kept_document")]

    operations = [
        migrations.RemoveField("letterscan", "taken_at"),
        migrations.RenameField("letterscan", "image", "file"),
        migrations.AlterField(
            "letterscan",
            "file",
            models.FileField(blank=True, upload_to=townships.models.documents.document_path, verbose_name="文件"),
        ),
        migrations.RemoveField("letterscan", "width"),
        migrations.RemoveField("letterscan", "height"),
        migrations.AlterField("letterscan", "sha256", models.CharField(blank=True, editable=False, max_length=64)),
        migrations.AddField("letterscan", "file_kind", models.CharField(blank=True, choices=CHOICES, editable=False, max_length=4)),
        migrations.AddField("letterscan", "file_name", models.CharField(blank=True, editable=False, max_length=120)),
        migrations.AddField("letterscan", "file_size", models.PositiveIntegerField(default=0, editable=False)),
        migrations.RunPython(tell_kinds, migrations.RunPython.noop),
    ]
