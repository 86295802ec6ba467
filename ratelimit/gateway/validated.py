"""What is wrong in a file, told by line, and with what is allowed."""

from collections.abc import Mapping
from types import UnionType
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from ratelimit.gateway.located import Located, MistakeError, Place

Model = TypeVar("Model", bound=BaseModel)


def validated(model: type[Model], file: Located) -> Model:
    """Return what a file says. Raises `MistakeError` with all that is wrong."""
    if not isinstance(file.value, dict):
        raise MistakeError([f"{file.path}:1: must be a mapping of {_names(model)}, got {_shown(file.value)}"])
    try:
        return model.model_validate(file.value)
    except ValidationError as error:
        mistakes = {file.mistake(_real(file, _place(each)), _message(model, each)): None for each in error.errors()}
        raise MistakeError(list(mistakes)) from error


class ItemError(ValueError):
    """What is wrong with an item of a list that is read as a whole."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(message)
        self.number = number


def _place(error: Mapping[str, Any]) -> Place:
    reason = error.get("ctx", {}).get("error")
    return (*error["loc"], reason.number) if isinstance(reason, ItemError) else error["loc"]


def _message(model: type[BaseModel], error: Mapping[str, Any]) -> str:
    kind, place, value = error["type"], error["loc"], error["input"]
    got = f", got {_shown(value)}"
    if kind == "extra_forbidden":
        message = f"is no field here; allowed are {_names(_model_at(model, place[:-1]))}"
    elif kind == "model_type":
        message = f"must be a mapping of {_names(_model_at(model, place))}{got}"
    elif kind == "missing":
        message = "must be there"
    elif kind == "value_error":
        message = str(error["ctx"]["error"])
    elif kind == "string_type" and isinstance(value, list):
        apart = "; several need a policy each" if place[0] == "policies" else ""
        message = f"must be one text{apart}{got}"
    elif kind == "list_type" and isinstance(value, str):
        message = f"must be a list, as [{_shown(value)}]{got}"
    else:
        message = str(error["msg"]).replace("Input should be", "must be", 1) + got
    return message


def _real(file: Located, place: Place) -> Place:
    """Return the place without what a library adds for the alternatives of a type."""
    value = file.value
    real: list[str | int] = []
    for step in place:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            if step == place[-1] and isinstance(value, dict) and isinstance(step, str) and step.isidentifier():
                real.append(step)
            continue
        real.append(step)
    return real


def _model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    for step in place:
        field = model.model_fields.get(str(step)) or next(
            (each for each in model.model_fields.values() if each.alias == step), None
        )
        if field is not None:
            model = next(iter(_models_in(field.annotation)), model)
    return model


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, UnionType) and not get_args(annotation):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [found for each in get_args(annotation) for found in _models_in(each)]


def _names(model: type[BaseModel]) -> str:
    return ", ".join(field.alias or name for name, field in model.model_fields.items())


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
