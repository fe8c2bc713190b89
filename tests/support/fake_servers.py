"""Servers that are none of PostgreSQL, or bad ones, each in a thread: what a tool does that asks them."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

#: What a server does with a connection; the event ends with the test.
Behaviour = Callable[[socket.socket, threading.Event], None]


def say_nothing(connection: socket.socket, over: threading.Event) -> None:
    """Accepts, and hangs."""
    over.wait(30)


def drip(connection: socket.socket, over: threading.Event) -> None:
    """Answers byte by byte, without an end."""
    connection.recv(8)
    connection.sendall(b"N")
    connection.recv(1_000)
    connection.sendall(b"R" + struct.pack("!I", 1_000))
    while not over.wait(0.05):
        connection.sendall(b"x")


def speak_http(connection: socket.socket, over: threading.Event) -> None:
    """Another protocol."""
    connection.recv(8)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def hang_up(connection: socket.socket, over: threading.Event) -> None:
    """Closes the connection at once."""


def send_noise(connection: socket.socket, over: threading.Event) -> None:
    """Answers with bytes that mean nothing."""
    connection.recv(8)
    connection.sendall(b"N")
    connection.recv(1_000)
    connection.sendall(bytes(range(255, -1, -1)) * 4_000)


def refuse(code: str, message: str) -> Behaviour:
    """Refuses the connection with an error of PostgreSQL: its code, and words that may name anything."""

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(8)
        connection.sendall(b"N")
        connection.recv(1_000)
        fields = b"".join(f"{kind}{text}\0".encode() for kind, text in (("S", "FATALT"), ("C", code), ("M", message)))
        connection.sendall(b"E" + struct.pack("!I", len(fields) + 5) + fields + b"\0")

    return behave


@contextmanager
def serving(behave: Behaviour) -> Iterator[int]:
    """The port of a server that behaves so, on the loopback address."""
    over = threading.Event()

    def handle(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            behave(connection, over)

    def accept(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=handle, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
