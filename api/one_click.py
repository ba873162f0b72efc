"""Signing in to the sample district as one of its personas, without typing a password."""

from api.sample import PERSONAS, Persona
from api.settings import Settings
from schema.accounts.checking import Checked, check
from schema.accounts.signing import open_session
from schema.engine.access import Viewer
from schema.engine.actions import Act, Action, perform
from schema.engine.refusals import refuse
from schema.engine.services import Services


async def sign_in_as(services: Services, settings: Settings, login: str, viewer: Viewer) -> str | None:
    """A new session for a persona, asked for by ``viewer``; its secret, or None.

    Three walls keep this out of real deployments: only ``gongzhi demo`` sets ``settings.sample``, only the sample's personas may
    be asked for, and only an account that still has the sample's password is entered. It is no mutation of the schema.
    """
    persona = next((one for one in PERSONAS if one.login == login), None)
    if not settings.sample or persona is None:
        return None
    secret: str | None = (await perform(services, _ENTER, persona, viewer)).get("secret")
    return secret


async def _check(services: Services, _viewer: Viewer, persona: Persona) -> Checked:
    return await check(services, persona.login, persona.password)


async def _enter(act: Act, persona: Persona) -> dict[str, str]:
    checked: Checked = act.ready
    row = await act.connection.fetchrow("select * from account where login = $1 for update", persona.login)
    if row is None or not checked.stands(row):
        raise refuse("SIGN_IN_FAILED")
    return {"secret": await open_session(act, row["id"])}


_ENTER = Action("sign_in_as", _enter, public=True, temporary_password=True, remembered=False, before=_check)
