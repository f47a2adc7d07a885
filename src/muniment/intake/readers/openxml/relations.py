"""Relations between the parts of an Office package: what belongs to what, and what lies outside."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.openxml.package import Package, clean
from muniment.model.reading import Json


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a part: `kind` is the last word of its type; `target` a part's name, or an address outside."""

    id: str
    kind: str
    target: str
    outside: bool


class _Walker(Walker):
    def __init__(self, base: str) -> None:
        self._base = base
        self.found: list[Relation] = []

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name != "rel:Relationship":
            return
        target = attrs.get("Target", "")
        outside = attrs.get("TargetMode", "").lower() == "external"
        kind = attrs.get("Type", "").rstrip("/").rsplit("/", 1)[-1]
        if not outside:
            target = _resolve(self._base, target)
        self.found.append(Relation(attrs.get("Id", ""), kind, target, outside))


def _resolve(base: str, target: str) -> str:
    path = target if target.startswith("/") else posixpath.join(base, target)
    return clean(posixpath.normpath(unquote(path.split("#", 1)[0])))


class _Types(Walker):
    """Walks the list of content types: what each part says it is."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name.endswith(":Override"):
            self.parts[clean(attrs.get("PartName", "")).lower()] = attrs.get("ContentType", "")


class Relations:
    """All relations of a package, read once for each part."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._known: dict[str, list[Relation]] = {}

    def of(self, part: str) -> list[Relation]:
        """The relations of a part, in order; of the package itself for ""."""
        key = part.lower()
        if key not in self._known:
            folder, _, name = part.rpartition("/")
            path = posixpath.join(folder, "_rels", f"{name}.rels")
            found = self._package.find(path)
            self._known[key] = self._package.walk(found, lambda: _Walker(folder)).found if found else []
        return self._known[key]

    def targets(self, part: str, *kinds: str) -> list[str]:
        """The parts that a part has of these kinds, in order, each once."""
        inside = (item.target for item in self.of(part) if item.kind in kinds and not item.outside)
        return list(dict.fromkeys(found for target in inside if (found := self._package.find(target))))

    def by_id(self, part: str) -> dict[str, Relation]:
        """The relations of a part by their ids."""
        return {item.id: item for item in self.of(part)}

    def main(self, *usual: str) -> str:
        """The part that the document begins with: as related, else at its usual place, else ""."""
        for target in self.targets("", "officeDocument"):
            return target
        return next((found for name in usual if (found := self._package.find(name))), "")

    def media(self, part: str, usual: str) -> str:
        """The media type of the document that begins with this part; the usual one where the package does not say."""
        if not self._package.find("[Content_Types].xml"):
            return usual
        said = self._package.walk("[Content_Types].xml", _Types).parts.get(part.lower(), "")
        found, main, _ = said.partition(".main+xml")
        if not main or not found.startswith("application/vnd."):
            return usual
        return f"{found}.12" if found.endswith(".macroEnabled") else found

    def outside(self) -> list[Relation]:
        """Every relation that leads out of the package, in the directory's order."""
        found: list[Relation] = []
        for name in self._package.names:
            if name.lower().endswith(".rels") and "_rels/" in name:
                folder, _, base = name.rpartition("_rels/")
                found += [item for item in self.of(folder + base[: -len(".rels")]) if item.outside]
        return found


def outside_facts(relations: Iterable[Relation]) -> tuple[list[str], list[dict[str, Json]]]:
    """The links a person can click, and what a program would fetch by itself; each once."""
    links: dict[str, None] = {}
    fetched: dict[tuple[str, str], None] = {}
    for item in relations:
        if not item.target:
            continue
        if item.kind == "hyperlink":
            links[item.target] = None
        else:
            fetched[item.kind, item.target] = None
    return list(links), [{"kind": kind, "target": target} for kind, target in fetched]
