from django.db import migrations

from reports.sealed import Sealed
from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    replaces = [("reports", "0002_append_only")]

    dependencies = [("reports", "0001_initial")]

    operations = [
        AppendOnly("reports_analysispaper"),
        AppendOnly("reports_annualreportevent"),
        AppendOnly("reports_bundle"),
        AppendOnly("reports_comparisonpaper"),
        AppendOnly("reports_draw"),
        Sealed(),
    ]
