from django.db import migrations

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("townships", "0002_reference_data")]

    operations = [AppendOnly("townships_candidacyevent")]
