from django.db import migrations

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    replaces = [
        ("townships", "0003_append_only"),
        ("townships", "0022_append_only"),
        ("townships", "0026_append_only_appraisal_events"),
        ("townships", "0051_messages_append_only"),
    ]

    dependencies = [("townships", "0001_initial")]

    operations = [
        AppendOnly("townships_addressee", when="OLD.read_at IS NOT NULL"),
        AppendOnly("townships_amendment"),
        AppendOnly("townships_appraisalevent"),
        AppendOnly("townships_candidacyevent"),
        AppendOnly("townships_message"),
        AppendOnly("townships_paymentevent"),
        AppendOnly("townships_phoneseen"),
        AppendOnly("townships_plantaskevent"),
        AppendOnly("townships_townshipplanevent"),
    ]
