"""What the queue of connections hands on to every connection."""

from __future__ import annotations

import socket

import pytest

from config.workers import SharedQueueServer
from tests.deploy.proxy import free_port

pytestmark = pytest.mark.anywhere


def test_the_second_part_of_an_answer_does_not_wait_for_the_first_to_be_acknowledged() -> None:
    """Head and body are two writes: with Nagle's algorithm (RFC 896) against delayed acknowledgements (RFC 1122,
    4.2.3.2) an answer on a kept connection takes 40 ms, as it did for up to nine of ten."""
    server = SharedQueueServer("config.wsgi:application", address="127.0.0.1", port=free_port())
    server._init_shared_socket()
    queue = server._sso
    assert queue is not None
    with queue, socket.create_connection((server.bind_addr, server.bind_port)):
        accepted, _ = queue.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
