"""The OAuth client of the official SDK against Cardea: discovery, a registered client, PKCE, token, refresh, client credentials."""

import urllib.parse

import anyio
import httpx2
from conftest import PASSWORD, REDIRECT, demo
from mcp import Client
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.auth.extensions.client_credentials import ClientCredentialsOAuthProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata


class Memory:
    """What a client keeps: its registration and its tokens."""

    def __init__(self, client=None):
        self.client, self.tokens, self.history = client, None, []

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens
        self.history.append(tokens)

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client):
        self.client = client


def sign_in_and_approve(url: str, user: str) -> AuthorizationCodeResult:
    """Plays the person at the browser: signs in, approves, comes back with what the redirect carries."""
    browser = demo.Browser()
    origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(url))
    status, location, text = browser.request("GET", url)
    for _ in range(6):
        if status == 303:
            if location.startswith(REDIRECT):
                break
            status, location, text = browser.request("GET", urllib.parse.urljoin(origin, location))
            continue
        assert status == 200, text
        page = demo.Page(text)
        if "password" in [name for name, _ in page.fields]:
            fields = [(name, {"username": user, "user": user, "password": PASSWORD}.get(name, value)) for name, value in page.fields]
        else:
            fields = page.fields + [("decision", "approve")]
        status, location, text = browser.request("POST", urllib.parse.urljoin(url, page.action), fields)
    answer = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))
    return AuthorizationCodeResult(code=answer["code"], state=answer["state"], iss=answer["iss"])


def provider(house, server: str, memory: Memory, user: str = "anne") -> OAuthClientProvider:
    asked = []

    async def redirect(url):
        asked.append(url)

    async def callback():
        return await anyio.to_thread.run_sync(sign_in_and_approve, asked[-1], user)

    metadata = OAuthClientMetadata(
        client_name="desktop", redirect_uris=[REDIRECT], grant_types=["authorization_code", "refresh_token"], token_endpoint_auth_method="none"
    )
    return OAuthClientProvider(house.url(server), metadata, memory, redirect, callback)


def desktop() -> OAuthClientInformationFull:
    return OAuthClientInformationFull(client_id="desktop", redirect_uris=[REDIRECT], token_endpoint_auth_method="none")


def call_weather(house, auth, city: str):
    async def inner():
        async with httpx2.AsyncClient(auth=auth, timeout=30) as http:
            async with Client(streamable_http_client(house.url("sdkhttp"), http_client=http)) as client:
                return await client.call_tool("weather", {"city": city})

    return anyio.run(inner)


def test_the_client_finds_everything_from_the_first_401_and_calls_a_tool(house):
    memory = Memory(desktop())
    result = call_weather(house, provider(house, "sdkhttp", memory), "Rome")
    assert result.content[0].text == "sunny in Rome"
    assert memory.tokens.access_token and memory.tokens.refresh_token
    assert memory.tokens.token_type == "Bearer"


def test_the_client_refreshes_an_expired_token_and_the_old_refresh_token_is_spent(house):
    memory = Memory(desktop())
    first = provider(house, "sdkhttp", memory)
    call_weather(house, first, "Rome")
    old = memory.tokens
    first.context.token_expiry_time = 1
    assert call_weather(house, first, "Paris").content[0].text == "sunny in Paris"
    assert memory.tokens.access_token != old.access_token
    assert memory.tokens.refresh_token != old.refresh_token
    status, answer = house.post_form(
        f"{house.issuer}/token", {"grant_type": "refresh_token", "refresh_token": old.refresh_token, "client_id": "desktop"}
    )
    assert (status, answer["error"]) == (400, "invalid_grant")


def test_a_spent_refresh_token_takes_its_whole_family_with_it(house):
    memory = Memory(desktop())
    first = provider(house, "sdkhttp", memory)
    call_weather(house, first, "Rome")
    spent = memory.tokens.refresh_token
    form = {"grant_type": "refresh_token", "refresh_token": spent, "client_id": "desktop"}
    status, second = house.post_form(f"{house.issuer}/token", form)
    assert status == 200
    assert house.call("sdkhttp", second["access_token"], "weather", {"city": "Bonn"})[0] == "result"
    assert house.post_form(f"{house.issuer}/token", form)[0] == 400
    assert house.call("sdkhttp", second["access_token"], "weather", {"city": "Bonn"})[0] == "unauthorized"
    status, answer = house.post_form(
        f"{house.issuer}/token", {"grant_type": "refresh_token", "refresh_token": second["refresh_token"], "client_id": "desktop"}
    )
    assert (status, answer["error"]) == (400, "invalid_grant")


def test_an_agent_of_its_own_uses_client_credentials(house):
    auth = ClientCredentialsOAuthProvider(
        house.url("sdkhttp"), Memory(), "reporter", house.secrets["reporter"], token_endpoint_auth_method="client_secret_basic", issuer=house.issuer
    )
    assert call_weather(house, auth, "Cairo").content[0].text == "sunny in Cairo"


def test_introspection_tells_the_truth_and_revocation_changes_it(house):
    token = house.token("anne", "sdkhttp")
    basic = ("gateway", house.secrets["gateway"])
    status, answer = house.post_form(f"{house.issuer}/introspect", {"token": token}, basic)
    assert status == 200
    assert answer["active"] is True
    assert (answer["sub"], answer["client_id"], answer["aud"]) == ("anne", "desktop", house.url("sdkhttp"))
    assert house.post_form(f"{house.issuer}/introspect", {"token": token})[0] == 401
    assert house.post_form(f"{house.issuer}/revoke", {"token": token, "client_id": "desktop"})[0] == 200
    assert house.post_form(f"{house.issuer}/introspect", {"token": token}, basic) == (200, {"active": False})
    assert house.call("sdkhttp", token, "weather", {"city": "Rome"})[0] == "unauthorized"


def test_all_three_well_known_forms_say_the_same(house):
    urls = [f"{house.base}/.well-known/oauth-authorization-server/t/acme", f"{house.base}/.well-known/openid-configuration/t/acme",
            f"{house.issuer}/.well-known/openid-configuration"]
    documents = [httpx2.get(url) for url in urls]
    assert [document.status_code for document in documents] == [200, 200, 200]
    assert len({document.text for document in documents}) == 1
    metadata = documents[0].json()
    assert metadata["issuer"] == house.issuer
    assert metadata["code_challenge_methods_supported"] == ["S256"]
    assert metadata["authorization_response_iss_parameter_supported"] is True
