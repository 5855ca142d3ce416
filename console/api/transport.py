"""One exchange over HTTP: a request goes out exactly as given, an answer comes back whole, or an ApiError says why not.

It must not know orders, carts or JSON, never follow a redirect, keep a cookie or trust the environment's variables,
and never send a write again once a byte of it has left.
"""

from __future__ import annotations

import logging
import os
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from time import monotonic
from typing import Any
from urllib.parse import urlencode
from weakref import WeakSet

from urllib3.exceptions import HTTPError

from console import __version__
from console.api.call import Call, CallEnded, Progress, Watchdog, Watcher
from console.api.errors import ApiError
from console.api.light_requests import requests
from console.api.limits import Limits
from console.api.mask import Mask
from console.api.outgoing import Outgoing
from console.api.packing import ASKED_FOR, NotUnpacked, Unpacker
from console.api.retry import Wait, backoff, wait_after
from console.api.sockets import AbandonableAdapter
from console.api.trouble import BadAuthorityFile, Changed, TooBig, Trouble, understood
from console.runtime.cancel import Cancel
from console.runtime.turn import away

log = logging.getLogger(__name__)
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Response:
    """A complete answer: status, headers (names in any case), and the body after decompression.

    The body of a refusal (4xx, 5xx) may be cut at `limits.refusal_body`, and is empty where it cannot be unpacked.
    `cut`: a success whose packing, or whose text where nothing says how long it is, does not end where the body does, as
    where a proxy hands on what the server behind it never finished. Its repr has no body.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    cut: bool = False


class Transport:
    """The connections of one environment: a session per thread, one watchdog for all. Safe to use from any thread."""

    def __init__(
        self,
        *,
        mask: Mask,
        limits: Limits,
        ca_file: str | None = None,
        proxy: str | None = None,
        ends_early: Callable[[bytes], bool] = lambda _: False,
    ) -> None:
        """`ends_early` knows whether the text of a success is only the beginning of one."""
        if os.environ.pop("SSLKEYLOGFILE", None) is not None:  # OpenSSL would write the session keys there
            log.warning("SSLKEYLOGFILE was set; it is ignored and taken out of this process's environment")
        # Below, it logs URLs and header bytes as they came.
        logging.getLogger("urllib3").setLevel(logging.ERROR)
        self._limits = limits
        self._mask = mask
        self._ca_file = ca_file
        self._proxy = proxy
        self._ends_early = ends_early
        self._watchdog = Watchdog()
        self._local = threading.local()
        self._sessions: WeakSet[requests.Session] = WeakSet()
        self._lock = threading.Lock()

    def call(
        self, cancel: Cancel | None = None, progress: Watcher | None = None, *, at_once: bool = False
    ) -> Call:
        """A call to make exchanges in; use it in a `with`. Its clock starts now. `at_once`: as the call has it."""
        return Call(self._watchdog, self._limits, cancel, progress=progress, at_once=at_once)

    def exchange(
        self,
        outgoing: Outgoing,
        call: Call,
        *,
        token: str | None = None,
        form: Mapping[str, str] | None = None,
        basic: str | None = None,
    ) -> Response:
        """Send `outgoing` and return the answer, whatever its status.

        `token` is sent as Bearer, `basic` as Basic, as it stands. `form` replaces the body by a form. None of them
        is ever part of `outgoing`, because they hold secrets. Reads are tried up to `limits.tries` times, writes only
        when nothing has left or on 429; in a call made `at_once` the first answer counts.
        Raises Unreachable, Untrusted, TimedOut, OutcomeUnknown, Stopped, Invalid; CallEnded when the call is
        ended between two tries (then `ended` has the error).
        """
        authorization = f"Bearer {token}" if token is not None else f"Basic {basic}" if basic else None
        tried = 0
        while True:
            tried += 1
            found = self._once(outgoing, call, authorization, form)
            wait = self._wait(found, outgoing, call, tried)
            if wait is not None:
                call.refused = True
                call.pause(wait.seconds, _announced(wait, found, outgoing))
            elif isinstance(found, Trouble):
                raise found.error
            else:
                return found

    def ended(self, outgoing: Outgoing, call: Call) -> ApiError:
        """The error for a call that was ended from outside while it waited for something of ours."""
        return self._explained(CallEnded(), outgoing, call).error

    def close(self) -> None:
        """End every call in flight, close every connection of every thread and end the watchdog."""
        self._watchdog.close()
        with self._lock:
            sessions = list(self._sessions)
        for session in sessions:
            session.close()

    def _wait(self, found: Response | Trouble, outgoing: Outgoing, call: Call, tried: int) -> Wait | None:
        if isinstance(found, Response) and not found.cut:
            if call.at_once:
                return None
            return wait_after(
                found.status,
                found.headers,
                tried=tried,
                writes=outgoing.writes,
                forced=outgoing.forced,
                limits=self._limits,
            )
        if outgoing.forced or (outgoing.writes and call.left) or tried >= self._limits.tries:
            return None
        again = found.cut if isinstance(found, Response) else found.again
        return Wait(backoff(tried, self._limits), announced=False) if again else None

    def _once(
        self, outgoing: Outgoing, call: Call, authorization: str | None, form: Mapping[str, str] | None
    ) -> Response | Trouble:
        started = monotonic()
        failure: Exception
        try:
            call.begin(writes=outgoing.writes)
            answer = self._send(outgoing, call, authorization, form)
            call.check()  # a socket that was shut down looks like an answer that ended
        except (requests.RequestException, HTTPError, HTTPException, OSError, UnicodeError) as error:
            failure = error
        except (CallEnded, TooBig, Changed, BadAuthorityFile, NotUnpacked) as error:
            failure = error
        else:
            log.debug(
                "%s %s: %d in %.0f ms",
                outgoing.method,
                outgoing.path,
                answer.status,
                (monotonic() - started) * 1000,
            )
            return answer
        return self._explained(failure, outgoing, call)

    def _explained(self, failure: Exception, outgoing: Outgoing, call: Call) -> Trouble:
        return understood(
            failure,
            outgoing,
            call,
            limits=self._limits,
            proxy=self._proxy,
            ca_file=self._ca_file,
            conceal=self._mask,
        )

    def _send(
        self, outgoing: Outgoing, call: Call, authorization: str | None, form: Mapping[str, str] | None
    ) -> Response:
        session, adapter = self._session()
        headers, body = dict(session.headers), outgoing.body
        if form is not None:
            headers["Content-Type"], body = "application/x-www-form-urlencoded", urlencode(form)
        elif body is not None:
            headers["Content-Type"] = "application/json"
        if authorization is not None:
            headers["Authorization"] = authorization
        prepared = requests.PreparedRequest()
        prepared.prepare_method(outgoing.method)  # part by part: there are no cookies and no other sign-in
        prepared.prepare_url(outgoing.url, None)
        prepared.prepare_headers(headers)
        prepared.prepare_body(None if body is None else body.encode(), None)
        if prepared.url != outgoing.url:
            raise Changed(f"{prepared.url} instead of {outgoing.url}")
        adapter.seat.call = call
        try:
            response = session.send(
                prepared,
                stream=True,
                allow_redirects=False,
                timeout=(self._limits.connect, self._limits.read),
                verify=self._ca_file or True,
                proxies={"http": self._proxy, "https": self._proxy} if self._proxy else {},
            )
            with response:
                call.step = "reading"
                answer = self._answer(response, call)
            if answer.status < 200:  # the real answer may still come: it must not be taken for the next one's
                adapter.close()
            return answer
        finally:
            adapter.seat.call = None

    def _answer(self, response: requests.Response, call: Call) -> Response:
        status, headers = response.status_code, response.headers
        length = headers.get("Content-Length", "")
        measured = length.isdecimal() and "Content-Encoding" not in headers
        if measured:
            call.total = int(length)
        refusal = status >= 300
        limit = self._limits.refusal_body if refusal else self._limits.body
        try:
            body, cut = self._unpacked(response, call, limit)
        except NotUnpacked:
            if not refusal:
                raise
            return Response(status, headers, b"")  # what a status and X-Reason say counts without it
        except TooBig as error:
            if not refusal:
                raise
            return Response(status, headers, error.beginning)
        cut = cut or (not measured and self._ends_early(body))  # else it is all that there was to say
        return Response(status, headers, body, cut and not refusal and status != 204)

    def _unpacked(self, response: requests.Response, call: Call, limit: int) -> tuple[bytes, bool]:
        """The whole body, at most `limit` bytes, and whether its packing goes on. Raises NotUnpacked, TooBig."""
        body, unpacker = bytearray(), Unpacker(response.headers.get("Content-Encoding", ""))
        # The beginning has come with the head, or is about to; and what is announced and there is not waited for.
        while packed := _piece(response, waits=bool(body) and len(body) != call.total):
            while found := unpacker.feed(packed, _CHUNK):
                packed = b""
                body += found
                call.advance(len(body))
                if len(body) > limit:
                    raise TooBig(bytes(body[:limit]))
        return bytes(body), unpacker.cut

    def _session(self) -> tuple[requests.Session, AbandonableAdapter]:
        """This thread's session, made on first use; it goes with the thread."""
        found: tuple[requests.Session, AbandonableAdapter] | None = getattr(self._local, "session", None)
        if found is None:
            if self._ca_file is not None:
                _try_authority_file(self._ca_file)
            session, adapter = _Session(), AbandonableAdapter()
            session.mount("https://", adapter)
            session.mount("http://", adapter)
            found = self._local.session = session, adapter
            with self._lock:
                self._sessions.add(session)
        return found


