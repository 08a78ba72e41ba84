import stat
from concurrent.futures import ThreadPoolExecutor

from config.first_look import local_secret_key


def test_secret_is_made_once_and_kept(tmp_path):
    assert local_secret_key(tmp_path / "var") == local_secret_key(tmp_path / "var")


def test_secret_is_long_and_private(tmp_path):
    assert len(local_secret_key(tmp_path)) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_every_folder_has_its_own_secret(tmp_path):
    assert local_secret_key(tmp_path / "one") != local_secret_key(tmp_path / "two")


def test_all_that_start_at_once_read_the_same_whole_secret(tmp_path):
    for attempt in range(20):
        with ThreadPoolExecutor(8) as pool:
            read = set(pool.map(local_secret_key, [tmp_path / str(attempt)] * 8))
        assert len(read) == 1
        assert len(read.pop()) >= 50
