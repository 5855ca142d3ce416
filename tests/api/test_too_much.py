"""Answers that are too large or packed badly (faults 35, 42, 43)."""

from __future__ import annotations

import gzip
import resource
import zlib
from collections.abc import Callable

import pytest

from console.api.errors import Conflict, Invalid, OutcomeUnknown, Unreachable
from tests.api.given import ORDER, ORDER_JSON, Connect, Serve, read_fails, write_fails
from tests.support.raw_server import Peer, Step, good_token, reply, reply_json

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BODY = reply_json(ORDER_JSON).partition(b"\r\n\r\n")[2]


def bomb(peer: Peer) -> None:
    """512 MiB of blanks in half a MiB of gzip, made as it goes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    peer.send(HEAD + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n")
    for _ in range(512):
        try:
            peer.sock.sendall(packer.compress(b" " * 1024 * 1024))
        except OSError:
            return
    peer.send(packer.flush())


def many_times_packed(peer: Peer) -> None:
    data = b" " * 8 * 1024 * 1024
    for _ in range(8):
        data = gzip.compress(data)
    peer.send(
        HEAD + b"Content-Encoding: " + b", ".join([b"gzip"] * 8) + b"\r\nConnection: close\r\n\r\n" + data
    )


TOO_MUCH: dict[str, Step] = {
    "gzip bomb": bomb,
    "gzip eight times": many_times_packed,
    "200 MB": lambda peer: (
        peer.send(HEAD + b"Content-Length: 200000000\r\n\r\n"),
        peer.flood(b" " * 65536),
    ),
    "chunks without end": lambda peer: (
        peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
        peer.flood(b"10000\r\n" + b" " * 65536 + b"\r\n"),
    ),
}


@pytest.mark.fault(42, 43)
@pytest.mark.parametrize("step", TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_is_stopped_at_16_mib(raw: Serve, connect: Connect, step: Step) -> None:
    client = connect(raw(step), whole=20.0, read=10.0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    error = read_fails(client)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # KiB
    assert type(error) is Invalid
    assert error.advice.startswith("Nothing was changed.")
    if step is not many_times_packed:
        assert error.headline.endswith("is larger than 16 MiB.")
    assert type(write_fails(client)) is OutcomeUnknown


def test_a_huge_refusal_is_read_no_further_than_needed(raw: Serve, connect: Connect) -> None:
    def refuse(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 400 Bad\r\nContent-Type: text/plain\r\nContent-Length: 200000000\r\n\r\n")
        peer.flood(b"no. " * 10_000)

    error = write_fails(connect(raw(refuse)))
    assert error.status == 400
    assert error.reason.startswith("no. no.")
    assert len(error.reason) <= 500


@pytest.mark.fault(42)
@pytest.mark.parametrize("coding", ["br", "zstd", "rot13"])
def test_an_unknown_packing_is_not_understood(raw: Serve, connect: Connect, coding: str) -> None:
    error = read_fails(connect(raw(reply(200, b"\x8b\xff\xfe\x00", {"Content-Encoding": coding}))))
    assert type(error) is Invalid
    assert error.headline.endswith("is packed in a way that was not asked for.")


def test_a_damaged_gzip_is_not_understood(raw: Serve, connect: Connect) -> None:
    error = read_fails(connect(raw(reply(200, b"certainly no gzip", {"Content-Encoding": "gzip"}))))
    assert type(error) is Invalid
    assert error.headline.endswith("is damaged: it cannot be unpacked.")


def bare(data: bytes) -> bytes:
    """Deflate as some servers send it, without its head."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": ("gzip", gzip.compress),
    "gzip in two members": ("gzip", lambda data: gzip.compress(data[:50]) + gzip.compress(data[50:])),
    "x-gzip": ("x-gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", bare),
}


def chunked(data: bytes, coding: str, size: int) -> bytes:
    """An answer in chunks of this size, which ends as it should."""
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    body = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    head = HEAD + f"Content-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    return head + body + b"0\r\n\r\n"


@pytest.mark.parametrize(("coding", "packed"), PACKERS.values(), ids=PACKERS)
@pytest.mark.parametrize("size", [1, 1_000])
def test_what_a_proxy_packs_is_unpacked(
    raw: Serve, connect: Connect, coding: str, packed: Callable[[bytes], bytes], size: int
) -> None:
    server = raw(chunked(packed(BODY), coding, size))
    assert connect(server).get_order(ORDER).order_id == ORDER
    assert len(server.requests) == 1


