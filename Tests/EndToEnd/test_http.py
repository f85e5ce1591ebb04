"""What HTTP demands of a server beside its answers, seen from a bare socket."""

import json
import socket
import time

import pytest
from conftest import House, binaries


@pytest.fixture(scope="module")
def service():
    house = House(binaries())
    try:
        key = house.begin()
        host, port = house.base.removeprefix("http://").split(":")
        yield (host, int(port)), key
    finally:
        house.close()


def received(connection: socket.socket, end: bytes) -> bytes:
    """What comes until `end` is there, or for five seconds."""
    connection.settimeout(5)
    found = b""
    while end not in found:
        piece = connection.recv(65536)
        if not piece:
            break
        found += piece
    return found


def test_a_body_that_waits_to_be_asked_for_is_asked_for(service):
    address, key = service
    body = json.dumps({"touch": ["role:r#assignee@user:u"]}).encode()
    head = (
        "POST /api/v1/tenants/acme/relationships HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {key}\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    ).encode()
    with socket.create_connection(address, timeout=5) as connection:
        for _ in range(2):
            connection.sendall(head)
            assert received(connection, b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
            connection.sendall(body)
            assert received(connection, b"}").startswith(b"HTTP/1.1 200 ")


def test_an_answer_to_head_has_no_content_and_the_connection_goes_on(service):
    address, _ = service
    with socket.create_connection(address, timeout=5) as connection:
        for path in ("/nothing", "/t/acme/access/v1/evaluation", "/t/acme/jwks"):
            connection.sendall(f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            answer = received(connection, b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 ") and answer.endswith(b"\r\n\r\n"), answer
        time.sleep(0.2)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert received(connection, b"SERVING").startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("hosts", [[], ["a", "a"], ["a", "b"], ["a b"], ["a/b"], ["user@a"]])
@pytest.mark.parametrize("path", ["/healthz", "/t/acme/access/v1/evaluation"])
def test_a_request_without_one_good_host_is_refused(service, hosts, path):
    address, _ = service
    method = "GET" if path == "/healthz" else "POST"
    lines = "".join(f"Host: {host}\r\n" for host in hosts)
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(f"{method} {path} HTTP/1.1\r\n{lines}Content-Length: 0\r\n\r\n".encode())
        assert received(connection, b"}").startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:80", "xn--bcher-kva.example", ""])
def test_a_good_host_is_taken(service, host):
    address, _ = service
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert received(connection, b"SERVING").startswith(b"HTTP/1.1 200 ")


def test_http_1_0_needs_no_host(service):
    address, _ = service
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        assert b" 200 " in received(connection, b"SERVING").split(b"\r\n")[0]
