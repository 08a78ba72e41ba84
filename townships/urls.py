from django.urls import path

from townships.models import Level
from townships.views import accounts, campaign, chain, gaps, holidays, means, people, places

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


urlpatterns = [
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/new/", holidays.new_holiday, name="new_holiday"),
    path("holidays/<int:pk>/remove/", holidays.remove_holiday, name="remove_holiday"),
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
    path("campaigns/<int:pk>/mentorships/new/", campaign.create_mentorship, name="new_mentorship"),
    path("campaigns/<int:pk>/leading-group/join/", campaign.join_leading_group, name="join_leading_group"),
    path("leading-group/<int:pk>/seat/", campaign.change_leading_group_seat, name="change_leading_group_seat"),
    path("leading-group/<int:pk>/leave/", campaign.leave_leading_group, name="leave_leading_group"),
    path("mentorships/<int:pk>/edit/", campaign.edit_mentorship, name="edit_mentorship"),
    path("candidacies/<int:pk>/", campaign.candidacy, name="candidacy"),
    path("candidacies/<int:pk>/<slug:action>/", campaign.act_on_candidacy, name="act_on_candidacy"),
    path("investments/", means.investments, name="investments"),
    path("investments/new/", means.create_investment, name="new_investment"),
    path("investments/<int:pk>/", means.investment, name="investment"),
    path("investments/<int:pk>/receipt/", means.receipt, name="investment_receipt"),
    path("investments/<int:pk>/void/", means.void_investment, name="void_investment"),
]
