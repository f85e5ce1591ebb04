"""A running Cardea for the tests: service, gateway and upstreams, all real, on loopback, data in a temporary directory."""

import importlib.util
import json
import os
import pathlib
import shutil
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
specification = importlib.util.spec_from_file_location("cardea_demo", ROOT / "Deploy" / "demo.py")
demo = importlib.util.module_from_spec(specification)
sys.dont_write_bytecode = True
specification.loader.exec_module(demo)

PASSWORD = "a long password for the tests"
REDIRECT = "http://127.0.0.1:8765/callback"


def binaries() -> str:
    directory = os.environ.get("CARDEA_BINARIES") or str(ROOT / ".build" / "debug")
    if not os.access(os.path.join(directory, "cardea"), os.X_OK):
        raise pytest.UsageError(f"no cardea in {directory}: run `swift build` first, or name the directory in CARDEA_BINARIES")
    return directory


class House(demo.Story):
    """Service and gateway with two kinds of upstream written with the official SDK, beside the shipped samples."""

    def begin(self) -> str:
        """The service alone, with a tenant; answers the administrator's key."""
        self.run("init", "--data", self.data, "--credentials", self.credentials, show=False)
        self.start_service()
        self.run("tenant", "create", "acme", show=False)
        with open(self.credentials) as file:
            return json.load(file)["administrator_key"]

    def open(self) -> None:
        self.begin()
        for user in ("anne", "bob"):
            self.run("user", "create", user, "--password-stdin", stdin=PASSWORD + "\n", show=False)
        upstream = str(pathlib.Path(__file__).with_name("sdk_upstream.py"))
        self.sdk_port = demo.free_port()
        self.sdk_log = os.path.join(self.directory, "sdk.log")
        environment = {"SDK_UPSTREAM_LOG": self.sdk_log}
        self.start("sdk", [sys.executable, upstream, "http", str(self.sdk_port), self.sdk_log], f"127.0.0.1:{self.sdk_port}", environment)
        self.start("billing", [self.samples, "billing", "--port", str(self.billing_port), "--log", self.billing_log], f"127.0.0.1:{self.billing_port}")
        tools = ["--tool", "weather", "--tool", "countdown", "--tool", "secret"]
        self.run("server", "create", "sdkhttp", "--url", f"http://127.0.0.1:{self.sdk_port}/mcp", *tools, show=False)
        self.run("server", "create", "sdkstdio", *tools, "--", sys.executable, upstream, "stdio", self.sdk_log, show=False)
        self.run("server", "create", "billing", "--url", f"http://127.0.0.1:{self.billing_port}/mcp", "--tool", "getInvoice", "--tool",
                 "createInvoice", "--tool", "refundInvoice", show=False)
        self.run("server", "create", "notes", "--tool", "listNotes", "--tool", "addNote", "--", self.samples, "notes", "--directory",
                 os.path.join(self.directory, "notes"), "--log", self.notes_log, show=False)
        self.secrets = {}
        self.client("gateway", "resource-server", "access:evaluate", "servers:read")
        self.client("reporter", "agent", "tools:call")
        self.run("client", "create", "desktop", "--kind", "application", "--redirect-uri", "http://127.0.0.1/callback", "--scope",
                 "tools:call", show=False)
        for server in ("sdkhttp", "sdkstdio", "billing", "notes"):
            self.run("grant", "agent:desktop", "delegate", f"server:{server}", show=False)
        for server in ("sdkhttp", "sdkstdio"):
            for tool in ("weather", "countdown"):
                self.run("grant", "user:anne", "caller", f"tool:{server}/{tool}", show=False)
        self.run("grant", "user:anne", "caller", "server:billing", show=False)
        self.run("grant", "agent:reporter", "caller", "server:sdkhttp", show=False)
        secret = os.path.join(self.directory, "gateway.secret")
        with open(os.open(secret, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(self.secrets["gateway"])
        self.start(
            "gateway",
            [self.cardea, "gateway", "--service", self.base, "--tenant", "acme", "--client-id", "gateway", "--client-secret-file", secret,
             "--listen", self.gateway_listen, "--operations-listen", self.gateway_operations, "--public-url", self.gateway,
             "--allow-command", self.samples, "--allow-command", sys.executable],
            self.gateway_listen,
        )

    def close(self, keeps: bool = False) -> None:
        super().close()
        if not keeps:
            shutil.rmtree(self.directory, ignore_errors=True)

    def client(self, name: str, kind: str, *scopes: str) -> None:
        arguments = [argument for scope in scopes for argument in ("--scope", scope)]
        created = self.run("client", "create", name, "--kind", kind, *arguments, "--output", "json", show=False)
        self.secrets[name] = json.loads(created)["client_secret"]

    def url(self, server: str) -> str:
        return f"{self.gateway}/t/acme/{server}"

    def token(self, user: str, server: str) -> str:
        return self.token_by_code(user, PASSWORD, "desktop", self.url(server), may_have_agreed=True)["access_token"]

    def lines(self, log: str) -> list[str]:
        if not os.path.exists(log):
            return []
        with open(log) as file:
            return file.read().splitlines()


@pytest.fixture(scope="session")
def house():
    house = House(binaries())
    failed = True
    try:
        house.open()
        failed = False
        yield house
    finally:
        house.close(keeps=failed)
        if failed:
            print(f"data and logs: {house.directory}", file=sys.stderr)
