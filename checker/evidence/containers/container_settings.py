"""What the variables of a store show of its controls, by the table of settings (`images.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.evidence.containers.container_backups import Container
from seloste.checker.evidence.containers.images import Store, load_images
from seloste.checker.evidence.resource import ControlShown

#: What an image takes for a yes, and whoever writes it for a no.
_NEGATIVE = frozenset({"no", "false", "0"})


def list_shown_settings(container: Container, store: Store) -> Iterator[tuple[str, str, ControlShown]]:
    """Each variable by which a control is off, or may be: its name, the control, and what it shows."""
    variables = container.variables or {}
    for setting in load_images()["settings"]:
        name = setting["variable"]
        if store.name not in setting["stores"] or name not in variables:
            continue
        value, control = variables[name], setting["control"]
        is_any = setting["values"] == "any"
        if value is None or (is_any and value.lower() in _NEGATIVE):
            yield name, control, ControlShown.UNKNOWN
        elif bool(value) if is_any else value.lower() in setting["values"]:
            others = setting.get("unless", ())
            if not any(variables.get(other, "") != "" for other in others):
                yield name, control, ControlShown.UNKNOWN if others and container.has_more else ControlShown.OFF
