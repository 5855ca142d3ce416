"""What stands in the Connect dialog's fields, and the environment that it makes.

It must not show a client secret: the one typed is a `Secret`, and the stored one never gets in here at all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Literal

from console.model.environment import Accent, Environment, Secret, environment_from_texts, problems

CredentialField = Literal[
    "name", "api_url", "token_url", "client_id", "client_secret", "scope", "auth_method", "proxy", "ca_file"
]
TRIED: frozenset[CredentialField] = frozenset(
    ("api_url", "token_url", "client_id", "client_secret", "scope", "auth_method", "proxy", "ca_file")
)
"""The fields that matter to a connection."""
ALL: frozenset[CredentialField] = TRIED | {"name"}
_NO_SECRET = Secret("")
_IN_KEYRING = "?"
"""Stands for a secret that is there and was not read."""


@dataclass(frozen=True, slots=True)
class CredentialsForm:
    """What was typed, and which fields were `touched`. An empty secret means the stored one, where there is one."""

    name: str = ""
    api_url: str = ""
    token_url: str = ""
    client_id: str = ""
    client_secret: Secret = _NO_SECRET
    scope: str = ""
    auth_method: str = "post"
    proxy: str = ""
    ca_file: str = ""
    accent: Accent = "production"
    read_only: bool = False
    touched: frozenset[CredentialField] = frozenset()

    def problems(
        self, stored: Environment | None, taken_names: Collection[str]
    ) -> dict[CredentialField, str]:
        """What is wrong with any field, touched or not. `stored` is what is edited here, if it is not a new one."""
        texts = self._texts(stored)
        if stored is not None and stored.secret_item and not texts["client_secret"]:
            texts["client_secret"] = _IN_KEYRING
        wrong = problems(**texts, taken_names=taken_names)
        return {name: wrong[name] for name in ALL if name in wrong}

    def environment(self, stored: Environment | None) -> Environment:
        """The environment, for a form without problems (one of the name alone does no harm)."""
        made = environment_from_texts(**self._texts(stored), accent=self.accent, read_only=self.read_only)
        if stored is None:
            return made
        item = "" if self.client_secret else stored.secret_item
        return replace(made, secret_item=item, administered=stored.administered)

    def colours(self, stored: Environment | None) -> tuple[Accent, ...]:
        """The colours to choose from: none that is looser than an administrator's, and what it has already."""
        usual: tuple[Accent, ...] = ("test", "production")
        every = usual if self.accent in usual else (self.accent, *usual)
        by = stored.administered if stored is not None else None
        return every if by is None else tuple(accent for accent in every if accent in by.accents())

    def _texts(self, stored: Environment | None) -> dict[str, Any]:
        kept = stored.secret if stored is not None else _NO_SECRET
        texts: dict[str, Any] = {name: getattr(self, name) for name in ALL}
        return texts | {"client_secret": (self.client_secret or kept).reveal()}


def form_of(stored: Environment | None) -> CredentialsForm:
    """The form for an environment, or for a new one; a secret stays where it is."""
    if stored is None:
        return CredentialsForm()
    return CredentialsForm(
        stored.name,
        stored.api_url,
        stored.token_url,
        stored.client_id,
        scope=stored.scope,
        auth_method=stored.auth_method,
        proxy=stored.proxy or "",
        ca_file=stored.ca_file or "",
        accent=stored.accent,
        read_only=stored.read_only,
    )
