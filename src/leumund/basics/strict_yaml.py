"""YAML that says everything once: a key that stands twice is refused, a day is text."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any


def read_mapping(text: bytes) -> dict[str, Any]:
    """The keys of one document; raises ValueError with what is wrong, in one line."""
    import yaml

    try:
        found = yaml.load(text.decode("utf-8"), _strict_loader())
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except (yaml.YAMLError, ValueError) as error:
        raise ValueError(" ".join(str(error).split())) from None
    if not isinstance(found, dict):
        raise ValueError("it holds no keys")
    plain: dict[str, Any] = _plain(found)
    return plain


def _plain(value: Any) -> Any:
    """The same with days as text, which is what schemas and digests know."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _strict_loader() -> Any:
    """YAML's safe loader, which refuses a key that stands twice and gives every key once."""
    import yaml

    class Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        pass

    def mapping(loader: Any, node: Any) -> dict[Any, Any]:
        keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
        if twice := sorted({str(key) for key in keys if keys.count(key) > 1}):
            raise ValueError(f"line {node.start_mark.line + 1}: twice {', '.join(twice)}")
        found: dict[Any, Any] = loader.construct_mapping(node, deep=True)
        return found

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    return Strict
