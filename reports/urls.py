from django.urls import path, re_path

from reports.views import comparison, figures, life, paragraphs, patterns, report, visits

app_name = "reports"
urlpatterns = [
    path("annual/", report.annual_reports, name="annual_reports"),
    path("annual/new/", life.start_report, name="start_report"),
    path("annual/<int:pk>/", report.annual_report, name="annual_report"),
    path("annual/<int:pk>/snapshot/", report.report_snapshot, name="report_snapshot"),
    path("annual/<int:pk>/progress/", report.report_progress, name="report_progress"),
    path("annual/<int:pk>/paper.pdf", report.report_paper, name="report_paper"),
    path("annual/<int:pk>/read.pdf", report.report_paper, {"inline": True}, name="read_report"),
    path("annual/<int:pk>/sign/", life.sign_report, name="sign_report"),
    path("annual/<int:pk>/act/<slug:action>/", life.act_on_report, name="act_on_report"),
    path("annual/<int:pk>/edit/", paragraphs.edit_report, name="edit_report"),
    path("annual/<int:pk>/title/", paragraphs.edit_report_title, name="edit_report_title"),
    path("annual/<int:pk>/preview/", paragraphs.preview_report_paragraph, name="preview_report_paragraph"),
    path("annual/<int:pk>/paragraphs/new/", paragraphs.add_report_paragraph, name="add_report_paragraph"),
    path("annual/<int:pk>/paragraphs/<int:paragraph>/", paragraphs.edit_report_paragraph, name="edit_report_paragraph"),
    re_path(
        r"^annual/(?P<pk>\d+)/paragraphs/(?P<paragraph>\d+)/(?P<deed>up|down|remove|restore)/$",
        paragraphs.change_report_paragraph,
        name="change_report_paragraph",
    ),
    path("appraisals/<int:pk>/self-check/", visits.self_check, name="self_check"),
    path("appraisals/<int:pk>/bundles/", visits.bundles, name="bundles"),
    path("appraisals/<int:pk>/bundles/make/", visits.make, name="make_bundle"),
    *visits.PRINTED.pages("bundles/<int:pk>/"),
    path("draws/", visits.draws, name="draws"),
    path("draws/new/<slug:kind>/", visits.new_draw, name="new_draw"),
    path("draws/<int:pk>/", visits.draw_page, name="draw"),
    path("comparison/", comparison.comparison, name="comparison"),
    path("comparison/export/", comparison.export_comparison, name="export_comparison"),
    path("comparison/write/", comparison.write_comparison, name="write_comparison"),
    *comparison.PRINTED.pages("comparison/papers/<int:pk>/"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("patterns/write/", patterns.write_analysis, name="write_analysis"),
    *patterns.PRINTED.pages("patterns/papers/<int:pk>/"),
    path("figures/<str:key>/", figures.figure, name="figure"),
]
