from django.urls import path

from townships.models import Level
from townships.views import (
    accounts,
    appraisals,
    campaign,
    candidacies,
    chain,
    compliance,
    drawings,
    gaps,
    ledgers,
    letter_texts,
    letters,
    means,
    mentoring,
    people,
    places,
    printouts,
    round_entries,
    score_sheets,
    stations,
    sums,
    township_plans,
    work_plan,
)
from townships.views.ledger_screens import SCREENS

app_name = "townships"


def screens(level, plural):
    """List, new, page and edit of one level of place: `villages`, `new_village`, `village`, `edit_village`."""
    address, level = plural.replace("_", "-"), level.value
    return [
        path(f"{address}/", places.place_list, {"level": level}, name=plural),
        path(f"{address}/new/", places.create_place, {"level": level}, name=f"new_{level}"),
        path(f"{address}/<int:pk>/", places.place_page, {"level": level}, name=level),
        path(f"{address}/<int:pk>/edit/", places.edit_place, {"level": level}, name=f"edit_{level}"),
    ]


def ledger_screens(kind):
    """List, export, new, page, edit and void of one ledger of a round: `sessions`, `export_sessions`, `new_session` …"""
    screen, address, given = round_entries.SCREENS[kind], kind.replace("_", "-"), {"kind": kind}
    owner = {"Campaign": "campaigns", "Mentorship": "mentorships", "TownshipPlan": "township-plans"}[screen.owner.__name__]
    below = f"{owner}/<int:owner>/{address}"
    found = [path(f"{below}/new/", round_entries.create_entry, given, name=f"new_{kind}")]
    if screen.plural:
        found += [
            path(f"{below}/", round_entries.entry_list, given, name=screen.plural),
            path(f"{below}/export/", round_entries.export_entries, given, name=f"export_{screen.plural}"),
        ]
    # A task of a township's plan has the page of every task.
    if kind == "plan_task":
        return found
    return [
        *found,
        path(f"{address}/<int:pk>/", round_entries.entry_page, given, name=kind),
        path(f"{address}/<int:pk>/edit/", round_entries.edit_entry_page, given, name=f"edit_{kind}"),
        path(f"{address}/<int:pk>/void/", round_entries.void_entry, given, name=f"void_{kind}"),
    ]


def ledger(screen):
    """All addresses of one ledger: `drills`, `export_drills`, `print_drills`, `new_drill`, `drill`, `edit_drill` and so on."""
    address, told, one, many = screen.many.replace("_", "-"), {"screen": screen}, screen.one, screen.many
    return [
        path(f"{address}/", ledgers.rows, told, name=many),
        path(f"{address}/export/", ledgers.export, told, name=f"export_{many}"),
        path(f"{address}/print/", ledgers.print_rows, told, name=f"print_{many}"),
        path(f"{address}/new/", ledgers.create, told, name=f"new_{one}"),
        path(f"{address}/<int:pk>/", ledgers.page, told, name=one),
        path(f"{address}/<int:pk>/receipt/", ledgers.receipt, told, name=f"receipt_of_{one}"),
        path(f"{address}/<int:pk>/edit/", ledgers.edit, told, name=f"edit_{one}"),
        path(f"{address}/<int:pk>/void/", ledgers.void, told, name=f"void_{one}"),
    ]


