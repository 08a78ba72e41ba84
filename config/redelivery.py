"""Tasks that a killed worker had taken and not finished; by itself the broker gives them back only after an hour (visibility timeout)."""

from config.celery import app


def give_back_unfinished():
    """Put every unacknowledged task back in its queue; only while no worker lives, or it runs twice."""
    with app.connection_for_write() as connection:
        channel = connection.default_channel
        tags = channel.client.zrange(channel.unacked_index_key, 0, -1)
        for tag in tags:
            channel.qos.restore_by_tag(tag.decode())
    return len(tags)
