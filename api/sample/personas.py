"""Who can sign in to the sample district, one for each way of looking at it."""

from dataclasses import dataclass

PASSWORD = "Sample-District-2026"
"""The password of all sample accounts; they exist only where the sample was loaded."""


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to sign in as."""

    login: str
    name: str
    role: str
    """What they are, in Chinese."""
    administrator: bool = False
    password: str = PASSWORD

    @property
    def path(self) -> str:
        """Where the sign-in page offers this persona."""
        return f"/sign-in?as={self.login}"


PERSONAS = (
    Persona("admin", "方既明", "系统管理员：账号与基础配置", administrator=True),
    Persona("district", "周怀瑾", "朝阳区党建工作协调委员会协调员：全区"),
    Persona("chaowai", "林望舒", "朝外街道党建工作协调委员会协调员：本街道及各社区"),
    Persona("jiqingli", "沈知行", "吉庆里社区党建工作协调委员会协调员：本社区"),
    Persona("jianwai", "许清和", "建外街道党建工作协调委员会协调员：另一街道"),
    Persona("manager", "陆远山", "朝外示范科技有限公司管理员：成员单位"),
    Persona("handler", "苏晚晴", "朝外示范物业服务有限公司经办人：物业企业"),
    Persona("member", "叶知秋", "朝外示范科技有限公司成员：只看不改"),
    Persona("returned", "程立雪", "朝外示范摄影工作室管理员：登记被退回，待修改"),
    Persona("stranger", "江临川", "建外示范律师事务所成员：与朝外街道无关"),
)
