"""What is inside the program folder, and whose it is: run by the Python that PyInstaller is installed with; prints JSON.

It must not judge; a file or module of which nobody is known to be the owner is listed as such.
"""

from __future__ import annotations

import json
import sys
import sysconfig
from email.message import Message
from importlib.metadata import Distribution, distributions
from pathlib import Path

PYTHON, FREEZER = "python", "pyinstaller"
_OF_THE_FREEZER = ("pyi", "_pyi_rth", "PyInstaller", "_pyinstaller", "entry")
_LICENCE_NAMES = ("licen", "copying", "notice", "authors")


def inside(folder: Path) -> dict[str, object]:
    """Return `{"owners": {name: {version, licence, texts, parts, files}}, "nobodys": [paths and modules]}`.

    `folder` is the program folder. `files` are paths below its `_internal`, symbolic links left out.
    """
    known = _owners_by_path()
    folders = {_top(path): distribution for path, distribution in known.items() if "/" in path}
    owners: dict[str, dict[str, object]] = {}
    nobodys: list[str] = []

    def note(path: str, owner: str | None, distribution: Distribution | None = None) -> None:
        if owner is None:
            nobodys.append(path)
            return
        facts = owners.setdefault(owner, {**_facts(owner, distribution), "files": []})
        facts["files"].append(path)  # type: ignore[attr-defined]

    for path in sorted(_files(folder / "_internal") | _modules(folder)):
        package = path.removesuffix(".py") + "/__init__.py"
        place = package if package in known else path
        found = known.get(place) or folders.get(_top(path))
        if found is not None:
            note(place, found.metadata["Name"].lower().replace("_", "-"), found)
        else:
            note(path, _others(path))
    return {"owners": owners, "nobodys": nobodys}


def _files(internal: Path) -> set[str]:
    return {
        str(path.relative_to(internal))
        for path in internal.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def _modules(folder: Path) -> set[str]:
    """The modules in the archives of the program, as paths of their sources."""
    from PyInstaller.archive.readers import CArchiveReader
    from PyInstaller.loader.pyimod01_archive import PYZ_ITEM_NSPKG

    program = next(path for path in folder.iterdir() if path.is_file())
    archive = CArchiveReader(str(program))
    # A namespace is nobody's: it has no file, and each part of it is listed by itself.
    modules = archive.open_embedded_archive("PYZ.pyz").toc
    names = {name for name, entry in modules.items() if entry[0] != PYZ_ITEM_NSPKG}
    names |= {name for name, entry in archive.toc.items() if entry[4] in {"m", "M", "s"}}
    return {name.replace(".", "/") + ".py" for name in names}


def _owners_by_path() -> dict[str, Distribution]:
    return {str(path): distribution for distribution in distributions() for path in distribution.files or ()}


def _top(path: str) -> str:
    return path.partition("/")[0]


def _others(path: str) -> str | None:
    top = _top(path).removesuffix(".py")
    if top.startswith(_OF_THE_FREEZER):
        return FREEZER
    libraries = (f"python{sys.version_info[0]}.{sys.version_info[1]}", "base_library.zip")
    if top in sys.stdlib_module_names or top in libraries or top.startswith(("libpython", "_sysconfigdata")):
        return PYTHON
    return None


def _facts(owner: str, distribution: Distribution | None) -> dict[str, object]:
    if distribution is None and owner == FREEZER:
        distribution = Distribution.from_name(FREEZER)
    if distribution is None:
        stdlib = Path(sysconfig.get_path("stdlib"))
        places = (stdlib / "LICENSE.txt", Path(f"/usr/share/doc/{stdlib.name}/copyright"))
        texts = [place.read_text(encoding="utf-8") for place in places if place.is_file()][:1]
        return {"version": sys.version.split()[0], "licence": "PSF-2.0", "texts": texts, "parts": []}
    metadata: Message = distribution.metadata  # type: ignore[assignment]
    licence = metadata["License-Expression"] or metadata["License"] or ""
    if not licence or "\n" in licence:
        classifiers = [one for one in metadata.get_all("Classifier", []) if one.startswith("License ::")]
        licence = " AND ".join(one.rpartition(":: ")[2] for one in classifiers)
    notices = [
        path
        for path in distribution.files or ()
        if any(part.endswith(".dist-info") for part in path.parts)
        and path.name.lower().startswith(_LICENCE_NAMES)
    ]
    texts = [Path(str(path.locate())).read_text(encoding="utf-8", errors="replace") for path in notices]
    return {
        "version": metadata["Version"],
        "licence": licence,
        "texts": texts,
        "authors": metadata["Author"] or metadata["Author-email"] or "",
        "parts": _parts(distribution),
    }


def _parts(distribution: Distribution) -> list[dict[str, str]]:
    """What is compiled into it, as far as it brings a bill of materials (CycloneDX): name, version, licence, authors."""
    found: list[dict[str, str]] = []
    for path in distribution.files or ():
        if "sboms" not in path.parts or path.suffix != ".json":
            continue
        told = json.loads(Path(str(path.locate())).read_text(encoding="utf-8"))
        for part in told.get("components", []):
            licences = [
                one.get("expression") or one["license"].get("id", "") for one in part.get("licenses", [])
            ]
            found.append(
                {
                    "name": part["name"],
                    "version": part.get("version", ""),
                    "licence": " AND ".join(licences),
                    "authors": part.get("author", ""),
                }
            )
    return found


if __name__ == "__main__":
    json.dump(inside(Path(sys.argv[1])), sys.stdout, sort_keys=True)
