from django.db import migrations

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("townships", "0050_messages")]

    operations = [
        AppendOnly("townships_message"),
        AppendOnly("townships_addressee", when="OLD.read_at IS NOT NULL"),
    ]
