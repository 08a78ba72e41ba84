from django.db import migrations

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("hazards", "0030_patrols_and_checklists")]

    operations = [
        AppendOnly("hazards_patroldraw"),
        AppendOnly("hazards_checklistversion", when="OLD.issued_at IS NOT NULL"),
        AppendOnly("hazards_checklistitem", when="OLD.is_frozen"),
    ]
