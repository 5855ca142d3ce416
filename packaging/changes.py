"""What changed from version to version, as `packaging/CHANGELOG.md` tells it, in the forms that packages need.

It must not know of any package but the version it is made for.
"""

from __future__ import annotations

import datetime
import re
import textwrap

from saying import Trouble


def changelog_text(markdown: str, version: str, maintainer: str, moment: int) -> str:
    """Return Debian's changelog, of sections such as `## 0.1.0 (2026-11-27)` with a point for each change.

    `moment`, in seconds since 1970, stands for a section without a day.
    """
    found = re.findall(
        r"^## (\S+)(?: +\D*?([\d-]{10})\)?)?[^\n]*\n(.*?)(?=^## |\Z)", markdown, re.MULTILINE | re.DOTALL
    )
    if not found or found[0][0] != version:
        raise Trouble(f"The changelog does not begin with version {version}.")
    sections = []
    for name, day, text in found:
        at = datetime.datetime.fromtimestamp(moment, datetime.UTC)
        if day:
            at = datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00")
        points = re.findall(r"^[-*] (.+(?:\n  .+)*)", text, re.MULTILINE)
        if not points:
            raise Trouble(f"The changelog says nothing of version {name}.")
        changes = "\n".join(
            textwrap.fill(point, 78, initial_indent="  * ", subsequent_indent="    ", break_on_hyphens=False)
            for point in points
        )
        stamp = at.strftime("%a, %d %b %Y %H:%M:%S +0000")
        sections.append(
            f"order-console ({name}) unstable; urgency=medium\n\n{changes}\n\n -- {maintainer}  {stamp}\n"
        )
    return "\n".join(sections)


def releases_text(markdown: str) -> str:
    """Return the releases that have a day, as AppStream's metainfo has them."""
    found = re.findall(r"^## (\S+) +\D*?(\d{4}-\d\d-\d\d)", markdown, re.MULTILINE)
    return "\n".join(f'    <release version="{version}" date="{day}"/>' for version, day in found)
