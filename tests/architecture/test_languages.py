"""Indonesian and English are both complete, and Indonesian is spelt as KBBI has it."""

import re

import pytest
from babel.messages.catalog import Message

from tests.architecture.catalogues import asked_for, catalogue
from tests.architecture.sources import APPS

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")

#: words.md, section 1: spellings that are not in the dictionary.
MISSPELT = """
    milyar resiko praktek analisa kuisioner respon jadual silahkan ijin efektifitas
    aktifitas kwalitas propinsi sistim hirarki metoda survey draft standarisasi obyek
    subyek nopember pebruari merubah mempengaruhi mensosialisasikan ketrampilan
    nasehat karir detil
"""


def translation(message: Message) -> str:
    text = message.string
    return text if isinstance(text, str) else text[0]


@pytest.mark.parametrize("app", APPS)
def test_every_message_has_its_indonesian(app: str) -> None:
    known = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue(app)
        if message.id and translation(message)
    }
    missing = sorted(
        {f"{at}: {text}" for text, at in asked_for(app) if text not in known}
    )
    assert missing == []


@pytest.mark.parametrize("app", APPS)
def test_translations_keep_the_placeholders(app: str) -> None:
    wrong = [
        message.id
        for message in catalogue(app)
        if message.id
        and isinstance(message.id, str)
        and set(PLACEHOLDER.findall(message.id))
        != set(PLACEHOLDER.findall(translation(message)))
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_indonesian_is_spelt_as_the_dictionary_has_it(app: str) -> None:
    pattern = re.compile(rf"\b({'|'.join(MISSPELT.split())})\b", re.IGNORECASE)
    wrong = [
        translation(message)
        for message in catalogue(app)
        if message.id and pattern.search(translation(message))
    ]
    assert wrong == []
