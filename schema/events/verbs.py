"""What events say, as sentences in three languages; ``{name}`` and the like are taken from the event's data."""

from typing import Any

from schema.engine.access import Viewer
from schema.engine.language import N_, translate

VERBS: dict[str, str] = {
    "area.created": N_("设立区域"),
    "area.renamed": N_("更名：{before} → {after}"),
    "area.moved": N_("自 {from} 起隶属于“{parent}”"),
    "area.classified": N_("小区分类调整"),
    "area.overlap_set": N_("调整对应网格"),
    "area.imported": N_("导入区划，共 {count} 个"),
    "organisation.registered": N_("登记单位"),
    "organisation.edited": N_("修改单位信息"),
    "organisation.approved": N_("审核通过"),
    "organisation.returned": N_("退回：{reason}"),
    "organisation.resubmitted": N_("重新提交"),
    "organisation.suspended": N_("停用：{reason}"),
    "organisation.resumed": N_("恢复"),
    "organisation.closed": N_("注销：{reason}"),
    "organisation.merged": N_("并入“{into}”"),
    "organisation.absorbed": N_("“{name}”并入本单位"),
    "organisation.unmerged": N_("撤销并入“{name}”：{reason}"),
    "organisation.released": N_("撤销“{name}”的并入：{reason}"),
    "organisation.distinguished": N_("认定与“{other}”不是同一单位"),
    "organisation.undistinguished": N_("撤销与“{other}”不是同一单位的认定"),
    "organisation.tagged": N_("调整标签"),
    "organisation.imported": N_("导入单位：新增 {created}，更新 {updated}"),
    "organisation.liaison_assigned": N_("调整联系片区"),
    "organisation.visited": N_("走访"),
    "contact.added": N_("新增联系人"),
    "contact.edited": N_("修改联系人"),
    "contact.removed": N_("移除联系人"),
    "contact.revealed": N_("查看联系方式，事由：{purpose}"),
    "contact.confirmed": N_("确认联系人无误"),
    "committee.created": N_("设立委员会"),
    "committee.edited": N_("修改委员会"),
    "seat.appointed": N_("确定{role}"),
    "seat.edited": N_("修改席位"),
    "seat.ended": N_("席位任期结束"),
    "zone.created": N_("登记商圈或园区"),
    "zone.edited": N_("修改商圈或园区"),
    "zone.unit_set": N_("登记单位覆盖方式"),
    "zone.unit_removed": N_("移出单位"),
    "category.created": N_("新增类别“{name}”"),
    "category.edited": N_("修改类别“{name}”"),
    "category.retired": N_("停用类别“{name}”"),
    "category.restored": N_("恢复类别“{name}”"),
    "resource.registered": N_("登记资源“{title}”"),
    "resource.edited": N_("修改资源信息"),
    "resource.submitted": N_("提交审核"),
    "resource.listed": N_("列入资源清单"),
    "resource.returned": N_("退回：{reason}"),
    "resource.confirmed": N_("确认仍可提供"),
    "resource.withdrawn": N_("撤回：{reason}"),
    "resource.reopened": N_("重新启用"),
    "demand.filed": N_("提出需求“{title}”"),
    "demand.edited": N_("修改需求信息"),
    "demand.submitted": N_("提交审核"),
    "demand.listed": N_("列入需求清单"),
    "demand.returned": N_("退回：{reason}"),
    "demand.declined": N_("不予受理：{reason}"),
    "demand.merged": N_("并入“{into}”"),
    "demand.absorbed": N_("“{other}”并入本需求"),
    "demand.withdrawn": N_("撤回：{reason}"),
    "demand.closed": N_("需求销号"),
    "match.proposed": N_("提出对接：{offered} {quantity}{unit} → {needed}"),
    "match.offered": N_("单位应答：{offered} {quantity}{unit} → {needed}"),
    "match.countered": N_("单位另提：{quantity}{unit}"),
    "match.accepted": N_("单位接受对接，{quantity}{unit}"),
    "match.agreed": N_("委员会同意，{quantity}{unit}"),
    "match.declined": N_("单位未接受：{reason}"),
    "match.withdrawn": N_("撤回对接：{reason}"),
    "match.cancelled": N_("取消对接：{reason}"),
    "match.delivered": N_("登记交付 {delivered}{unit}"),
    "match.confirmed": N_("需求方确认交付 {delivered}{unit}，评分 {rating}"),
    "match.disputed": N_("需求方有异议：{reason}"),
    "match.done": N_("对接办结，实际交付 {quantity}{unit}"),
    "match_weights.decided": N_("调整匹配权重"),
    "demand.claimed": N_("认领需求"),
    "demand.released": N_("放弃认领"),
    "person.created": N_("登记人员"),
    "person.edited": N_("修改人员信息"),
    "membership.created": N_("加入单位"),
    "membership.ended": N_("终止任职"),
    "account.created": N_("开通账号"),
    "account.edited": N_("修改账号"),
    "account.disabled": N_("停用账号"),
    "account.enabled": N_("启用账号"),
    "account.signed_in": N_("登录"),
    "sign_in.failed": N_("登录失败，来自 {address}"),
    "account.signed_out": N_("退出登录"),
    "account.password_changed": N_("修改密码"),
    "account.password_reset": N_("重置密码"),
    "account.language_chosen": N_("切换语言"),
    "session.ended": N_("终止会话"),
    "token.created": N_("创建访问令牌"),
    "token.ended": N_("作废访问令牌"),
    "import.prepared": N_("上传导入文件"),
    "import.mapped": N_("调整导入对应关系"),
    "import.discarded": N_("放弃导入"),
}
"""By verb: the sentence in Simplified Chinese, which is also the id of its translations."""


def summary(viewer: Viewer, verb: str, data: dict[str, Any]) -> str:
    """What happened, in the viewer's language; a part that the event does not have shows as a dash."""
    return translate(viewer.language, VERBS[verb]).format_map(_Parts(viewer, data))


class _Parts(dict[str, Any]):
    def __init__(self, viewer: Viewer, data: dict[str, Any]) -> None:
        super().__init__(data)
        self._viewer = viewer

    def __getitem__(self, key: str) -> str:
        value = self.get(key)
        return "—" if value in (None, "") else translate(self._viewer.language, str(value))