@pytest.mark.fault(35)
@pytest.mark.parametrize(("coding", "packed"), PACKERS.values(), ids=PACKERS)
@pytest.mark.parametrize("kept", [0, 1, 40, -30])
def test_a_read_that_was_cut_behind_a_proxy_that_packs_is_tried_again(
    raw: Serve, connect: Connect, coding: str, packed: Callable[[bytes], bytes], kept: int
) -> None:
    cut = chunked(packed(BODY)[:kept], coding, 1_000)
    server = raw(cut, chunked(packed(BODY), coding, 1_000))
    assert connect(server).get_order(ORDER).order_id == ORDER
    assert len(server.requests) == 2
    error = read_fails(connect(raw(cut)))
    assert type(error) is Unreachable
    assert "broke off in the middle of its answer" in error.headline
    assert "damaged" not in error.headline


def test_a_write_whose_answer_was_cut_behind_a_proxy_that_packs_leaves_once_and_is_unknown(
    raw: Serve, connect: Connect
) -> None:
    server = raw(reply(200, gzip.compress(BODY)[:-30], {"Content-Encoding": "gzip"}))
    error = write_fails(connect(server))
    assert type(error) is OutcomeUnknown
    assert "broke off in the middle of its answer" in error.headline
    assert len(server.requests) == 1


@pytest.mark.fault(35)
def test_a_gzip_without_its_end_counts_if_what_is_there_is_whole(raw: Serve, connect: Connect) -> None:
    whole = reply(200, gzip.compress(BODY)[:-8], {"Content-Encoding": "gzip"})
    assert connect(raw(whole)).get_order(ORDER).order_id == ORDER


CUT_TEXTS: dict[str, Step] = {
    "packed to its end by the proxy": chunked(gzip.compress(BODY[:-9]), "gzip", 1_000),
    "handed on to its end by the proxy": chunked(BODY[:-9], "identity", 1_000),
    "ended by closing": HEAD + b"Connection: close\r\n\r\n" + BODY[: len(BODY) // 2],
    "in the middle of a letter": chunked(b'{"orderId": "' + b"\xc3", "identity", 1_000),
}
"""What a server behind it never finished, as proxies hand it on that see no more of it than its end."""


@pytest.mark.fault(35)
@pytest.mark.parametrize("cut", CUT_TEXTS.values(), ids=CUT_TEXTS)
def test_a_read_whose_text_ends_too_soon_is_cut_too_whatever_handed_it_on(
    raw: Serve, connect: Connect, cut: Step
) -> None:
    server = raw(cut, chunked(BODY, "identity", 1_000))
    assert connect(server).get_order(ORDER).order_id == ORDER
    assert len(server.requests) == 2
    error = read_fails(connect(raw(cut)))
    assert type(error) is Unreachable
    assert "broke off in the middle of its answer" in error.headline
    written = raw(cut)
    unknown = write_fails(connect(written))
    assert type(unknown) is OutcomeUnknown
    assert "broke off in the middle of its answer" in unknown.headline
    assert len(written.requests) == 1


def test_a_token_whose_text_ends_too_soon_is_asked_for_again_and_not_quoted(
    raw: Serve, connect: Connect
) -> None:
    cut = chunked(b'{"access_token": "half-a-token-that-nobody', "identity", 1_000)
    server = raw(reply_json(ORDER_JSON), token=[cut, good_token()])
    assert connect(server).get_order(ORDER).order_id == ORDER
    error = read_fails(connect(raw(reply_json(ORDER_JSON), token=[cut])))
    assert type(error) is Unreachable
    assert "half-a-token" not in repr(vars(error))


def test_what_stands_behind_a_whole_answer_does_not_make_it_a_cut_one(raw: Serve, connect: Connect) -> None:
    error = read_fails(connect(raw(chunked(BODY + b"\n<b>Warning</b>: line 7", "identity", 1_000))))
    assert type(error) is Invalid
    assert "Extra data" in error.headline


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_refusal_counts_whose_body_is_not_packed_as_it_says(
    raw: Serve, connect: Connect, coding: str
) -> None:
    packed = {"Content-Encoding": coding, "X-Reason": "Locked by accounting"}
    error = write_fails(connect(raw(reply(409, b"certainly not packed", packed))))
    assert type(error) is Conflict
    assert error.reason == "Locked by accounting"
    server = raw(reply(503, b"certainly not packed", {"Content-Encoding": coding}), reply_json(ORDER_JSON))
    assert connect(server).get_order(ORDER).order_id == ORDER
