#!/bin/sh
# keyring, with several backends, finds a password in any of them, and deletes it only from the first.
#
# Where more than one backend can be used, keyring.get_keyring() is a ChainerBackend, without anybody asking for one: a
# package such as keyrings.alt being installed is enough. One would guess that what get_password finds, delete_password
# deletes. Seen with keyring 25.7.0 and keyrings.alt 5.0.2, November 2026, with one more backend before the plain text:
#
#   get_password     'from-the-second'
#   delete_password  PasswordDeleteError
#   get_password     'from-the-second'     still there, in plain text
#
# delete_password of the chain goes on to the next backend only after NotImplementedError, get_password after None. So
# a secret that went into the plain-text backend while the real one was away cannot be taken out through the chain.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check keyring==25.7.0 keyrings.alt==5.0.2
mkdir -m 700 "$folder/data"
env -u DBUS_SESSION_BUS_ADDRESS -u PYTHON_KEYRING_BACKEND HOME="$folder" XDG_DATA_HOME="$folder/data" \
    XDG_CONFIG_HOME="$folder/config" "$folder/venv/bin/python" - <<'PYTHON'
import sys

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError
from keyrings.alt.file import PlaintextKeyring


class First(KeyringBackend):
    """As the package's own for Secret Service answers: None where it has nothing, and then nothing to delete."""

    priority = 5

    def get_password(self, service, username):
        return None

    def set_password(self, service, username, password):
        raise NotImplementedError

    def delete_password(self, service, username):
        raise PasswordDeleteError("No such password!")


found = [type(keyring.get_keyring()).__name__]
PlaintextKeyring().set_password("shop", "me", "from-the-second")
found.append(keyring.get_password("shop", "me"))
try:
    keyring.delete_password("shop", "me")
    found.append("deleted")
except PasswordDeleteError as error:
    found.append(type(error).__name__)
found.append(keyring.get_password("shop", "me"))
print(found)
sys.exit(found != ["ChainerBackend", "from-the-second", "PasswordDeleteError", "from-the-second"])
PYTHON