def _piece(response: requests.Response, *, waits: bool) -> bytes:
    with away if waits else nullcontext():
        piece: bytes = response.raw.read1(_CHUNK, decode_content=False)
    return piece


def _announced(wait: Wait, found: Response | Trouble, outgoing: Outgoing) -> Progress | None:
    """What is told of a wait that the server asked for; nothing of one of our own."""
    if not wait.announced or isinstance(found, Trouble):
        return None
    signing_in = outgoing.about.record == "sign-in"
    return Progress(waiting=wait.seconds, asked=wait.asked, status=found.status, signing_in=signing_in)


def _try_authority_file(path: str) -> None:
    """Raise BadAuthorityFile if OpenSSL cannot use it; asked here, a bad file is not taken for a bad server."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError as error:
        raise BadAuthorityFile(error.strerror or type(error).__name__) from None


class _Session(requests.Session):
    """A session that keeps nothing but connections."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers.clear()
        self.headers.update(
            {
                "User-Agent": f"order-console/{__version__}",
                "Accept": "application/json",
                "Accept-Encoding": ASKED_FOR,
                "Cache-Control": "no-cache",
            }
        )

    def get_redirect_target(self, resp: Any) -> None:
        """There is none: even with allow_redirects=False requests would read a redirect's body without a limit."""
