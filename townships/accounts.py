"""Passwords that an administrator hands over: made here, shown once, changed at the first log-in."""

import secrets

# Without 0 and o, 1 and l: it is read out over the phone.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def initial_password():
    """Twelve letters in groups of four, about 60 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def hand_over_password(user):
    """Give the account a new password and return it; whoever was logged in with the old one is out."""
    password = initial_password()
    user.set_password(password)
    user.must_change_password = True
    user.save()
    return password
