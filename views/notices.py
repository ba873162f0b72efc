"""The sentences that a page shows after something was done, by the code that a redirect carries."""

from schema.engine.language import N_

NOTICES = {
    "unclear": N_("没有找到所填的名称，或有几个相近的：请换个说法。"),
    "saved": N_("已保存。"),
    "created": N_("已新增。"),
    "registered": N_("已提交登记，等待协调委员会审核。"),
    "approved": N_("已通过。"),
    "returned": N_("已退回。"),
    "resubmitted": N_("已重新提交。"),
    "suspended": N_("已停用。"),
    "resumed": N_("已恢复。"),
    "closed": N_("已注销。"),
    "merged": N_("已合并。"),
    "distinguished": N_("已标记为不同单位。"),
    "tagged": N_("标签已更新。"),
    "confirmed": N_("已确认。"),
    "removed": N_("已移除。"),
    "imported": N_("导入完成。"),
    "discarded": N_("已放弃本次导入。"),
    "moved": N_("隶属关系已调整。"),
    "ended": N_("已终止。"),
    "appointed": N_("席位已确定。"),
    "disabled": N_("已停用。"),
    "enabled": N_("已启用。"),
    "password": N_("密码已修改，其他设备已退出登录。"),
    "signed_out": N_("已退出登录。"),
    "recorded": N_("已登记。"),
}
