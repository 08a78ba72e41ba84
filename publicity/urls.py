from django.urls import path

from publicity.views import activities, totals, trainings

app_name = "publicity"
urlpatterns = [
    path("", activities.activities, name="activities"),
    path("new/", activities.log, name="log_activity"),
    path("<int:pk>/", activities.activity, name="activity"),
    path("<int:pk>/receipt/", activities.receipt, name="activity_receipt"),
    path("<int:pk>/edit/", activities.edit, name="edit_activity"),
    path("<int:pk>/void/", activities.void, name="void_activity"),
    path("pictures/<int:pk>/", activities.picture, name="picture"),
    path("trainings/", trainings.trainings, name="trainings"),
    path("trainings/new/", trainings.log, name="log_training"),
    path("trainings/<int:pk>/", trainings.training, name="training"),
    path("trainings/<int:pk>/receipt/", trainings.receipt, name="training_receipt"),
    path("trainings/<int:pk>/edit/", trainings.edit, name="edit_training"),
    path("trainings/<int:pk>/attendance/", trainings.attendance, name="training_attendance"),
    path("trainings/<int:pk>/void/", trainings.void, name="void_training"),
    path("totals/", totals.totals, name="totals"),
]
