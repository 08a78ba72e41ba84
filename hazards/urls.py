from django.urls import path

from hazards.views import deeds, drives, events, export, finding, handovers, hazards, inspections, orders, pictures

app_name = "hazards"
urlpatterns = [
    path("", hazards.hazards, name="hazards"),
    path("export/", export.export, name="export"),
    path("ledger/", hazards.ledger, name="ledger"),
    path("new/", finding.log_hazard, name="log_hazard"),
    path("<int:pk>/", hazards.hazard, name="hazard"),
    path("<int:pk>/act/<slug:action>/", deeds.act, name="act"),
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
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/export/", handovers.export_handovers, name="export_handovers"),
    path("handovers/new/", handovers.new_handover, name="new_handover"),
    path("handovers/choose/", handovers.choose_handover, name="choose_handover"),
    path("handovers/<int:pk>/", handovers.handover, name="handover"),
    path("handovers/<int:pk>/receipt/", handovers.handover_receipt, name="handover_receipt"),
    path("handovers/<int:pk>/progress/", handovers.handover_progress, name="handover_progress"),
    path("handovers/<int:pk>/print/", handovers.print_handover, name="print_handover"),
    path("handovers/<int:pk>/sheet.pdf", handovers.handover_sheet, name="handover_sheet"),
    path("events/", events.events, name="events"),
]
