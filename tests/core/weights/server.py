"""A server of one file on this machine, which can do wrong in the ways that servers do."""

from __future__ import annotations

import hashlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np

from core.weights.catalogue import WeightsEntry

CONTENT = np.random.default_rng(5).integers(0, 256, 300_000, np.uint8).tobytes()
"""What the file holds."""


class Server:
    """Answers on 127.0.0.1. Tests set the fields; every request is kept in `asked`.

    Args:
        ranges: whether parts of the file can be had. etag: empty for none.
        cuts: for the next answers, after how many bytes the connection ends.
        statuses: for the next answers, in place of the file. headers: go with these.
        pause_s: between pieces of 4096 bytes. silent: nothing is answered.
        length: whether the size is told. moved: path -> where it redirects to.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.content = CONTENT
        self.ranges = True
        self.etag = '"one"'
        self.modified = ""
        self.cuts: list[int] = []
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.pause_s = 0.0
        self.silent = False
        self.length = True
        self.moved: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stop = threading.Event()

    @property
    def ranges_asked(self) -> list[str | None]:
        """The header Range of each request."""
        return [headers.get("Range") for _path, headers in self.asked]

    def entry(self, **fields: Any) -> WeightsEntry:
        """The entry of a catalogue for the file."""
        return entry_for(CONTENT, f"{self.address}/small.pth", **fields)


def entry_for(content: bytes, url: str, **fields: Any) -> WeightsEntry:
    """The entry of a catalogue for a file with this content."""
    known: dict[str, Any] = {
        "id": "small",
        "file": "small.pth",
        "url": url,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "MIT",
        "citation": "A. Nobody: Small, 2020",
        "used_by": ("nobody",),
    }
    return WeightsEntry(**(known | fields))


def write_catalogue(path: Path, entries: Sequence[WeightsEntry]) -> None:
    """A catalogue file with these entries."""
    lines = []
    for entry in entries:
        lines.append(f"[{entry.id}]")
        # What JSON writes of texts, numbers and lists of texts is TOML too.
        lines += [f"{k} = {json.dumps(v)}" for k, v in asdict(entry).items() if k != "id"]
    path.write_text("\n".join(lines), encoding="utf-8")


@contextmanager
def serving(certificate: tuple[Path, Path] | None = None) -> Iterator[Server]:
    """A server that runs in this block.

    Args:
        certificate: and its key, for an encrypted one.
    """
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    http.daemon_threads = False
    # Who does not trust the certificate goes away, which is no trouble of ours.
    http.handle_error = lambda *_args: None  # type: ignore[method-assign]
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        http.socket = context.wrap_socket(http.socket, server_side=True)
        scheme = "https"
    address = f"{scheme}://127.0.0.1:{http.server_address[1]}"
    http.server = Server(address)  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: http.serve_forever(0.01), name="server")
    thread.start()
    try:
        yield http.server  # type: ignore[attr-defined]
    finally:
        http.server.stop.set()  # type: ignore[attr-defined]
        http.shutdown()
        http.server_close()
        thread.join()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        own: Server = self.server.server  # type: ignore[attr-defined]
        self.close_connection = True
        own.asked.append((self.path, dict(self.headers)))
        while own.silent and not own.stop.is_set():
            time.sleep(0.01)
        if own.statuses:
            self._bare(own.statuses.pop(0), own.headers)
        elif self.path in own.moved:
            self._bare(302, {"Location": own.moved[self.path]})
        else:
            self._send(own)

    def _bare(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, own: Server) -> None:
        content, first = own.content, 0
        asked = self.headers.get("Range", "")
        same = self.headers.get("If-Range") in (None, own.etag, own.modified)
        if own.ranges and asked and same:
            first = int(asked.removeprefix("bytes=").partition("-")[0])
            if first >= len(content):
                self._bare(416, {"Content-Range": f"bytes */{len(content)}"})
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
        else:
            self.send_response(200)
        if own.length:
            self.send_header("Content-Length", str(len(content) - first))
        if own.etag:
            self.send_header("ETag", own.etag)
        if own.modified:
            self.send_header("Last-Modified", own.modified)
        self.end_headers()
        end = min(len(content), first + own.cuts.pop(0)) if own.cuts else len(content)
        try:
            for start in range(first, end, 4096):
                self.wfile.write(content[start : min(start + 4096, end)])
                if own.stop.wait(own.pause_s) if own.pause_s else own.stop.is_set():
                    return
        except OSError:
            # Whoever asked has gone.
            return
