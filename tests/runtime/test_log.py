"""The log: what is written down, and what never is."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode

import pytest

from console.runtime import hidden
from console.runtime.log import redacted, write_to
from tests.support.noise import Noise

TOKEN = "9d5bd1f0-7c3a-4a55-8f6e-0123456789ab"
ADDRESS = "jane.o'brien+shop@mail.example.co.uk"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The file that is written to."""
    close = write_to(tmp_path)
    yield tmp_path / "console.log"
    close()


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {TOKEN}",
        f"authorization: bearer   {TOKEN}",
        f"{{'Authorization': 'Bearer {TOKEN}'}}",
        f"Authorization: Basic {TOKEN.replace('-', '')}",
        f"grant_type=client_credentials&client_secret={TOKEN}&client_id=me",
        f'{{"access_token": "{TOKEN}", "expires_in": 3600}}',
        f"{{'refresh_token': '{TOKEN}'}}",
        f'"{{\\"refresh_token\\": \\"{TOKEN}\\"}}"',
        f'{{"secret": "{TOKEN}"}}',
        f"ORDER_SANDBOX_SECRET={TOKEN}",
        f"client_secret = {TOKEN}",
        f"password={TOKEN}",
    ],
)
def test_no_token_and_no_secret_is_written(text: str) -> None:
    assert TOKEN not in redacted(text)
    assert TOKEN.replace("-", "") not in redacted(text)
    assert "•••" in redacted(text)


@pytest.mark.fault(67)
@pytest.mark.parametrize(
    "text",
    [
        ADDRESS,
        f"<{ADDRESS}>",
        f"'emailAddress': '{ADDRESS.replace(chr(39), '')}'",
        f"emailAddress={ADDRESS}",
        f"mailto:{ADDRESS}?subject=x",
        f"to {ADDRESS}, and so on",
        f"“{ADDRESS}”",
        f"GET /orders?emailAddress={ADDRESS.replace('@', '%40')}&x=1",
        "山田@例え.jp",
    ],
)
def test_no_address_is_written(text: str) -> None:
    left = redacted(text)
    assert "‹e-mail›" in left
    for part in ("jane", "brien", "mail.example", "山田", "例え"):
        assert part not in left


@pytest.mark.parametrize(
    "text",
    [
        "The sign-in server refused the secret of this environment.",
        "GET /orders/0ad24370-96de-4922-9a53-954530fcbb64 200 in 12 ms",
        "basic checks are done",
        "look @ this",
        'File "console/runtime/jobs.py", line 12, in submit',
    ],
)
def test_what_is_harmless_stays(text: str) -> None:
    assert redacted(text) == text


def test_a_long_text_is_gone_through_in_no_time() -> None:
    before = monotonic()
    for text in ("x" * 1_000_000, "x%40" * 100_000, "a@" * 200_000, "secret" * 100_000):
        assert len(redacted(text)) == len(text)
    assert monotonic() - before < 5


def test_it_writes_what_it_is_told_and_takes_out_what_must_not_be_kept(log: Path) -> None:
    logging.getLogger("console.api").info("signed in with Bearer %s as %s", TOKEN, ADDRESS)
    [line] = log.read_text(encoding="utf-8").splitlines()
    assert line.endswith("INFO console.api: signed in with Bearer ••• as ‹e-mail›")


def test_tracebacks_are_gone_through_too(log: Path, noise: Noise) -> None:
    noise.expect_log("it fell over")
    try:
        raise ValueError(f"client_secret={TOKEN} for {ADDRESS}")
    except ValueError:
        logging.getLogger("console").exception("it fell over")
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "ValueError: client_secret=••• for ‹e-mail›" in written
    assert TOKEN not in written
    assert "brien" not in written


SECRET = 'Pa$$ "wörd"/+=\'s'


def fall() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ExceptionGroup("two", [ValueError(f"it was {SECRET!r}"), OSError(2, TOKEN)]) from error


def chained() -> None:
    try:
        fall()
    except ExceptionGroup as error:
        error.add_note(f"noted: {SECRET}")
        logging.getLogger("console").error("it fell over", exc_info=error)


