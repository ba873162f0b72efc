"""What people type into the registry: names, credit codes, numbers, tags, each refused where it is wrong."""

from schema.engine.form import Form, readable
from schema.organisations import uscc
from schema.people import masks

NAME = (2, 120)
SHORT_NAME, ADDRESS, DESCRIPTION, DUTY, CONTACT_NAME, NOTE, PURPOSE = 40, 200, 2000, 80, 40, 1000, 200
"""The longest texts: what the constraints of the tables say; of a purpose, our default."""
TAGS, TAG_LENGTH = 20, 20


class UnitForm(Form):
    """The values of an input about an organisation."""

    def name(self, text: str | None, path: str = "name") -> str:
        """An organisation's name."""
        tidy = " ".join(readable(text or "").split())
        if not NAME[0] <= len(tidy) <= NAME[1]:
            self.wrong("ORGANISATION_NAME_LENGTH", path)
        return tidy

    def uscc(self, text: str | None, path: str = "uscc") -> str | None:
        """A unified social credit code, None for none; a wrong one is refused with the character that is wrong."""
        if not readable(text or "").strip():
            return None
        problem = uscc.problem(text or "")
        if problem:
            self.wrong(problem.code, path, **problem.parameters)
        return uscc.normalise(text or "")

    def phone(self, text: str | None, path: str) -> str:
        """One telephone number."""
        tidy = self.required(text, path, 40)
        if tidy and (problem := masks.phone_problem(tidy)):
            self.wrong(problem, path, **masks.phone_parameters(tidy))
        return masks.normalise_phone(tidy)

    def tags(self, given: list[str] | None, path: str = "tags") -> list[str]:
        """Tags without doubles, in the order given."""
        tidy = list(dict.fromkeys(" ".join(readable(tag).split()) for tag in given or ()))
        if len(tidy) > TAGS or any(not 1 <= len(tag) <= TAG_LENGTH for tag in tidy):
            self.wrong("TAG_FORM", path)
        return tidy
