#!/bin/sh
# Authlib reads a + in a Basic header of a token request as a plus, though the header is encoded as a form is.
#
# RFC 6749, 2.3.1, has client ID and secret encoded as application/x-www-form-urlencoded (its appendix B: a blank becomes
# a +) before Basic's colon and Base64; a blank may stand in both (appendix A: %x20-7E). One would guess that a server
# which undoes the percent signs undoes the + too, as django-oauth-toolkit and oidc-provider do. Seen with Authlib 1.9.10,
# November 2026, for a secret "a b+c":
#
#   form-encoded, a+b%2Bc     -> 'a+b+c'   refused, though right
#   a blank as %20, a%20b%2Bc -> 'a b+c'
#   not encoded, a b+c        -> 'a b+c'
#
# So a client that means to be understood everywhere sends a blank as %20, which both kinds of readers undo.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check authlib==1.9.10
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from base64 import b64encode
from urllib.parse import quote, quote_plus

from authlib.oauth2.rfc6749.util import extract_basic_authorization

secret = "a b+c"
wanted = {"form-encoded": "a+b+c", "a blank as %20": secret, "not encoded": secret}
sent = {"form-encoded": quote_plus(secret), "a blank as %20": quote(secret, safe=""), "not encoded": secret}
found = {}
for how, text in sent.items():
    header = "Basic " + b64encode(f"shop:{text}".encode()).decode()
    _, found[how] = extract_basic_authorization({"Authorization": header})
    print(f"{how}, {text}", "->", repr(found[how]))
sys.exit(found != wanted)
PYTHON
