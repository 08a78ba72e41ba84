"""What went wrong on the way out, as a clerk reads it. The row keeps the technical words, for whoever mends it."""

import re

from django.utils.translation import gettext_lazy as _

# By the name of the exception that the attempt ended with.
WORDS = {
    "gaierror": _("找不到这个服务器：地址可能填错，或网络不通"),
    "ConnectionRefusedError": _("服务器拒绝连接：地址或端口可能填错，或对方服务没有开"),
    "TimeoutError": _("服务器长时间没有回应"),
    "SSLCertVerificationError": _("加密连接没有建立：对方的安全证书不被信任"),
    "SSLError": _("加密连接没有建立：请核对端口和加密方式"),
    "ConnectionResetError": _("连接被对方中断"),
    "BrokenPipeError": _("连接被对方中断"),
    "RemoteDisconnected": _("连接被对方中断"),
    "SMTPServerDisconnected": _("连接被邮件服务器中断"),
    "SMTPAuthenticationError": _("邮件服务器不接受所填的账号或密码"),
    "SMTPRecipientsRefused": _("邮件服务器不接受这个收件地址"),
    "SMTPSenderRefused": _("邮件服务器不接受发件地址"),
    "SMTPNotSupportedError": _("邮件服务器不支持所设的加密或登录方式"),
    "OSError": _("网络不通，连不上服务器"),
}
STATUS = re.compile(r"NotDelivered: HTTP (\d{3})")
NO_ADDRESS = "NotDelivered: not an http address"
# What the domain said in Chinese itself has no technical words.
TECHNICAL = re.compile(r"\w+: ", re.ASCII)


def in_plain_words(error):
    """服务器拒绝连接…; of what nobody has met yet, that it was not sent."""
    if not TECHNICAL.match(error):
        return error
    if status := STATUS.match(error):
        return _of_status(int(status[1]))
    if error.startswith(NO_ADDRESS):
        return _("机器人地址不是 http 或 https 开头的网址")
    name = error.partition(":")[0]
    return WORDS.get(name) or (_("邮件服务器没有收下这封邮件") if name.startswith("SMTP") else _("没有发送成功"))


def _of_status(status):
    """The robot was reached and answered something else than that it took the message."""
    if 300 <= status < 400:
        words = _("对方要求转到别的地址，为安全不转（状态 %(status)s）")
    elif status in (401, 403):
        words = _("对方不认可本系统的身份，请核对密钥（状态 %(status)s）")
    elif status in (404, 410):
        words = _("对方没有这个地址（状态 %(status)s）")
    elif status == 429:
        words = _("发得太密，对方暂不接收（状态 %(status)s）")
    elif status >= 500:
        words = _("对方服务器出错（状态 %(status)s）")
    else:
        words = _("对方没有接收（状态 %(status)s）")
    return words % {"status": status}
