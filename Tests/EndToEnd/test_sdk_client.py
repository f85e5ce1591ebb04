"""The official MCP client, in both protocol eras, through the gateway to upstreams written with the official SDK."""

import time

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

MODES = ["2026-07-28", "legacy", "auto"]
SERVERS = ["sdkhttp", "sdkstdio"]


def run(house, server, token, mode, scenario):
    async def inner():
        async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=30) as http:
            async with Client(streamable_http_client(house.url(server), http_client=http), mode=mode) as client:
                return await scenario(client)

    return anyio.run(inner)


def text(result) -> str:
    return " ".join(part.text for part in result.content)


@pytest.fixture(scope="session")
def anne(house):
    return {server: house.token("anne", server) for server in SERVERS}


@pytest.fixture(scope="session")
def bob(house):
    return {server: house.token("bob", server) for server in SERVERS}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("server", SERVERS)
def test_a_caller_sees_only_the_tools_it_may_call(house, anne, server, mode):
    async def scenario(client):
        return [tool.name for tool in (await client.list_tools()).tools]

    assert sorted(run(house, server, anne[server], mode, scenario)) == ["countdown", "weather"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("server", SERVERS)
def test_a_caller_without_grants_sees_no_tools(house, bob, server, mode):
    async def scenario(client):
        return (await client.list_tools()).tools

    assert run(house, server, bob[server], mode, scenario) == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("server", SERVERS)
def test_an_allowed_call_returns_the_result_of_the_upstream(house, anne, server, mode):
    async def scenario(client):
        return await client.call_tool("weather", {"city": f"Athens-{server}-{mode}"})

    result = run(house, server, anne[server], mode, scenario)
    assert not result.is_error
    assert text(result) == f"sunny in Athens-{server}-{mode}"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("server", SERVERS)
def test_a_denied_call_says_so_with_a_decision_and_never_reaches_the_upstream(house, bob, server, mode):
    city = f"Oslo-{server}-{mode}"

    async def scenario(client):
        return await client.call_tool("weather", {"city": city})

    result = run(house, server, bob[server], mode, scenario)
    assert result.is_error
    assert "denied" in text(result) and "decision" in text(result)
    assert not [line for line in house.lines(house.sdk_log) if city in line]


@pytest.mark.parametrize("mode", MODES)
def test_a_tool_that_is_not_registered_does_not_exist(house, anne, mode):
    async def scenario(client):
        with pytest.raises(MCPError) as refused:
            await client.call_tool("drop_tables", {})
        return refused.value.error.code

    assert run(house, "sdkhttp", anne["sdkhttp"], mode, scenario) == -32602


@pytest.mark.parametrize("mode", ["2026-07-28", "legacy"])
@pytest.mark.parametrize("server", SERVERS)
def test_progress_is_streamed_while_the_call_runs(house, anne, server, mode):
    arrivals = []

    async def progress(done, total, message):
        arrivals.append(time.monotonic())

    async def scenario(client):
        result = await client.call_tool("countdown", {"steps": 4}, progress_callback=progress)
        return result, time.monotonic()

    result, end = run(house, server, anne[server], mode, scenario)
    assert text(result) == "lift-off"
    assert len(arrivals) == 4
    assert end - arrivals[0] > 0.6, "the first progress notification came with the result, so the answer was buffered"


def test_a_token_for_one_server_is_refused_by_another(house, anne):
    answer = httpx2.post(house.url("sdkstdio"), headers={"Authorization": f"Bearer {anne['sdkhttp']}"}, json={})
    assert answer.status_code == 401
    challenge = answer.headers["www-authenticate"]
    assert challenge.startswith("Bearer ") and "resource_metadata=" in challenge and 'error="invalid_token"' in challenge


def test_header_and_body_have_to_agree(house, anne):
    meta = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "secret", "arguments": {}, "_meta": meta}}
    headers = {"Authorization": f"Bearer {anne['sdkhttp']}", "Accept": "application/json, text/event-stream",
               "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "weather"}
    answer = httpx2.post(house.url("sdkhttp"), headers=headers, json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == -32020
    assert not [line for line in house.lines(house.sdk_log) if "secret" in line]
