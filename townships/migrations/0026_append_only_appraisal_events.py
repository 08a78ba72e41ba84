from django.db import migrations

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("townships", "0025_appraisal")]

    operations = [AppendOnly("townships_appraisalevent")]
