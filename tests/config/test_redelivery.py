import pytest

from config.celery import app
from config.redelivery import give_back_unfinished


@pytest.fixture
def channel():
    with app.connection_for_write() as connection:
        channel = connection.default_channel
        channel.client.flushdb()
        yield channel
        channel.client.flushdb()


def test_what_a_killed_worker_had_taken_is_in_the_queue_again(channel):
    app.send_task("never.run", ignore_result=True)
    queue = app.conf.task_default_queue
    # Taken and neither acknowledged nor given back, as by a worker that no longer lives.
    channel.qos.restore_at_shutdown = False
    taken = channel.basic_get(queue)

    assert channel.basic_get(queue) is None
    assert give_back_unfinished() == 1

    assert channel.basic_get(queue).headers["id"] == taken.headers["id"]


def test_nothing_taken_means_nothing_to_give_back(channel):
    app.send_task("never.run", ignore_result=True)

    assert give_back_unfinished() == 0
