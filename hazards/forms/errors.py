"""What the domain refuses, said beside the field that it is about."""


def blame(form, refusal):
    """Put a ValidationError of a deed on the form: by field where the form has it, on top otherwise."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
