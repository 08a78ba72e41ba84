from django import forms
from django.utils.translation import gettext_lazy as _

from townships.forms.fields import DayField, ForgivingCode, ForgivingText, SubmissionField
from townships.models import Certificate
from townships.validators import not_in_future, sensible_date


class TermOfCertificateForm(forms.ModelForm):
    """From when until when it is valid: all that a renewal tells."""

    submission = SubmissionField()
    issued_on = DayField(label=_("发证日期"), validators=[not_in_future])
    valid_until = DayField(
        label=_("有效期至"), required=False, validators=[sensible_date], help_text=_("证件有效的最后一天，长期有效的不填")
    )

    class Meta:
        model = Certificate
        fields = ["issued_on", "valid_until", "issuer"]
        field_classes = {"issuer": ForgivingText}

    def clean(self):
        cleaned = super().clean()
        issued_on, valid_until = cleaned.get("issued_on"), cleaned.get("valid_until")
        if issued_on and valid_until and valid_until < issued_on:
            self.add_error("valid_until", _("有效期不能早于发证日期。"))
        return cleaned

    def _get_validation_exclusions(self):
        # What the database holds together, townships/certificates.py tells in the user's words.
        return super()._get_validation_exclusions() | {"person", "renews"}

    def validate_constraints(self):
        """Said by townships/certificates.py, which knows who has the number."""


class CertificateForm(TermOfCertificateForm):
    class Meta(TermOfCertificateForm.Meta):
        fields = ["kind", "number", "issued_on", "valid_until", "issuer"]
        field_classes = {"number": ForgivingCode, "issuer": ForgivingText}

    def refuse(self, holder):
        if holder.person_id == self.instance.person_id:
            self.add_error("number", _("此证号已登记。换证请在原证件的页面上办理。"))
        else:
            self.add_error(
                "number",
                _("此证号已由%(who)s（在册编号 %(number)04d）持有，请核对。") % {"who": holder.person, "number": holder.person.number},
            )


class RenewalForm(TermOfCertificateForm):
    def __init__(self, *args, certificate, **kwargs):
        super().__init__(*args, **kwargs)
        self.certificate = certificate
        self.fields["issuer"].initial = certificate.issuer

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day <= self.certificate.issued_on:
            raise forms.ValidationError(_("换证日期须晚于原发证日期 %(day)s。"), params={"day": self.certificate.issued_on})
        return day
