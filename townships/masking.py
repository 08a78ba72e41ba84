"""Phone and identity numbers are for those who keep the ledgers; everybody else sees 138****8000."""


def mask(number):
    """Head and tail of a phone (3 and 4 digits) or an identity number (4 and 4); of a short number the last two only."""
    if len(number) < 9:
        return "*" * (len(number) - 2) + number[-2:]
    head = 4 if len(number) >= 15 else 3
    return number[:head] + "*" * (len(number) - head - 4) + number[-4:]


def masked_for(number, user):
    return number if user.keeps_ledgers else mask(number)
