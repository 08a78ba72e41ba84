from django.db import migrations

from reports.sealed import Sealed
from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_annual_report")]

    operations = [AppendOnly("reports_annualreportevent"), Sealed()]
