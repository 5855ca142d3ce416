"""Why a server's certificate did not prove who it is, which libpq only calls "certificate verify failed".

It must not send anything but the wish for encryption, and decides nothing: libpq has refused the server already.
"""

from __future__ import annotations

import socket
import ssl

_WISH = (8).to_bytes(4, "big") + (80_877_103).to_bytes(4, "big")
"""SSLRequest of PostgreSQL's protocol."""
_SECONDS = 0.7
"""For each step; a look-up that ends later is worth nothing."""

FAILED = "certificate verify failed"
"""How libpq says it."""
NOT_YET, EXPIRED, SELF_SIGNED = 9, 10, 18
UNKNOWN_AUTHORITY = (19, 20, 21)


def verify_code(host: str, address: str, port: int, authorities: str) -> int:
    """OpenSSL's number for what is wrong with the certificate; 0 where nothing is, or it cannot be told."""
    try:
        trusting = ssl.create_default_context(cafile=authorities)
        with socket.create_connection((address, port), _SECONDS) as plain:
            plain.sendall(_WISH)
            if plain.recv(1) != b"S":
                return 0
            with trusting.wrap_socket(plain, server_hostname=host):
                return 0
    except ssl.SSLCertVerificationError as error:
        return error.verify_code
    except (OSError, ValueError):
        return 0
