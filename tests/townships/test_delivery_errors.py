"""What the log of deliveries says of an attempt that failed: in a clerk's words, the technical ones in small beside them."""

import pytest

from townships.delivering import WORKER_DIED
from townships.delivery_errors import in_plain_words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("ConnectionRefusedError: [Errno 111] Connection refused", "服务器拒绝连接：地址或端口可能填错，或对方服务没有开"),
        ("gaierror: [Errno -2] Name or service not known", "找不到这个服务器：地址可能填错，或网络不通"),
        ("OSError: [Errno 101] Network is unreachable", "网络不通，连不上服务器"),
        ("TimeoutError: timed out", "服务器长时间没有回应"),
        ("SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED]", "加密连接没有建立：对方的安全证书不被信任"),
        ("SMTPAuthenticationError: (535, b'no')", "邮件服务器不接受所填的账号或密码"),
        ("SMTPDataError: (552, b'too big')", "邮件服务器没有收下这封邮件"),
        ("NotDelivered: HTTP 302", "对方要求转到别的地址，为安全不转（状态 302）"),
        ("NotDelivered: HTTP 503", "对方服务器出错（状态 503）"),
        ("NotDelivered: HTTP 418", "对方没有接收（状态 418）"),
        ("BadStatusLine: x", "没有发送成功"),
        (WORKER_DIED, WORKER_DIED),
    ],
)
def test_a_clerk_reads_what_went_wrong(error, words):
    assert in_plain_words(error) == words