LOGGED: dict[str, Callable[[], None]] = {
    "chained": chained,
    "args": lambda: logging.getLogger("console").error("it fell over: %s %r", SECRET, [TOKEN]),
    "mapping": lambda: logging.getLogger("console").error("it fell over: %(s)s", {"s": SECRET}),
    "extra": lambda: logging.getLogger("console").error("it fell over", extra={"secret": SECRET}),
    "stack": lambda: logging.getLogger(f"console.{TOKEN[:4]}").error(
        "it fell over " + TOKEN, stack_info=True
    ),
    "Basic": lambda: logging.getLogger("console").error(
        "it fell over: %s", b64encode(f"the id:{SECRET}".encode()).decode()
    ),
    "form": lambda: logging.getLogger("console").error(
        "it fell over: %s", urlencode({"x": SECRET, "y": TOKEN})
    ),
    "bytes": lambda: logging.getLogger("console").error("it fell over: %r", (SECRET + TOKEN).encode()),
}


@pytest.mark.fault(67)
@pytest.mark.parametrize("write", LOGGED.values(), ids=LOGGED)
def test_a_known_secret_is_not_written_whatever_quotes_it(
    write: Callable[[], None], log: Path, noise: Noise
) -> None:
    noise.expect_log("it fell over")
    hidden.KNOWN.secret(SECRET, "the id")
    hidden.KNOWN.token(TOKEN)
    write()
    written = log.read_text(encoding="utf-8")
    assert "it fell over" in written
    assert not [
        piece for piece in ("wörd", "w%C3%B6rd", "w\\xf6rd", "w\\xc3", TOKEN[:13]) if piece in written
    ]
    assert b64encode(f"the id:{SECRET}".encode()).decode() not in written


def test_a_secret_that_is_a_word_of_the_log_leaves_it_readable(log: Path) -> None:
    for word in ("INFO", "console", "2026", "line"):
        hidden.KNOWN.secret(word)
    logging.getLogger("console.api").info("GET /orders/2026-1: 200 on line 7 of INFO")
    [line] = log.read_text(encoding="utf-8").splitlines()
    assert line.endswith(" INFO console.api: GET /orders/•••-1: 200 on ••• 7 of •••")
    assert "•••" not in line.partition(": ")[0]


def test_a_line_that_cannot_be_written_is_not_put_on_standard_error_instead(
    log: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", True)
    others = [one for one in logging.getLogger().handlers if type(one).__name__ != "_File"]
    for handler in others:
        logging.getLogger().removeHandler(handler)
    logging.getLogger("console").info("so many: %d", TOKEN)
    for handler in others:
        logging.getLogger().addHandler(handler)
    said = capsys.readouterr().err
    assert said == "A line of console could not be logged: <class 'TypeError'>\n"
    assert log.read_text(encoding="utf-8") == ""


def test_a_servers_half_character_does_not_keep_a_line_from_being_written(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("console").info("said \ud800 and went")
    assert "said \\ud800 and went" in log.read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


def test_libraries_are_heard_only_when_something_is_wrong(log: Path) -> None:
    logging.getLogger("urllib3.connectionpool").debug("GET /oauth2/token?client_secret=QS")
    logging.getLogger("console").debug("too much")
    assert log.read_text(encoding="utf-8") == ""


def test_a_wordy_log_has_every_step_and_is_redacted_just_the_same(tmp_path: Path) -> None:
    close = write_to(tmp_path, verbose=True)
    logging.getLogger("console.api").debug("GET /orders?emailAddress=%s: 200", ADDRESS)
    logging.getLogger("urllib3.connectionpool").debug("GET /oauth2/token?client_secret=QS")
    close()
    text = (tmp_path / "console.log").read_text(encoding="utf-8")
    assert "DEBUG console.api: GET /orders?emailAddress=‹e-mail›: 200" in text
    assert len(text.splitlines()) == 1


def test_after_it_is_closed_nothing_more_is_written(tmp_path: Path) -> None:
    handlers = list(logging.getLogger().handlers)
    write_to(tmp_path)()
    logging.getLogger("console").info("later")
    assert (tmp_path / "console.log").read_text(encoding="utf-8") == ""
    assert logging.getLogger().handlers == handlers


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        write_to(tmp_path / "nowhere")
