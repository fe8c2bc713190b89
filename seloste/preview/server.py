"""A server for one reader at one machine: pages under an address that nobody can guess, on the loopback address alone.

It answers GET and HEAD for its own pages, if the request has the token, and a host name of the machine itself: the name
of another site that leads here (DNS rebinding) is refused. It serves no file, and no other site may read or frame it.
"""

from __future__ import annotations

import errno
import secrets
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

from msgspec import Struct

#: The loopback addresses, of which the first that the machine has is used.
_ADDRESSES = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
#: The most event streams at once, and the seconds after which an idle one sends an empty line.
_MOST_STREAMS, _HEARTBEAT = 64, 5.0
EVENTS = "events"


class Source(Protocol):
    """The source of the pages that are served."""

    def render_page(self, name: str) -> str | None:
        """The page of that name; None where there is none."""

    def version(self) -> str:
        """The name of the state that the pages are in."""

    def wait_for_change(self, version: str, timeout: float) -> str:
        """The name of the state, once it differs from `version`, or after `timeout` seconds."""


class ServerSettings(Struct, frozen=True):
    """The policy of the pages, the texts of the server's errors, and the function that reports errors in seloste.

    Attributes:
        content_policy: The Content-Security-Policy: the things that browsers may do for the pages.
        wrong_address: The text of the answer where there is no such page.
        failed: The text of the answer where a page can't be rendered.
        report: Called with each error in seloste itself.
    """

    content_policy: str
    wrong_address: str
    failed: str
    report: Callable[[Exception], None]


class Server(ThreadingHTTPServer):
    """The server. It listens from the moment it is made; `start` lets it answer."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it would let a second one listen on the same port
    allow_reuse_port = False

    def __init__(
        self, family: socket.AddressFamily, host: str, port: int, source: Source, settings: ServerSettings
    ) -> None:
        self.address_family = family
        self.token = secrets.token_urlsafe(24)
        self.source = source
        self.settings = settings
        self.streams = threading.BoundedSemaphore(_MOST_STREAMS)
        super().__init__((host, port), Handler)
        shown = f"[{host}]" if family is socket.AF_INET6 else host
        port = self.server_address[1]
        self.origin = f"http://{shown}:{port}"
        self.hosts = frozenset({f"{name}:{port}" for name in (shown, "localhost")})

    def server_bind(self) -> None:
        """Takes the port. The class above would also ask the network for the name of the machine."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def address(self, name: str) -> str:
        """The address of a page."""
        return f"{self.origin}/{self.token}/{name}"

    def start(self) -> None:
        """Answers, in threads of its own."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        """Answers no more."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Reports an error in seloste itself; a reader that left is none."""
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, OSError):
            self.settings.report(error)


def start_server(port: int, source: Source, settings: ServerSettings) -> Server:
    """A server that listens at a port of the loopback address (0: a free one). OSError where the port can't be had."""
    for number, (family, host) in enumerate(_ADDRESSES, 1):
        try:
            return Server(family, host, port, source, settings)
        except OSError as error:
            absent = error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
            if not absent or number == len(_ADDRESSES):
                raise
    raise OSError(errno.EADDRNOTAVAIL, "no loopback address")


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server
    timeout = 30

    def do_GET(self) -> None:
        """Answers with the page, or with the stream of events."""
        self._answer(content=True)

    def do_HEAD(self) -> None:
        """Answers as to GET, without content."""
        self._answer(content=False)

    def _answer(self, *, content: bool) -> None:
        if self.request_version == "HTTP/0.9":
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        if self.headers.get_all("Host", []) not in [[host] for host in self.server.hosts]:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        start = f"/{self.server.token}/"
        if not secrets.compare_digest(self.path[: len(start)].encode("utf-8", "replace"), start.encode()):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        name = self.path[len(start) :]
        if name == EVENTS:
            self._stream(content=content)
            return
        try:
            page = self.server.source.render_page(name)
        except Exception as error:
            self.server.settings.report(error)
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)
            return
        if page is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self._send(HTTPStatus.OK, "text/html", page, content=content)

    def _send(
        self, status: int, content_type: str, text: str, *, content: bool, more: Mapping[str, str] | None = None
    ) -> None:
        data = text.encode("utf-8", "backslashreplace")
        self.send_response(status)
        self._headers(content_type, {"Content-Length": str(len(data)), **(more or {})})
        if content:
            self.wfile.write(data)

    def _headers(self, content_type: str, more: Mapping[str, str]) -> None:
        headers = {
            "Content-Type": f"{content_type}; charset=utf-8",
            "Content-Security-Policy": f"{self.server.settings.content_policy}; frame-ancestors 'none'",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            **more,
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _stream(self, *, content: bool) -> None:
        """Server-sent events: the name of the state that the pages are in, now and after each change."""
        if not self.server.streams.acquire(blocking=False):
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        try:
            self.send_response(HTTPStatus.OK)
            self._headers("text/event-stream", {})
            version, sent = self.server.source.version(), ""
            while content:
                self.wfile.write(f"data: {version}\n\n".encode() if version != sent else b":\n\n")
                sent = version
                version = self.server.source.wait_for_change(sent, _HEARTBEAT)
        except OSError:
            pass  # the reader left
        finally:
            self.server.streams.release()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answers with an error in a line of plain text, which repeats nothing of the request."""
        more = {}
        self.request_version = "HTTP/1.0"  # HTTP/0.9 has no headers
        if code == HTTPStatus.NOT_IMPLEMENTED:  # a method other than GET and HEAD
            code, more = HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"}
        settings = self.server.settings
        text = settings.failed if code >= HTTPStatus.INTERNAL_SERVER_ERROR else ""
        text = text or (settings.wrong_address if code == HTTPStatus.NOT_FOUND else HTTPStatus(code).phrase)
        self.close_connection = True
        self._send(code, "text/plain", f"{text}\n", content=self.command != "HEAD", more=more)

    def version_string(self) -> str:
        """The name of the server without its version."""
        return "seloste"

    def log_message(self, format: str, *args: object) -> None:
        """Logs nothing: addresses contain the token."""
