"""The package's file of copyrights (DEP-5), made of what each package inside says of itself.

It must not let anything through of which no owner, or no licence with its words, is known.
"""

from __future__ import annotations

import re
import subprocess
import textwrap
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from saying import Trouble

FOLDER = Path(__file__).resolve().parent / "debian"
COMMON = {
    "Apache-2.0": "Apache-2.0",
    "CC0-1.0": "CC0-1.0",
    "GPL-2.0-only": "GPL-2",
    "GPL-2.0-or-later": "GPL-2",
    "GPL-3.0-only": "GPL-3",
    "LGPL-2.0-or-later": "LGPL-2",
    "LGPL-2.1-or-later": "LGPL-2.1",
    "LGPL-3.0-only": "LGPL-3",
    "MPL-2.0": "MPL-2.0",
}
"""Licences whose words every Debian has, in /usr/share/common-licenses, by their SPDX names."""
MEANT = {
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Public Domain": "public-domain",
}
"""What packages write that is no SPDX name."""
UNSAID = {"openssl": "Apache-2.0"}
"""Parts that a package's own bill names without their licence: that of OpenSSL since its version 3."""
PARTS = {"pyside6-essentials": "parts-of-qt.toml", "psycopg-binary": "parts-of-psycopg.toml"}
"""Packages whose wheels do not tell all that is in them, and the file here that does."""
_FREEZER = "GPL-2.0-or-later WITH Bootloader-exception"
_LONGEST_LICENCE = 9_000
_WIDTH = 110
_HEAD = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Order Console
Comment: The program is one folder, /usr/lib/order-console, with all that it needs
 but Debian's own libraries. Python modules are in the archive at the end of its
 file order-console, all else is below _internal; the paths here are those below
 site-packages, which are the same in both.
 .
 Qt and PySide6 are used under the LGPL-3, as shared libraries of their own
 below _internal/PySide6, where others of the same version may take their place.
