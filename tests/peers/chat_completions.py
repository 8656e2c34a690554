"""A server that speaks OpenAI's chat completions, on loopback, well or badly."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Manner = Callable[["Handler", dict[str, Any]], None]
SLOW_SECONDS = 0.6


class Server(ThreadingHTTPServer):
    """Keeps what it was asked."""

    daemon_threads = True
    manner: Manner
    asked: list[dict[str, Any]]

    def handle_error(self, *_: object) -> None:
        """Stay quiet about who hung up: those who wait no longer do."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body | {"path": self.path})
        self.server.manner(self, body)

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@contextmanager
def serving(manner: Manner) -> Iterator[Server]:
    """Serve in a thread until left."""
    server = Server(("127.0.0.1", 0), Handler)
    server.manner, server.asked = manner, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def text_of(body: dict[str, Any]) -> str:
    """Return the text that a request wants reworded."""
    return str(json.loads(body["messages"][-1]["content"])["text"])


def completion(text: str) -> bytes:
    """Return an answer of the protocol."""
    message = {"role": "assistant", "content": text}
    answer = {
        "id": "c",
        "object": "chat.completion",
        "created": 0,
        "model": "loop",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 700, "completion_tokens": 200, "total_tokens": 900},
    }
    return json.dumps(answer).encode()


def says(words: Callable[[str], str]) -> Manner:
    """Answer with what a function makes of the text."""
    return lambda handler, body: handler.answer(200, completion(words(text_of(body))))


def fails(status: int) -> Manner:
    """Answer with an error that quotes the request, as some do."""
    return lambda handler, body: handler.answer(status, json.dumps({"error": body}).encode())


def slow(handler: Handler, body: dict[str, Any]) -> None:
    """Answer well and too late."""
    time.sleep(SLOW_SECONDS)
    handler.answer(200, completion(text_of(body)))


def garbage(handler: Handler, _body: dict[str, Any]) -> None:
    """Answer with what is no JSON."""
    handler.answer(200, b"<html>\xff\x00</html>")


def cut_off(handler: Handler, body: dict[str, Any]) -> None:
    """Promise a whole answer and hang up in the middle of it."""
    whole = completion(text_of(body))
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(whole)))
    handler.end_headers()
    handler.wfile.write(whole[: len(whole) // 2])
    handler.close_connection = True
