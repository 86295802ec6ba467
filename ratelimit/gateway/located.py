"""A YAML file that knows on which line everything is."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

Place: TypeAlias = Sequence[str | int]
"""Where something is in a file: names and numbers, from the outside in."""


MOST_REPEATED: Final = 100_000
"""So many values may be repeated by aliases: a few lines of them would stand for billions."""

_OFTEN_TEXT: Final = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a tenth of the time; libyaml may be missing


class MistakeError(ValueError):
    """What is wrong in a file, each with the file and the line."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class Located:
    """What a YAML file says. Raises `MistakeError` for what is no YAML, and `OSError` if it can't be read."""

    __slots__ = ("_node", "path", "value")

    def __init__(self, path: Path) -> None:
        self.path = path
        text = path.read_text(encoding="utf-8")
        try:
            loader = _Loader(text)
            self._node: Any = loader.get_single_node()
            self._check_size()
            self._check_names(self._node)  # before PyYAML puts what is merged with << among the names
            self.value: Any = self._constructed(loader)
        except yaml.MarkedYAMLError as error:
            line, found = _marked(text, error.problem_mark)
            what = "must be indented by spaces, got a tab" if found == "\t" else error.problem
            raise MistakeError([f"{path}:{line}: {what}"]) from error
        except yaml.YAMLError as error:
            raise MistakeError([f"{path}:1: {error}"]) from error
        except RecursionError as error:
            raise MistakeError([f"{path}:1: must not contain itself, nor be nested too deep"]) from error

    def read_as_text(self, names: Collection[str]) -> None:
        """Take a whole number, a truth value or a date under one of these names for the text that is written there."""
        self._take_as_text(self._node, names)
        self.value = self._constructed(_Loader(""))

    def mistake(self, place: Place, message: str) -> str:
        """Return what to tell of a mistake: its file, line and place, and what is wrong."""
        where = ".".join(map(str, place))
        return f"{self.path}:{self._line(place)}: {where}: {message}" if where else f"{self.path}:1: {message}"

    def _line(self, place: Place) -> int:
        """Return the line of a place, or of the innermost that there is around it."""
        node, line = self._node, 1
        for step in place:
            if isinstance(node, yaml.MappingNode):
                found = [(key, value) for key, value in node.value if key.value == str(step)]
                if not found:
                    break
                key, node = found[-1]  # before it is what was merged
                line = key.start_mark.line + 1
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                break
        return line

    def _constructed(self, loader: Any) -> Any:
        if self._node is None:
            return None
        try:
            return loader.construct_document(self._node)
        except (ValueError, LookupError, AttributeError) as error:  # what PyYAML lets through for 2024-13-01, 0x_, ...
            node = next(reversed(loader.recursive_objects))  # the innermost one under construction
            line = node.start_mark.line + 1
            raise MistakeError([f"{self.path}:{line}: must be in quotes if it is text, got {node.value}"]) from error

    def _take_as_text(self, node: Any, names: Collection[str]) -> None:
        if isinstance(node, yaml.SequenceNode):
            for each in node.value:
                self._take_as_text(each, names)
        elif isinstance(node, yaml.MappingNode):
            for number, (key, value) in enumerate(node.value):
                if key.value in names and value.tag in _OFTEN_TEXT:  # a node of its own: it may be repeated elsewhere
                    text = yaml.ScalarNode("tag:yaml.org,2002:str", value.value, value.start_mark, value.end_mark)
                    node.value[number] = key, text
                else:
                    self._take_as_text(value, names)

    def _check_size(self) -> None:
        """Raise for more that is repeated by aliases than can be read in a moment."""
        sizes: dict[int, int] = {}

        def size(node: Any) -> int:
            """Return the number of values with all that is repeated."""
            known = sizes.get(id(node))
            if known == 0:
                raise RecursionError
            if known is None:
                sizes[id(node)] = 0  # under way
                if isinstance(node, yaml.MappingNode):
                    known = 1 + sum(size(key) + size(value) for key, value in node.value)
                else:
                    known = 1 + (sum(map(size, node.value)) if isinstance(node, yaml.SequenceNode) else 0)
                sizes[id(node)] = known
            return known

        repeated = size(self._node) - len(sizes)
        if repeated > MOST_REPEATED:
            what = f"aliases must repeat at most {MOST_REPEATED:,} values, got {repeated:,}"
            raise MistakeError([f"{self.path}:1: {what}"])

    def _check_names(self, node: Any) -> None:
        """Raise for a name that is there twice: YAML would take the last one without a word."""
        if isinstance(node, yaml.SequenceNode):
            for each in node.value:
                self._check_names(each)
        elif isinstance(node, yaml.MappingNode):
            seen = set()
            for key, value in node.value:
                if key.tag == "tag:yaml.org,2002:str":
                    if key.value in seen:
                        line = key.start_mark.line + 1
                        raise MistakeError([f"{self.path}:{line}: {key.value}: must be there once, got it twice"])
                    seen.add(key.value)
                self._check_names(value)


def _marked(text: str, mark: yaml.Mark | None) -> tuple[int, str]:
    """Return the line that a mark is on, and the character there; that of the end has none."""
    lines = text.split("\n")
    if mark is None:
        return 1, ""
    if mark.line >= len(lines):  # libyaml ends what is cut in the middle of a word on a line of its own
        return len(lines), ""
    return mark.line + 1, lines[mark.line][mark.column : mark.column + 1]
