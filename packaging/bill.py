"""What is inside, as a bill of materials in CycloneDX, and whether a flaw is known of any of it.

It must not send anything but names and versions of public packages, and only `audit` does that.
"""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from dot_venv import clean_variables
from saying import Trouble, say
from tool_venv import ToolVenv, call

FILE = "order-console.cdx.json"
EXTRAS = ("keyring", "desk")
"""The extras that are inside the program folder; each has a file of pins of its own."""


def bill_tools(root: Path) -> ToolVenv:
    """The environment of the tools for both, made if need be."""
    tools = ToolVenv(root / "build" / "audit")
    tools.provide(root / "packaging" / "requirements-audit.txt")
    return tools


def write_bill(root: Path, dist: Path, version: str, moment: int) -> Path:
    """Write the bill of what the pins bring with the wheel, as CycloneDX's own tool tells it; return its path."""
    environment = ToolVenv(root / "build" / "inside")
    environment.provide(*pins_inside(root))
    bill = dist / FILE
    command = [str(bill_tools(root).scripts / "cyclonedx-py"), "environment", "--output-reproducible"]
    command += [
        "--pyproject",
        str(root / "pyproject.toml"),
        "--output-format",
        "JSON",
        "--spec-version",
        "1.6",
    ]
    call(
        [*command, "--output-file", str(bill), environment.python],
        "The bill of materials could not be written; cyclonedx-py said why above.",
        SOURCE_DATE_EPOCH=str(moment),
    )
    told = json.loads(bill.read_text(encoding="utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [one for extra in EXTRAS for one in project["optional-dependencies"][extra]]
    extras = {re.split(r"[^\w.-]", one)[0] for one in asked}
    bill.write_text(json.dumps(only_inside(told, version, extras), indent=2) + "\n", encoding="utf-8")
    return bill


def pins_inside(root: Path) -> list[Path]:
    """The files that pin what is inside the program folder."""
    return [root / "packaging" / f"requirements-{extra}.txt" for extra in EXTRAS]


def only_inside(bill: dict[str, Any], version: str, extras: Collection[str] = ()) -> dict[str, Any]:
    """Return the bill with the program's `version`, and without what only the environment needs, such as pip.

    `extras` are the names of what is inside beside what the program cannot do without.
    """
    program = bill["metadata"]["component"]
    program["version"] = version
    needs = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    more = [one["bom-ref"] for one in bill["components"] if one["name"] in extras]
    for one in bill["dependencies"]:
        if one["ref"] == program["bom-ref"]:
            one["dependsOn"] = sorted({*one.get("dependsOn", []), *more})
    inside: set[str] = set()
    waiting = [program["bom-ref"], *more]
    while waiting:
        if (name := waiting.pop()) not in inside:
            inside.add(name)
            waiting += needs.get(name, [])
    bill["components"] = [one for one in bill["components"] if one["bom-ref"] in inside]
    bill["dependencies"] = [one for one in bill["dependencies"] if one["ref"] in inside]
    return bill


def audit(root: Path) -> int:
    """Ask the public list of flaws about every pin, and say what it knows; return 0, or 1 where a flaw is known."""
    command = [str(bill_tools(root).scripts / "pip-audit"), "--require-hashes", "--disable-pip"]
    command += ["--progress-spinner", "off", "--format", "json"]
    command += [word for pins in pins_inside(root) for word in ("-r", str(pins))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=clean_variables())
    return judge(done.stdout, done.stderr)


def judge(printed: str, complained: str) -> int:
    """Say what pip-audit `printed` as JSON; return 0, or 1 where a flaw is known.

    Not to have been able to ask is no answer: raises `Trouble`, so that nobody takes silence for a clean bill. pip-audit
    itself ends with 0 and "No known vulnerabilities found" where the list knew none of the packages.
    """
    if not printed.strip():
        last = (complained.strip().splitlines() or ["nothing"])[-1]
        raise Trouble(
            f"Not audited: the list of known flaws could not be asked. pip-audit says: {last[:300]}"
        )
    answers: list[dict[str, Any]] = json.loads(printed)["dependencies"]
    flaws = [(one, flaw) for one in answers for flaw in one.get("vulns", [])]
    for one, flaw in flaws:
        mended = ", ".join(flaw["fix_versions"]) or "no version yet"
        say(f"{one['name']} {one['version']}: {flaw['id']}, mended in {mended}")
    if skipped := [one["name"] for one in answers if "skip_reason" in one]:
        raise Trouble(
            f"Not audited: of {len(skipped)} packages out of {len(answers)} the list of known flaws said nothing, so it"
            f" may not be served here: {', '.join(skipped)}."
        )
    say(f"Audited {len(answers)} packages, found {len(flaws)} known flaws.")
    return int(bool(flaws))
