import pytest

from config.redis_address import for_cache


@pytest.mark.parametrize(
    ("broker", "cache"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ("redis+socket:///srv/var/redis.sock", "unix:///srv/var/redis.sock"),
        ("redis+socket:///srv/var/redis.sock?virtual_host=2", "unix:///srv/var/redis.sock?db=2"),
    ],
)
def test_both_name_the_same_server(broker, cache):
    assert for_cache(broker) == cache
