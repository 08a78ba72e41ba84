from django.urls import path

from hazards.views import deeds, drives, events, export, finding, hazards, inspections, money, orders, pictures

app_name = "hazards"
urlpatterns = [
    path("", hazards.hazards, name="hazards"),
    path("export/", export.export, name="export"),
    path("ledger/", hazards.ledger, name="ledger"),
    path("new/", finding.log_hazard, name="log_hazard"),
    path("<int:pk>/", hazards.hazard, name="hazard"),
    path("<int:pk>/act/<slug:action>/", deeds.act, name="act"),
    path("<int:pk>/money/", money.hazard_money, name="hazard_money"),
    path("<int:pk>/receipts/<int:event>/", deeds.receipt, name="receipt"),
    path("pictures/<int:pk>.jpg", pictures.picture, name="picture"),
    path("pictures/pending/<int:pk>.jpg", pictures.pending_picture, name="pending_picture"),
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections/new/", inspections.record_inspection, name="record_inspection"),
    path("inspections/<int:pk>/", inspections.inspection, name="inspection"),
    path("inspections/<int:pk>/void/", inspections.void_inspection, name="void_inspection"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<int:pk>/", orders.order, name="order"),
    path("orders/<int:pk>/progress/", orders.order_progress, name="order_progress"),
    path("orders/<int:pk>/print/", orders.print_order, name="print_order"),
    path("orders/<int:pk>/paper.pdf", orders.order_paper, name="order_paper"),
    path("drives/", drives.drives, name="drives"),
    path("drives/new/", drives.edit_drive, name="new_drive"),
    path("drives/<int:pk>/", drives.drive, name="drive"),
    path("drives/<int:pk>/edit/", drives.edit_drive, name="edit_drive"),
    path("drives/<int:pk>/money/", money.drive_money, name="drive_money"),
    path("events/", events.events, name="events"),
]
