"""Answers that are too large or packed badly (faults 35, 42, 43)."""

from __future__ import annotations

import gzip
import resource
import zlib

import pytest

from console.api.errors import Invalid, OutcomeUnknown
from tests.api.given import ORDER, ORDER_JSON, Connect, Serve, read_fails, write_fails
from tests.support.raw_server import Peer, Step, reply, reply_json

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


@pytest.mark.parametrize("coding", ["br", "zstd", "rot13"])
def test_an_unknown_packing_is_not_understood(raw: Serve, connect: Connect, coding: str) -> None:
    error = read_fails(connect(raw(reply(200, b"\x8b\xff\xfe\x00", {"Content-Encoding": coding}))))
    assert type(error) is Invalid


def test_a_damaged_gzip_is_not_understood(raw: Serve, connect: Connect) -> None:
    error = read_fails(connect(raw(reply(200, b"certainly no gzip", {"Content-Encoding": "gzip"}))))
    assert type(error) is Invalid
    assert error.headline.endswith("is damaged: it cannot be unpacked.")


def test_a_cut_gzip_counts_only_if_what_is_left_is_whole(raw: Serve, connect: Connect) -> None:
    packed = gzip.compress(BODY)
    whole = reply(200, packed[:-8], {"Content-Encoding": "gzip"})
    assert connect(raw(whole)).get_order(ORDER).order_id == ORDER
    cut = reply(200, packed[:-30], {"Content-Encoding": "gzip"})
    assert type(read_fails(connect(raw(cut)))) is Invalid
    assert type(write_fails(connect(raw(cut)))) is OutcomeUnknown