"""


def copyright_text(inside: Mapping[str, Any], debian_libraries: Mapping[str, str]) -> str:
    """Return the file. `inside` is as `inside.py` tells it, `debian_libraries` name -> package of what stays inside.

    Raises `Trouble` with the names of what has no owner or no licence.
    """
    nobodys = [path for path in inside["nobodys"] if path not in debian_libraries]
    if nobodys:
        raise Trouble(f"Nobody is known to own this, so no licence is: {', '.join(nobodys)}.")
    owners = dict(inside["owners"])
    for name, file in PARTS.items():
        if name in owners:
            owners[name] = {**owners[name], "parts": parts_told(file)}
    for name, owner in owners.items():
        parts = [
            {**part, "licence": part["licence"] or UNSAID.get(part["name"], "")} for part in owner["parts"]
        ]
        owners[name] = {**owner, "parts": parts}
    own = owners.pop("order-console")
    stanzas = [_HEAD, _stanza("order-console", own)]
    stanzas += [_stanza(name, owners[name]) for name in sorted(owners)]
    for library, package in sorted(debian_libraries.items()):
        stanzas.append(_of_debian(library, package))
    parts = [part for owner in owners.values() for part in owner["parts"]]
    used = {name for part in parts for name in _needed(part["licence"], part["name"])}
    stanzas += [_licence(name) for name in sorted(used)]
    return "\n".join(stanzas)


def parts_told(file: str) -> list[dict[str, Any]]:
    """The parts that a file here tells, each with its name, version, licence and authors."""
    return list(tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))["part"])


def _stanza(name: str, owner: Mapping[str, Any]) -> str:
    licence = _FREEZER if name == "pyinstaller" else MEANT.get(owner["licence"], owner["licence"])
    if not licence:
        raise Trouble(f"{name} {owner['version']} is inside and names no licence.")
    words = [_shortened(text) for text in owner["texts"]] or [_words(one) for one in _needed(licence, name)]
    lines = [f"Files: {' '.join(_patterns(name, owner['files']))}"]
    holders = [_tidy(line) for text in owner["texts"] for line in _holders(text)]
    lines.append(
        "Copyright: "
        + "\n ".join(dict.fromkeys(holders or [owner.get("authors") or f"the authors of {name}"]))
    )
    lines.append(f"License: {_short(licence, name)}")
    lines += _indented("\n\n".join(words))
    lines.append(f"Comment: {name} {owner['version']}, as it was released.")
    if owner["parts"]:
        lines.append(" Compiled into it, each under the licence named, are:")
        lines += [f"  {_of_part(part)}" for part in owner["parts"]]
    return "\n".join(lines) + "\n"


def _of_part(part: Mapping[str, str]) -> str:
    by = f"; {part['authors']}" if part.get("authors") else ""
    return f"{part['name']} {part.get('version', '')}".strip() + f" ({part['licence']}{by})"


def _patterns(name: str, files: list[str]) -> list[str]:
    tops = dict.fromkeys(path.partition("/")[0] + ("/*" if "/" in path else "") for path in sorted(files))
    if name == "python":  # the modules of its library are too many to list
        return [top for top in tops if not top.endswith(".py") and "." in top] or list(tops)
    return list(tops)


def _short(licence: str, name: str) -> str:
    """The name of a licence that is told in full for one package: they differ in whom they name."""
    dashed = re.sub(r" (OR|AND|WITH) ", lambda found: f"-{found[1].lower()}-", licence)
    return re.sub(r"[^\w.+-]", "-", dashed) + f"~{name}"


def _needed(expression: str, whose: str) -> list[str]:
    """The SPDX names in an expression whose words are told: of alternatives those that are known, at least one."""
    found = []
    for term in re.split(r" AND ", re.sub(r"[()]", "", MEANT.get(expression, expression))):
        alternatives = [one.split(" WITH ") for one in term.split(" OR ")]
        known = [names for names in alternatives if all(_words(name) for name in names)]
        if not known:
            raise Trouble(f"The words of the licence {term.strip() or '(none)'} of {whose} are not known.")
        found += [name for names in known for name in names]
    return list(dict.fromkeys(found))


def _licence(name: str) -> str:
    return "\n".join([f"License: {name}", *_indented(_words(name))]) + "\n"


def _words(name: str) -> str:
    """The words of a licence, or where every Debian has them; empty if it is not known."""
    file = FOLDER / "licences" / name
    if name and file.is_file():
        return file.read_text(encoding="utf-8")
    if COMMON.get(name):
        return f"On Debian systems its words are in /usr/share/common-licenses/{COMMON[name]}."
    return ""


def _shortened(text: str) -> str:
    """A licence that every Debian has is told by where it is; what stands before and is not it, stays."""
    for head, name in (
        ("Apache License", "Apache-2.0"),
        ("GNU GENERAL PUBLIC LICENSE", "GPL-2"),
        ("GNU General Public License", "GPL-2"),
    ):
        if head in text and len(text) > _LONGEST_LICENCE:
            before = text.partition(head)[0].strip() if name == "Apache-2.0" else _before_gpl(text)
            return f"{before}\n\nOn Debian systems the words of this licence are in /usr/share/common-licenses/{name}.".strip()
    return text


def _before_gpl(text: str) -> str:
    return re.split(r"\n\s*GNU GENERAL PUBLIC LICENSE\s*\n", text)[0].strip()


def _holders(text: str) -> list[str]:
    lines = re.findall(r"^[\s*#]*(?:Portions )?Copyright\b.*\d{4}.*$", text, re.MULTILINE | re.IGNORECASE)
    if not lines:
        lines = re.findall(r"^[\s*#]*Copyright (?:\(c\)|©) .+$", text, re.MULTILINE | re.IGNORECASE)
    # The words of a GNU licence are the foundation's; what is under it is not.
    lines = [line for line in lines if "GNU" not in text or "Free Software Foundation, Inc. <" not in line]
    return lines if len(text) < 40_000 else lines[:10]


def _tidy(line: str) -> str:
    without = re.sub(
        r"^[\s*#]*(?:portions )?copyright(?:\s*(?:\(c\)|©))?[\s:]*", "", line, flags=re.IGNORECASE
    )
    return re.sub(r"\s+", " ", without).strip().rstrip(".,")


def _of_debian(library: str, package: str) -> str:
    text = Path(f"/usr/share/doc/{package}/copyright").read_text(encoding="utf-8")
    lines = [f"Files: {library}", f"Copyright: as the licence of Debian's package {package} says"]
    return "\n".join([*lines, f"License: of-Debian~{package}", *_indented(text)]) + "\n"


def _indented(text: str) -> list[str]:
    found = []
    for line in text.replace("\t", "    ").replace("\f", "").strip("\n").splitlines():
        margin = line[: len(line) - len(line.lstrip())]
        found += [f" {one}" for one in textwrap.wrap(line, _WIDTH, subsequent_indent=margin)] or [" ."]
    return found


def told_inside(python: str, onedir: Path) -> str:
    """Return what `inside.py` tells of the program folder, as JSON; `python` has PyInstaller and what is inside."""
    script = Path(__file__).resolve().parent / "inside.py"
    done = subprocess.run(
        [python, "-I", str(script), str(onedir)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(f"What is inside the program folder could not be told: {done.stderr.strip()}")
    return done.stdout
