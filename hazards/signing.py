"""Who signs a paper, in the words that stand beside the lines: the same on the printed sheet and on the screen. Always Chinese."""

SIGNERS = {"directive": "执法人员", "suspension": "执法人员", "opinion": "复查人员", "review": "审查人员", "acceptance": "验收人员"}
RECEIVERS = {
    "notice": "受检单位负责人（签收）",
    "opinion": "被复查单位负责人（签收）",
    "record": "被检查单位负责人（签名）",
    "review": "申请单位负责人（签收）",
    "acceptance": "被验收单位负责人（签收）",
    "suspension": "被责令单位负责人（签收）",
    "supervision": "责任单位负责人（签收）",
}
APPLICATIONS = {"resumption", "extension_request", "acceptance_request"}


def signing_words(kind, content):
    return {"signers": SIGNERS.get(kind, "检查人员"), "receiver_label": _receiver(kind, content)}


def _receiver(kind, content):
    if kind == "record" and content["refusal"]:
        return "见证人（签名）"
    if kind in APPLICATIONS:
        # Papers of before they were the applicant's own name none.
        head = "法定代表人（主要负责人）签名" if content.get("is_enterprise") else "申请单位负责人（签名）"
        return head if content.get("applicant") else "责任单位负责人（签字）"
    return RECEIVERS.get(kind, "被检查单位负责人（签收）")
