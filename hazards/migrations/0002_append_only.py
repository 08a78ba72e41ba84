from django.db import migrations

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("hazards", "0001_ledger")]

    operations = [AppendOnly("hazards_hazardevent")]
