def ids_in_scope(user, model, ids):
    """Which of the rows may be links for this user."""
    return set(model.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
