"""The writer for many workers: each goes on only when its writing is done, and few transactions do for all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from console.runtime.batch_writer import BatchWriter


class Book:
    """What is written, transaction by transaction."""

    def __init__(self) -> None:
        self.transactions: list[list[int]] = []
        self.trouble: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.written = threading.Event()

    def transact(self, work: Callable[[list[int]], Any]) -> None:
        self.gate.wait(5)
        if self.trouble is not None:
            raise self.trouble
        page: list[int] = []
        work(page)
        self.transactions.append(page)
        self.written.set()


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def scribe(book: Book) -> Iterator[BatchWriter[list[int]]]:
    scribe: BatchWriter[list[int]] = BatchWriter()
    thread = threading.Thread(target=scribe.serve, args=(book.transact,))
    thread.start()
    yield scribe
    book.gate.set()
    scribe.close()
    thread.join(5)
    assert not thread.is_alive()


def noting(number: int) -> Callable[[list[int]], int]:
    def work(page: list[int]) -> int:
        page.append(number)
        return number * 10

    return work


def test_what_is_written_is_there_when_write_returns(book: Book, scribe: BatchWriter[list[int]]) -> None:
    assert scribe.write(noting(4)) == 40
    assert book.transactions == [[4]]


def test_those_that_wait_together_are_written_next_batch(book: Book, scribe: BatchWriter[list[int]]) -> None:
    book.gate.clear()
    results: list[int] = []
    workers = [
        threading.Thread(target=lambda n=number: results.append(scribe.write(noting(n))))
        for number in range(20)
    ]
    for worker in workers:
        worker.start()
    book.gate.set()
    for worker in workers:
        worker.join(5)

    assert sorted(results) == [number * 10 for number in range(20)]
    assert sorted(number for page in book.transactions for number in page) == list(range(20))
    assert len(book.transactions) < 20


def test_an_error_reaches_whoever_waited_and_the_next_writing_goes_on(
    book: Book, scribe: BatchWriter[list[int]]
) -> None:
    book.trouble = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        scribe.write(noting(1))
    book.trouble = None

    assert scribe.write(noting(2)) == 20


def test_nothing_is_taken_on_after_it_was_closed(book: Book) -> None:
    scribe: BatchWriter[list[int]] = BatchWriter()
    scribe.close()
    scribe.serve(book.transact)

    with pytest.raises(RuntimeError):
        scribe.write(noting(1))
    assert book.transactions == []


def test_what_nobody_waits_for_is_written_in_its_turn_without_a_transaction_of_its_own(
    book: Book, scribe: BatchWriter[list[int]]
) -> None:
    for number in range(5):
        scribe.write_later(noting(number), pytest.fail)
    scribe.write(noting(5))

    assert [number for page in book.transactions for number in page] == [0, 1, 2, 3, 4, 5]
    assert len(book.transactions) < 3


def test_what_is_left_is_written_although_nothing_follows(book: Book, scribe: BatchWriter[list[int]]) -> None:
    scribe.write_later(noting(1), pytest.fail)

    assert book.written.wait(5)
    assert book.transactions == [[1]]


def test_who_left_something_hears_that_it_could_not_be_written(
    book: Book, scribe: BatchWriter[list[int]]
) -> None:
    book.trouble, heard = OSError("disk full"), []
    scribe.write_later(noting(1), heard.append)
    with pytest.raises(OSError, match="disk full"):
        scribe.write(noting(2))

    assert heard == [book.trouble]


def test_who_is_at_work_may_write_to_the_end(book: Book, scribe: BatchWriter[list[int]]) -> None:
    with scribe.writing() as accepted:
        assert accepted
        scribe.close()
        assert scribe.write(noting(1)) == 10
        with scribe.writing() as late:
            assert not late
    with pytest.raises(RuntimeError):
        scribe.write(noting(2))
    assert book.transactions == [[1]]
