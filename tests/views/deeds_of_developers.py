"""The explorer's form, filled in once."""

from tests.views.deeds import Deed

_DOCUMENT = "mutation Try($name: String!) { languageChoose(input: { language: $name }) { refusals { code } } }"

DEVELOPERS = [
    Deed(
        "/explorer",
        "jiqingli",
        "/explorer",
        {"document": _DOCUMENT, "variables": '{"name": "zh_Hans"}'},
        "account.language_chosen",
        5,
        shows=("languageChoose", '"refusals": []'),
        status=200,
    ),
]
