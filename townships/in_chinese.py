"""What is kept or sent is Chinese, whatever language the one who pressed reads."""

from functools import wraps

from django.utils.translation import override


def in_chinese(function):
    """As a decorator Django's own override is one for all threads: what one of them read would be given to another."""

    @wraps(function)
    def spoken(*args, **kwargs):
        with override("zh-hans"):
            return function(*args, **kwargs)

    return spoken