urlpatterns = [
    *screens(Level.COUNTY, "counties"),
    *screens(Level.TOWNSHIP, "townships"),
    *screens(Level.ZONE, "zones"),
    *screens(Level.VILLAGE, "villages"),
    *screens(Level.GROUP, "groups"),
    *screens(Level.ENTERPRISE, "enterprises"),
    *screens(Level.KEY_SITE, "key_sites"),
    path("places/<int:pk>/close/", places.close_place, name="close_place"),
    path("places/<int:pk>/chain/", chain.chain, name="chain"),
    path("places/<int:pk>/appoint/", chain.appoint_person, name="appoint"),
    path("places/<int:pk>/chain-chart/", drawings.chain_chart, name="chain_chart"),
    path("places/<int:pk>/key-site-map/", drawings.key_site_map, name="key_site_map"),
    path("places/<int:pk>/print/<slug:kind>/", printouts.print_chart, name="print_chart"),
    path("places/<int:pk>/board/", printouts.print_board, name="print_board"),
    path("printouts/<int:pk>/", printouts.printout, name="printout"),
    path("printouts/<int:pk>/progress/", printouts.progress, name="printout_progress"),
    path("printouts/<int:pk>/paper.pdf", printouts.paper, name="printout_paper"),
    path("letters/", letters.letter_list, name="letters"),
    path("letters/export/", letters.export, name="export_letters"),
    path("letters/ledger/", letters.ledger, name="letters_ledger"),
    path("letters/new/", letters.new_letters, name="new_letters"),
    path("letters/new/<slug:kind>/<int:organ>/<int:year>/", letters.issue_letters, name="issue_letters"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/sign/<slug:side>/", letters.sign_letter, name="sign_letter"),
    path("letters/<int:pk>/void/", letters.void_letter, name="void_letter"),
    path("letters/<int:pk>/print/", letters.print_letter, name="print_letter"),
    path("letters/<int:pk>/progress/", letters.letter_progress, name="letter_progress"),
    path("letters/<int:pk>/paper.pdf", letters.letter_paper, name="letter_paper"),
    path("letters/signatures/<int:pk>/void/", letters.void_signature, name="void_letter_signature"),
    path("letters/scans/<int:pk>.jpg", letters.scan, name="letter_scan"),
    path("letters/batches/<int:pk>/", letters.batch, name="letter_batch"),
    path("letters/batches/<int:pk>/sign/", letters.sign_batch, name="sign_letter_batch"),
    path("letters/batches/<int:pk>/print/", letters.print_batch, name="print_letter_batch"),
    path("letters/batches/<int:pk>/progress/", letters.batch_progress, name="letter_batch_progress"),
    path("letters/batches/<int:pk>/paper.pdf", letters.batch_paper, name="letter_batch_paper"),
    path("letters/texts/", letter_texts.text_list, name="letter_texts"),
    path("letters/texts/<slug:kind>/<int:year>/", letter_texts.edit_text, name="edit_letter_text"),
    path("duties/<int:pk>/end/", chain.end_duty, name="end_duty"),
    path("gaps/", gaps.gap_list, name="gaps"),
    path("people/", people.person_list, name="people"),
    path("people/new/", people.create_person, name="new_person"),
    path("people/<int:pk>/", people.person_page, name="person"),
    path("people/<int:pk>/edit/", people.edit_person, name="edit_person"),
    path("people/<int:pk>/leave/", people.person_leaves, name="person_leaves"),
    path("people/<int:pk>/take-back-leaving/", people.take_back_leaving, name="take_back_leaving"),
    path("users/", accounts.account_list, name="accounts"),
    path("users/new/", accounts.create_account, name="new_account"),
    path("users/<int:pk>/", accounts.edit_account, name="edit_account"),
    path("users/<int:pk>/reset-password/", accounts.reset_password, name="reset_password"),
    path("users/<int:pk>/switch/", accounts.switch_account, name="switch_account"),
    path("campaigns/", campaign.campaigns, name="campaigns"),
    path("campaigns/new/", campaign.create_campaign, name="new_campaign"),
    path("campaigns/<int:pk>/", campaign.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", campaign.edit_campaign, name="edit_campaign"),
    path("campaigns/<int:pk>/apply/", campaign.create_candidacy, name="new_candidacy"),
    path("campaigns/<int:pk>/mentorships/new/", mentoring.create_mentorship, name="new_mentorship"),
    path("campaigns/<int:pk>/township-plans/", township_plans.township_plans, name="township_plans"),
    path("campaigns/<int:pk>/township-plans/export/", township_plans.export_township_plans, name="export_township_plans"),
    path("campaigns/<int:pk>/township-plans/start/", township_plans.start_township_plan, name="start_township_plan"),
    *[pattern for kind in round_entries.SCREENS for pattern in ledger_screens(kind)],
    path("document/<int:pk>/file/", round_entries.document_file, name="document_file"),
    path("task/<int:pk>/done/", work_plan.task_done, name="task_done"),
    path("task/<int:pk>/not-done/", work_plan.task_not_done, name="task_not_done"),
    path("township-plans/<int:pk>/", township_plans.township_plan, name="township_plan"),
    path("township-plans/<int:pk>/edit/", township_plans.edit_township_plan, name="edit_township_plan"),
    path("township-plans/<int:pk>/<slug:action>/", township_plans.act_on_township_plan, name="act_on_township_plan"),
    path("campaigns/<int:pk>/leading-group/join/", campaign.join_leading_group, name="join_leading_group"),
    path("leading-group/<int:pk>/seat/", campaign.change_leading_group_seat, name="change_leading_group_seat"),
    path("leading-group/<int:pk>/leave/", campaign.leave_leading_group, name="leave_leading_group"),
    path("mentorships/", mentoring.mentorships, name="mentorships"),
    path("mentorships/export/", mentoring.export_mentorships, name="export_mentorships"),
    path("mentorships/<int:pk>/", mentoring.mentorship, name="mentorship"),
    path("mentorships/<int:pk>/edit/", mentoring.edit_mentorship, name="edit_mentorship"),
    path("mentorships/<int:pk>/void/", mentoring.void_mentorship, name="void_mentorship"),
    path("candidacies/", candidacies.candidacies, name="candidacies"),
    path("candidacies/export/", candidacies.export_candidacies, name="export_candidacies"),
    path("candidacies/statistics/", candidacies.candidacy_statistics, name="candidacy_statistics"),
    path("candidacies/statistics/export/", candidacies.export_candidacy_statistics, name="export_candidacy_statistics"),
    path("candidacies/<int:pk>/", campaign.candidacy, name="candidacy"),
    path("candidacies/<int:pk>/<slug:action>/", campaign.act_on_candidacy, name="act_on_candidacy"),
    path("score-sheets/", score_sheets.score_sheets, name="score_sheets"),
    path("score-sheets/new/", score_sheets.new_score_sheet, name="new_score_sheet"),
    path("score-sheets/import/", score_sheets.import_score_sheet, name="import_score_sheet"),
    path("score-sheets/<int:pk>/", score_sheets.score_sheet, name="score_sheet"),
    path("score-sheets/<int:pk>/edit/", score_sheets.edit_score_sheet, name="edit_score_sheet"),
    path("score-sheets/<int:pk>/copy/", score_sheets.copy_score_sheet, name="copy_score_sheet"),
    path("score-sheets/<int:pk>/issue/", score_sheets.issue_score_sheet, name="issue_score_sheet"),
    path("score-sheets/<int:pk>/retire/", score_sheets.retire_score_sheet, name="retire_score_sheet"),
    path("score-sheets/<int:pk>/export/", score_sheets.export_score_sheet, name="export_score_sheet"),
    path("score-sheets/<int:pk>/criteria/new/", score_sheets.new_score_sheet_criterion, name="new_score_sheet_criterion"),
    path("score-sheets/<int:pk>/clauses/new/<slug:kind>/", score_sheets.new_score_sheet_clause, name="new_score_sheet_clause"),
    path("criteria/<int:pk>/", score_sheets.edit_score_sheet_criterion, name="edit_score_sheet_criterion"),
    path("criteria/<int:pk>/remove/", score_sheets.remove_score_sheet_criterion, name="remove_score_sheet_criterion"),
    path("clauses/<int:pk>/", score_sheets.edit_score_sheet_clause, name="edit_score_sheet_clause"),
    path("clauses/<int:pk>/remove/", score_sheets.remove_score_sheet_clause, name="remove_score_sheet_clause"),
    path("appraisals/", appraisals.appraisals, name="appraisals"),
    path("appraisals/new/", appraisals.new_appraisal, name="new_appraisal"),
    path("appraisals/export/", appraisals.export_appraisals, name="export_appraisals"),
    path("appraisals/<int:pk>/", appraisals.appraisal, name="appraisal"),
    path("appraisals/<int:pk>/score/", appraisals.score_appraisal, name="score_appraisal"),
    path("appraisals/<int:pk>/act/<slug:action>/", appraisals.act_on_appraisal, name="act_on_appraisal"),
    path("appraisals/<int:pk>/clauses/<int:clause>/", appraisals.check_appraisal_clause, name="check_appraisal_clause"),
    path("appraisals/<int:pk>/criteria/<int:criterion>/", appraisals.appraisal_evidence, name="appraisal_evidence"),
    path("appraisals/<int:pk>/print/", appraisals.print_appraisal, name="print_appraisal"),
    path("appraisals/<int:pk>/progress/", appraisals.appraisal_progress, name="appraisal_progress"),
    path("appraisals/<int:pk>/paper.pdf", appraisals.appraisal_paper, name="appraisal_paper"),
    path("evidence-files/<int:pk>/", appraisals.appraisal_file, name="appraisal_file"),
    path("evidence-files/<int:pk>/withdraw/", appraisals.withdraw_appraisal_file, name="withdraw_appraisal_file"),
    path("investments/", means.investments, name="investments"),
    path("investments/new/", means.create_investment, name="new_investment"),
    path("investments/<int:pk>/", means.investment, name="investment"),
    path("investments/<int:pk>/receipt/", means.receipt, name="investment_receipt"),
    path("investments/<int:pk>/void/", means.void_investment, name="void_investment"),
    path("stations/", stations.station_list, name="stations"),
    path("stations/shortfalls/", stations.shortfalls, name="station_shortfalls"),
    path("stations/shortfalls/export/", stations.export_shortfalls, name="export_station_shortfalls"),
    path("stations/<int:pk>/", stations.station, name="station"),
    path("drills/due/", compliance.drills_due, name="drills_due"),
    path("accidents/vetoes/", compliance.vetoes, name="vetoes"),
    path("works/<int:pk>/money/", sums.work_money, name="work_money"),
    path("provisions/<int:pk>/file/", ledgers.provision_file, name="provision_file"),
    *(address for screen in SCREENS for address in ledger(screen)),
]
