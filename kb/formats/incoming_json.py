"""Cases from a JSON file: our own export, byte for byte, or a plain list of objects."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.domain.case import Case, CaseFile, Sha256
from kb.domain.problems import Problem, quotable
from kb.domain.taxonomy import Taxonomy
from kb.formats import front_matter
from kb.formats.case_json import case_values
from kb.formats.column_mapping import ColumnMapping
from kb.formats.fields import nearest
from kb.formats.import_keys import NAMES
from kb.formats.incoming import Incoming
from kb.formats.json_items import Item, json_items
from kb.formats.telling import Telling, UntoldError

#: The file of a case as our export carries it; it counts as long as the other keys say the same.
_FILE = "markdown"
_MOST_PROBLEMS = 30
#: What our API has besides.
_SHOWN = frozenset({"html"})
#: Keys that do not tell what a case says.
_ABOUT = frozenset({_FILE, "slug", "url", "sha256", *_SHOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonReader:
    """Reads the JSON files of one import."""

    mapping: ColumnMapping
    taxonomy: Taxonomy

    def cases(self, data: bytes, *, file: str) -> Iterator[Incoming]:
        """The case of each object, right or wrong.

        Raises:
            ImportFileError: it is no JSON, or no list of objects.
        """
        for item in json_items(data):
            yield self._case(item, file)

    def _case(self, item: Item, file: str) -> Incoming:
        number, values = item
        telling = Telling(self.taxonomy)
        names: dict[str, str] = {}
        for fixed in self.mapping.fixed:
            telling.tell(fixed.key, fixed.value)
        for name, value in values.items():
            if name not in {_FILE, *_SHOWN}:
                self._tell(telling, name, value, names)
        found = Incoming(
            file=file,
            row=number,
            slug=telling.about.get("slug", ""),
            values=telling.values,
            sections=telling.sections,
            sha256=telling.about.get("sha256", ""),
            columns=names,
            problems=tuple(replace(each, line=number) for each in telling.problems),
        )
        text = values.get(_FILE)
        if isinstance(text, str) and self._says_the_same(text, values):
            return replace(found, text=text)
        return found

    def _tell(self, telling: Telling, name: str, value: object, names: dict[str, str]) -> None:
        column = self.mapping.column(name)
        if column is None and len(telling.problems) > _MOST_PROBLEMS:
            return  # finding the nearest key of thousands takes long
        if column is None:
            values = {"nearest": nearest(name, NAMES)}
            telling.problems.append(
                Problem(line=1, key=quotable(name), code="column-unknown", values=values)
            )
            return
        names[column.key.name] = name
        try:
            telling.tell(column.key, value, separator=column.separator)
        except UntoldError:
            telling.problems.append(Problem(line=1, key=column.key.name, code="json-kind"))

    def _says_the_same(self, text: str, values: dict[str, object]) -> bool:
        """Whether nobody edited the values, so that the file can be taken as it was."""
        case = front_matter.read(text, self.taxonomy)
        if not isinstance(case, Case):
            return False
        file = CaseFile(slug="", sha256=Sha256(""), text=text, case=case)
        said = case_values(file, self.taxonomy, public_url="")
        return all(said.get(key) == value for key, value in values.items() if key not in _ABOUT)
