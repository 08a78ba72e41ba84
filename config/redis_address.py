"""One Redis, two ways of writing where its socket is."""


def for_cache(broker_url):
    """Celery writes redis+socket:///run/redis.sock?virtual_host=1, Django's cache unix:///run/redis.sock?db=1."""
    return broker_url.replace("redis+socket://", "unix://", 1).replace("virtual_host=", "db=")
