"""Reads what Envoy asks if its client's headers are no UTF-8, as Protobuf's texts must be."""

from typing import Any, Final

from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

from ratelimit.gateway.request import text_of

_PACKAGE: Final = "ratelimit.gateway"


def in_utf_8(message: bytes) -> bytes:
    """Return a `RateLimitRequest` with the same in texts that are UTF-8. What else is in it stays."""
    request: Any = _Request.FromString(message)
    request.domain = text_of(request.domain).encode()
    for descriptor in request.descriptors:
        for entry in descriptor.entries:
            entry.key, entry.value = text_of(entry.key).encode(), text_of(entry.value).encode()
    changed: bytes = request.SerializeToString()
    return changed


def _request() -> type[Any]:
    """Return the message with bytes for texts. Its other fields are unknown there, and are kept."""
    one, many = FieldDescriptorProto.LABEL_OPTIONAL, FieldDescriptorProto.LABEL_REPEATED
    messages = {
        "Entry": [("key", 1, one, ""), ("value", 2, one, "")],
        "Descriptor": [("entries", 1, many, "Entry")],
        "Request": [("domain", 1, one, ""), ("descriptors", 2, many, "Descriptor")],
    }
    file = FileDescriptorProto(name="any_bytes.proto", package=_PACKAGE, syntax="proto3")
    for message, fields in messages.items():
        described = DescriptorProto(name=message)
        for name, number, label, kind in fields:
            field = described.field.add(name=name, number=number, label=label, type=FieldDescriptorProto.TYPE_BYTES)
            if kind:
                field.type, field.type_name = FieldDescriptorProto.TYPE_MESSAGE, f".{_PACKAGE}.{kind}"
        file.message_type.append(described)
    pool = DescriptorPool()
    pool.Add(file)
    found: type[Any] = GetMessageClass(pool.FindMessageTypeByName(f"{_PACKAGE}.Request"))
    return found


_Request: Final = _request()
