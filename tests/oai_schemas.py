"""The schemas of OAI-PMH and `oai_dc`, read from `tests/schemas/` and from nowhere else."""

from functools import cache
from xml.etree import ElementTree as ET

import xmlschema

from tests.builders import PROJECT

_FOLDER = PROJECT / "tests" / "schemas"

OAI = "{http://www.openarchives.org/OAI/2.0/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"

#: Namespace -> its file; `xml:` is known to the library.
_FILES = {OAI_DC: "oai_dc.xsd", DC: "simpledc20021212.xsd"}


@cache
def schema() -> xmlschema.XMLSchema:
    """What an answer of a repository must be; metadata of an unknown kind is not valid either."""
    locations = [(namespace.strip("{}"), str(_FOLDER / name)) for namespace, name in _FILES.items()]
    return xmlschema.XMLSchema(_FOLDER / "OAI-PMH.xsd", locations=locations, allow="local")


def valid(data: bytes) -> ET.Element:
    """The answer, once it has kept every rule of the schemas.

    Raises:
        xmlschema.XMLSchemaValidationError: it breaks one.
    """
    root = ET.fromstring(data)  # noqa: S314 - our own
    schema().validate(root, use_location_hints=False)
    return root
