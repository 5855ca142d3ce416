"""`order-console sandbox`, or `python -m console.sandbox`: arguments, start and end of the practice sandbox.

It must not hold a rule.
"""

import argparse
import contextlib
import os
import sys
import tempfile
from pathlib import Path

from console.sandbox import log, seed, tokens
from console.sandbox.app import build_app
from console.sandbox.calls import SandboxSettings
from console.sandbox.log import LogLines
from console.sandbox.server import HOST, PortInUseError, Server, listen
from console.sandbox.store import Store, UnusableDatabaseError

SECRET_VARIABLE = "ORDER_SANDBOX_SECRET"  # noqa: S105 - the name of a variable


def main(arguments: list[str] | None = None) -> int:
    """Run until stopped; 0, or 2 with a sentence on standard error when the port or the database cannot be used."""
    options = _parse(arguments)
    with contextlib.ExitStack() as stack:
        try:
            listener = stack.enter_context(listen(options.port))
            store = Store(options.database or _temporary_file(stack))
        except (PortInUseError, UnusableDatabaseError) as error:
            print(error, file=sys.stderr)  # noqa: T201 - this is the program's own message
            return 2
        stack.callback(store.close)
        secret = os.environ.pop(SECRET_VARIABLE, None)
        store.run_now(lambda tx: tokens.make_clients(tx, secret))
        clients = store.run_now(tokens.clients)
        if store.is_new:
            store.run_now(seed.add_samples)
        if options.orders:
            store.run_now(lambda tx: seed.fill(tx, orders=options.orders, seed=options.seed))
        lines = LogLines(sys.stdout.fileno(), [client.secret for client in clients])
        stack.callback(lines.close)
        store.start()
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        app = build_app(store, _settings(options), lines)
        server = Server(app, ready=lambda: _greet(lines, url, clients, options), leaving=app.leave)
        if options.exit_with_parent:
            server.stop_at_end_of_input()
        server.run(sockets=[listener])
    return 0


def _greet(
    lines: LogLines, url: str, clients: list[tokens.RegisteredClient], options: argparse.Namespace
) -> None:
    main_client = clients[0]
    lines.write(
        {
            "url": url,
            "token_url": url + log.TOKEN_PATH,
            "client_id": main_client.client_id,
            "client_secret": main_client.secret,
        }
    )
    if options.print_clients:
        lines.write({"clients": [_shown(client) for client in clients]})


def _shown(client: tokens.RegisteredClient) -> dict[str, object]:
    return {
        "name": client.name,
        "client_id": client.client_id,
        "client_secret": client.secret,
        "scopes": list(client.scopes),
    }


def _settings(options: argparse.Namespace) -> SandboxSettings:
    return SandboxSettings(
        strict=options.strict,
        wrapped_reasons=options.wrapped_reasons,
        log_answers=options.log_answers,
        expires_in=options.expires_in,
        delay=options.delay / 1000,
    )


def _temporary_file(stack: contextlib.ExitStack) -> Path:
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="order-sandbox-"))
    return Path(folder) / "sandbox.sqlite"


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="order-console sandbox", description="The practice sandbox.")
    add = parser.add_argument
    add("--port", type=_port, default=0, help="port on 127.0.0.1; 0 takes a free one (default)")
    add(
        "--database",
        type=Path,
        help="SQLite file that keeps the records; without it they end with the process",
    )
    add(
        "--orders",
        type=_count,
        default=0,
        metavar="N",
        help="fill an empty database with N orders and N/2 carts",
    )
    add("--seed", type=int, default=1, metavar="N", help="the same seed gives the same records (default 1)")
    add(
        "--strict",
        action="store_true",
        help="refuse customerOrderId, cartId and orderSource in an order's update",
    )
    add("--wrapped-reasons", action="store_true", help="X-Reason as ServiceExceptionMessage{...}")
    add(
        "--print-clients",
        action="store_true",
        help="second line on standard output: all clients and their scopes",
    )
    add("--log-answers", action="store_true", help="add the answer's body to each request line")
    add(
        "--expires-in",
        type=_seconds,
        default=3600,
        metavar="SECONDS",
        help="life of an access token (default 3600)",
    )
    add("--delay", type=_seconds, default=0, metavar="MS", help="wait this long before each answer")
    add("--exit-with-parent", action="store_true", help="stop at the end of standard input")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    return _within(text, 65535)


def _count(text: str) -> int:
    return _within(text, 1_000_000)


def _seconds(text: str) -> int:
    return _within(text, 100_000_000)


def _within(text: str, most: int) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {most}")
    return int(text)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # before the server listens for signals
        sys.exit(130)
