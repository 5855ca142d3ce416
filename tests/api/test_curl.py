"""A request as a command: a real shell and a real curl send the very request to the sandbox.

It must not run anything but the command that was made.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.api.client import Client
from console.api.curl import as_curl
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

URL = "https://rest.example.com/orders/0ad24370?triggerEvents=false&force=[1-3]{a,b}"


def arguments(command: str, *, token: str = "tok") -> tuple[list[str], str]:
    """What a shell makes of the command: the arguments that curl would get, and what it would read from its input."""
    script = 'curl() { for a in "$@"; do printf "%s\\0" "$a"; done; printf "\\0"; case "$*" in *"@-"*) cat;; esac; }\n'
    shell = shutil.which("sh")
    assert shell is not None
    ran = subprocess.run(
        [shell],
        input=(script + command + "\n").encode(),
        env={"TOKEN": token, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
    )
    assert ran.stderr == b""
    before, _, read = ran.stdout.decode().partition("\0\0")
    return before.split("\0"), read


def test_a_write_says_method_url_and_body_and_leaves_the_token_to_whoever_runs_it() -> None:
    command = as_curl("POST", URL, '{"shippingDetails": "it\'s $HOME `id`"}')
    assert shlex.split(command)[0] == "curl"
    told, _ = arguments(command)
    assert told[told.index("-X") + 1] == "POST"
    assert told[told.index("--data-raw") + 1] == '{"shippingDetails": "it\'s $HOME `id`"}'
    assert told[-1] == URL
    assert "Authorization: Bearer tok" in told
    assert "$TOKEN" in command
    assert "--globoff" in told, "or curl would ask for three URLs"


def test_a_request_without_a_body_sends_none() -> None:
    told, _ = arguments(as_curl("POST", URL, None))
    assert not [part for part in told if part.startswith("--data") or "Content-Type" in part]


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1))
@example("@/etc/passwd")
@example("'\"\\$(touch x)`y`!\n\r\t")
@example("-X")
def test_a_shell_hands_curl_any_body_to_the_letter(body: str) -> None:
    told, _ = arguments(as_curl("POST", "http://a.example/", body))
    assert told[told.index("--data-raw") + 1] == body


def test_a_body_of_ten_thousand_lines_is_read_from_below_the_command() -> None:
    body = (
        json.dumps({"lineItems": [{"name": f"Pot's {n} $HOME"} for n in range(10_000)]}, indent=2) + "\nBODY"
    )
    told, read = arguments(as_curl("POST", URL, body))
    assert told[told.index("--data-binary") + 1] == "@-"
    assert read == body + "\n"


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.parametrize("lines", [1, 1_200])
def test_curl_writes_what_the_sheet_showed_to_a_real_server(
    shared_sandbox: Sandbox, sandbox_client: Client, lines: int
) -> None:
    wanted = {
        "lineItems": [
            {"sku": f"{n}", "quantity": 1, "totalPrice": 5, "name": "Pot & 'lid' – $5 \u20ac"}
            for n in range(lines)
        ]
    }
    outgoing = sandbox_client.order_update(SAMPLE_ORDER, wanted, trigger_events=False)
    command = as_curl(outgoing.method, outgoing.url, outgoing.body)
    shell = shutil.which("sh")
    assert shell is not None
    env = {"TOKEN": shared_sandbox.token(), "PATH": "/usr/bin:/bin"}
    ran = subprocess.run([shell], input=command, env=env, capture_output=True, check=True, text=True)
    answered = json.loads(ran.stdout)
    assert answered["orderId"] == SAMPLE_ORDER
    sent = shared_sandbox.requests()[-1]
    assert (sent["method"], sent["body"]) == ("POST", wanted)
