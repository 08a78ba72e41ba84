from datetime import date

import factory
from factory.django import DjangoModelFactory

from publicity import models
from tests.factories.townships import InspectorFactory, TownshipFactory


class ActivityKindFactory(DjangoModelFactory):
    class Meta:
        model = models.ActivityKind

    key = factory.Sequence("kind-{}".format)
    name = factory.Sequence("第{}类".format)
    unit = "份"


class LedgerRowFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    township = factory.SubFactory(TownshipFactory)
    county = factory.SelfAttribute("township.county")
    created_by = factory.SubFactory(InspectorFactory, township=factory.SelfAttribute("..township"))
    held_on = date(2026, 6, 16)


class ActivityFactory(LedgerRowFactory):
    class Meta:
        model = models.Activity

    kind = factory.LazyFunction(lambda: models.ActivityKind.objects.get(key="leaflets"))
    title = factory.Sequence("第{}次宣传".format)
    quantity = 100


class TrainingFactory(LedgerRowFactory):
    class Meta:
        model = models.Training
        skip_postgeneration_save = True

    title = factory.Sequence("第{}期培训班".format)
    audience = models.Training.Audience.VILLAGE

    @factory.post_generation
    def attendees(self, create, people):
        if people:
            self.attendees.set(people)
