from django.db import migrations

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("townships", "0021_notices_of_before")]

    operations = [
        # SQLite made its table anew and dropped the triggers.
        AppendOnly("townships_candidacyevent"),
        AppendOnly("townships_townshipplanevent"),
        AppendOnly("townships_plantaskevent"),
    ]
