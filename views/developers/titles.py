"""What the reference's chapters are called."""

from schema.engine.language import N_

TITLES = {
    "organisations": N_("单位"),
    "areas": N_("区域"),
    "committees": N_("委员会"),
    "zones": N_("商圈园区"),
    "people": N_("人员"),
    "categories": N_("类别"),
    "resources": N_("资源清单"),
    "capacity": N_("余量账和候补"),
    "demands": N_("需求清单"),
    "matching": N_("对接"),
    "plans": N_("统筹方案"),
    "projects": N_("项目清单"),
    "records": N_("履约记录"),
    "plenaries": N_("全体会议"),
    "balances": N_("供需平衡"),
    "comments": N_("评论"),
    "attachments": N_("附件"),
    "notifications": N_("通知"),
    "events": N_("动态"),
    "mail": N_("邮件"),
    "search": N_("查找"),
    "imports": N_("导入"),
    "accounts": N_("账号和令牌"),
    "common": N_("通用类型"),
}
"""By concept, in the order in which the reference lists them."""
PERSONAS = {"public": N_("不用令牌"), "committee": N_("委员会令牌"), "provider": N_("单位令牌"), "neighbour": N_("居民令牌")}
"""Whose token an example needs."""
WEIGHTS = {"Breaking": N_("不兼容"), "To look at": N_("请留意"), "Deprecated": N_("将停用"), "Added": N_("新增")}
"""What a change of the contract means to apps, by its heading in the changelog."""
KINDS = {
    "object": N_("对象"),
    "interface": N_("接口"),
    "union": N_("联合"),
    "input": N_("输入"),
    "enum": N_("枚举"),
    "scalar": N_("标量"),
}
