"""How a long form is grouped. A form without a helper is one column of all its fields, which is right for most."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout


def in_groups(*groups):
    """A crispy helper: (title, field, field, …) for each group; page, buttons and errors are form_page.html's."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = False
    # What is in no group, as the mark of what the form was opened on, is sent along all the same.
    helper.render_hidden_fields = True
    helper.layout = Layout(*(Fieldset(title, *fields, css_class="group") for title, *fields in groups))
    return helper
