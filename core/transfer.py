"""One HTTP request that can be given up at once, whatever it waits for."""

from __future__ import annotations

import errno
import http.client
import os
import queue
import socket
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from email.message import Message
from typing import IO, Any

from core import __version__

_CHUNK = 1 << 18
_AHEAD = 8
"""Pieces that may wait to be written."""
_LOOK_S = 0.05
"""How often the caller's `check` is called while nothing comes."""
_UNENCRYPTED = "it is sent on to an address without encryption"


class Reply:
    """Status and headers of an answer, after redirects."""

    def __init__(self, status: int, headers: Message) -> None:
        self.status = status
        self.headers = headers

    def number(self, name: str) -> int | None:
        """A header that holds a whole number, such as Content-Length."""
        text = str(self.headers.get(name, "")).strip()
        return int(text) if text.isdecimal() else None

    def content_range(self) -> tuple[int, int | None] | None:
        """(first byte, size of the whole file or None) of a part."""
        unit, _, rest = str(self.headers.get("Content-Range", "")).partition(" ")
        span, _, whole = rest.partition("/")
        first = span.partition("-")[0]
        if unit.lower() != "bytes" or not first.isdecimal():
            return None
        return int(first), int(whole) if whole.isdecimal() else None


class Transfer:
    """A GET in a thread of its own: names, connections and answers are waited for there, because
    nothing interrupts them. `close` shuts the connection down, which ends the thread; one that
    still connects ends after the timeout.

    Proxies are those of the environment and the system.

    Args:
        headers: besides those that every request has.
        timeout_s: how long the other side may be silent.
    """

    def __init__(self, address: str, headers: Mapping[str, str], timeout_s: float) -> None:
        self._closed = threading.Event()
        self._connections: list[_Held] = []
        self._queue: queue.Queue[Any] = queue.Queue(_AHEAD)
        own = {"User-Agent": f"SyncReview/{__version__}", "Accept-Encoding": "identity"}
        self._request = urllib.request.Request(address, headers={**own, **headers})
        self._timeout_s = timeout_s
        self._thread = threading.Thread(target=self._work, name="download", daemon=True)
        self._thread.start()

    def __enter__(self) -> Transfer:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up; returns at once."""
        self._closed.set()
        for connection in self._connections:
            if connection.held is not None:
                # Not the method of an encrypted one, which is not made for other threads.
                with suppress(OSError):
                    socket.socket.shutdown(connection.held, socket.SHUT_RDWR)

    def reply(self, check: Callable[[], None]) -> Reply:
        """The answer; `check` is called meanwhile and may raise.

        Raises:
            OSError, http.client.HTTPException: what the network gives.
        """
        first = self._next(check)
        assert isinstance(first, Reply)
        return first

    def pieces(self, check: Callable[[], None]) -> Iterator[bytes]:
        """What comes after the headers, until it ends; see `reply`."""
        while piece := self._next(check):
            yield piece

    def _next(self, check: Callable[[], None]) -> Any:
        while True:
            check()
            with suppress(queue.Empty):
                item = self._queue.get(timeout=_LOOK_S)
                if isinstance(item, Exception):
                    raise item
                return item

    # --- in the thread -------------------------------------------------------------------------

    def _work(self) -> None:
        try:
            with self._opener().open(self._request, timeout=self._timeout_s) as response:
                self._put(Reply(response.status, response.headers))
                while not self._closed.is_set() and (piece := response.read1(_CHUNK)):
                    self._put(piece)
                self._put(b"")
        except urllib.error.HTTPError as error:
            # Also a redirect that was not followed.
            error.close()
            if error.reason == _UNENCRYPTED:
                self._put(urllib.error.URLError(_UNENCRYPTED))
            else:
                self._put(Reply(error.code, error.headers))
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            self._put(error)

    def _put(self, item: object) -> None:
        while not self._closed.is_set():
            with suppress(queue.Full):
                self._queue.put(item, timeout=_LOOK_S)
                return

    def _keep(self, connection: _Held) -> None:
        connection.closed = self._closed
        self._connections.append(connection)

    def _opener(self) -> urllib.request.OpenerDirector:
        """Without the handlers of files and FTP that `urlopen` has."""
        opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.UnknownHandler(),
            _Http(self._keep),
            _Https(self._keep),
            urllib.request.HTTPDefaultErrorHandler(),
            Redirects(),
            urllib.request.HTTPErrorProcessor(),
        ):
            opener.add_handler(handler)
        return opener


class _Held(http.client.HTTPConnection):
    """A connection that keeps its socket: urllib takes it away once there is an answer."""

    held: socket.socket | None = None
    closed: threading.Event

    def connect(self) -> None:
        super().connect()
        self.held = self.sock
        if self.closed.is_set():
            raise ConnectionAbortedError


class _HeldEncrypted(_Held, http.client.HTTPSConnection):
    pass


def _keeping(
    kind: type[_Held], keep: Callable[[_Held], None], **more: Any
) -> Callable[..., http.client.HTTPConnection]:
    """Makes connections of a kind, and hands each to `keep`."""

    def make(host: str, **keys: Any) -> http.client.HTTPConnection:
        keep(connection := kind(host, **more, **keys))
        return connection

    return make


class _Http(urllib.request.HTTPHandler):
    def __init__(self, keep: Callable[[_Held], None]) -> None:
        super().__init__()
        self._make = _keeping(_Held, keep)

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._make, req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, keep: Callable[[_Held], None]) -> None:
        super().__init__()
        self._make = _keeping(_HeldEncrypted, keep, context=trusting())

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._make, req)


_ON_WINDOWS: bool = os.name == "nt"
"""There Python trusts whom the system trusts."""


def trusting() -> ssl.SSLContext | None:
    """Whom encrypted connections trust; None: whom Python trusts by itself.

    A frozen program has the OpenSSL of the machine that built it, which looks for certificates
    where that machine has them. Where there are none, those that came along serve.
    """
    paths = ssl.get_default_verify_paths()
    if _ON_WINDOWS or paths.cafile or paths.capath:
        return None
    try:
        import certifi
    except ImportError:
        return None
    return ssl.create_default_context(cafile=certifi.where())


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but not out of encryption: some hashes of the catalogue of weights are
    short. Other schemes than those of the web are followed by nobody."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        if req.type == "https" and not newurl.lower().startswith("https:"):
            raise urllib.error.HTTPError(newurl, code, _UNENCRYPTED, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


# --- what failures mean ------------------------------------------------------------------------

_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


def status_words(status: int) -> tuple[str, bool]:
    """Why an answer is no file, in words, and whether it is worth another try."""
    if status == 401:
        words = f"the server wants a password ({status})"
    elif status == 403:
        words = f"the server refuses it ({status})"
    elif status == 404:
        words = f"the server has no such file ({status})"
    elif status == 407:
        words = f"the proxy wants a password ({status})"
    elif status == 410:
        words = f"the server has no such file any more ({status})"
    elif status == 429:
        words = f"the server gets too many requests ({status})"
    elif status >= 500:
        words = f"the server has trouble ({status})"
    else:
        words = f"the server refuses ({status})"
    return words, status in _LATER


def failure_words(error: Exception) -> tuple[str, bool]:
    """Why a connection failed, in words, and whether it is worth another try."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return "the server does not answer", True
    if isinstance(reason, ConnectionRefusedError):
        return "the connection was refused", False
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"the server's certificate is not trusted ({reason.verify_message})", False
    if isinstance(reason, socket.gaierror):
        return "the server's name is not known", reason.errno == socket.EAI_AGAIN
    if isinstance(reason, (http.client.InvalidURL, ValueError)):
        return "the address is not valid", False
    if isinstance(reason, (ConnectionError, http.client.HTTPException, ssl.SSLError)):
        return "the connection broke off", True
    if isinstance(reason, OSError):
        away = reason.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)
        # A proxy that does not let the connection through comes without a number.
        return (reason.strerror or str(reason)).lower(), away
    return str(reason), False
