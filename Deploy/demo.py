"""The story of Cardea, told by the real binaries: two MCP servers, three callers, and every tool call decided out of process.

Uses the standard library only. Every step states what it expects; the first step that turns out otherwise ends the story with exit status 1.
"""

import argparse
import base64
import hashlib
import html.parser
import http.client
import http.cookies
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

PROTOCOL = "2026-07-28"


class Unexpected(Exception):
    """A step came out otherwise than the story says."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def expect(condition: bool, what: str, seen: object = "") -> None:
    if not condition:
        raise Unexpected(f"expected {what}; saw {seen!r}")
    print(f"   ok: {what}")


class Page(html.parser.HTMLParser):
    """The first form of a page: where it posts to, and its fields."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action = None
        self.fields: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = values.get("action")
        if tag == "input" and values.get("name") and values.get("type") != "submit":
            self.fields.append((values["name"], values.get("value") or ""))


class Browser:
    """Just enough of a browser: cookies, forms, and redirects that are looked at, not followed."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def request(self, method: str, url: str, form: list[tuple[str, str]] | None = None):
        parts = urllib.parse.urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        headers = {"Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"{parts.scheme}://{parts.netloc}"
        connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        for header in response.msg.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(header).items():
                if morsel.value:
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)
        connection.close()
        return response.status, response.getheader("Location"), text


class Story:
    def __init__(self, binaries: str, quiet_logs: bool = True) -> None:
        self.cardea = os.path.join(binaries, "cardea")
        self.samples = os.path.join(binaries, "cardea-sample-servers")
        self.directory = tempfile.mkdtemp(prefix="cardea demo ")
        self.data = os.path.join(self.directory, "data")
        self.credentials = os.path.join(self.directory, "credentials.json")
        ports = [free_port() for _ in range(5)]
        self.base = f"http://127.0.0.1:{ports[0]}"
        self.listen, self.operations = f"127.0.0.1:{ports[0]}", f"127.0.0.1:{ports[1]}"
        self.gateway = f"http://127.0.0.1:{ports[2]}"
        self.gateway_listen, self.gateway_operations = f"127.0.0.1:{ports[2]}", f"127.0.0.1:{ports[3]}"
        self.billing_port = ports[4]
        self.billing_log = os.path.join(self.directory, "billing.log")
        self.notes_log = os.path.join(self.directory, "notes.log")
        self.issuer = f"{self.base}/t/acme"
        self.running: dict[str, subprocess.Popen] = {}
        self.request_number = 0

    # Processes

    def start(self, name: str, arguments: list[str], ready: str, environment: dict[str, str] | None = None) -> None:
        log = open(os.path.join(self.directory, f"{name}.log.json"), "ab")
        self.running[name] = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**self.environment(), **(environment or {})}
        )
        host, port = ready.rsplit(":", 1)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.running[name].poll() is not None:
                break
            with socket.socket() as probe:
                probe.settimeout(0.5)
                if probe.connect_ex((host, int(port))) == 0:
                    return
            time.sleep(0.05)
        with open(log.name, "rb") as written:
            raise Unexpected(f"{name} did not start:\n{written.read()[-4000:].decode(errors='replace')}")

    def stop(self, name: str) -> None:
        process = self.running.pop(name)
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise Unexpected(f"{name} did not stop within 15 seconds of SIGTERM")

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CARDEA_")}
        return {**kept, "CARDEA_SERVICE": self.base, "CARDEA_CREDENTIALS": self.credentials, "CARDEA_TENANT": "acme"}

    def run(self, *arguments: str, stdin: str = "", exit_status: int = 0, show: bool = True) -> str:
        if show:
            print("   $ cardea " + " ".join(self.shown(argument) for argument in arguments))
        done = subprocess.run([self.cardea, *arguments], input=stdin, capture_output=True, text=True, env=self.environment(), timeout=60)
        if show:
            for line in (done.stdout + done.stderr).splitlines():
                print("     " + line.replace(self.directory, "$DEMO"))
        if done.returncode != exit_status:
            raise Unexpected(f"expected exit status {exit_status}, saw {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def shown(self, argument: str) -> str:
        """An argument as a reader would type it, without the paths of this machine."""
        short = argument.replace(self.directory, "$DEMO").replace(os.path.dirname(self.samples) + "/", "")
        return short if re.fullmatch(r"[\w@%+=:,./#$-]+", short) else f"'{short}'"

    def start_service(self) -> None:
        self.start(
            "service",
            [self.cardea, "serve", "--data", self.data, "--listen", self.listen, "--operations-listen", self.operations,
             "--base-url", self.base, "--gateway-url", self.gateway],
            self.listen,
        )

    # OAuth

    def token_by_code(self, user: str, password: str, client: str, resource: str, may_have_agreed: bool = False) -> dict:
        """Authorization code with PKCE, through the real sign-in and consent pages; what was agreed to before is not asked again."""
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        redirect = "http://127.0.0.1:8765/callback"
        question = {
            "response_type": "code", "client_id": client, "redirect_uri": redirect, "state": state, "code_challenge": challenge,
            "code_challenge_method": "S256", "resource": resource, "scope": "tools:call",
        }
        browser = Browser()
        status, location, text = browser.request("GET", f"{self.issuer}/authorize?{urllib.parse.urlencode(question)}")
        pages = []
        for _ in range(4):
            while status == 303 and not location.startswith(redirect):
                status, location, text = browser.request("GET", urllib.parse.urljoin(self.base, location))
            if status == 303:
                break
            if status != 200:
                raise Unexpected(f"authorization page answered {status}: {text[:800]}")
            page = Page(text)
            names = [name for name, _ in page.fields]
            if "password" in names:
                pages.append("sign in")
                fields = [(n, {"username": user, "user": user, "password": password}.get(n, v)) for n, v in page.fields]
            else:
                pages.append("consent")
                fields = page.fields + [("decision", "approve")]
            status, location, text = browser.request("POST", urllib.parse.urljoin(self.issuer + "/authorize", page.action), fields)
        if status != 303 or not location.startswith(redirect):
            raise Unexpected(f"no redirect to the client: {status} {location} {text[:800]}")
        answer = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))
        if not (may_have_agreed and pages == ["sign in"]):
            expect(pages == ["sign in", "consent"], f"{user} saw the sign-in page, then the consent page", pages)
        expect(answer.get("state") == state and answer.get("iss") == self.issuer, "the redirect carries the state and the issuer", answer)
        form = {"grant_type": "authorization_code", "code": answer["code"], "redirect_uri": redirect, "client_id": client,
                "code_verifier": verifier, "resource": resource}
        status, token = self.post_form(f"{self.issuer}/token", form)
        expect(status == 200 and token["token_type"] == "Bearer", f"{user} got an access token by authorization code and PKCE", token.get("error"))
        return token

    def token_by_credentials(self, client: str, secret: str, resource: str) -> dict:
        form = {"grant_type": "client_credentials", "resource": resource, "scope": "tools:call"}
        status, token = self.post_form(f"{self.issuer}/token", form, (client, secret))
        expect(status == 200, f"the agent {client} got an access token by client credentials", token)
        return token

    def post_form(self, url: str, form: dict, basic: tuple[str, str] | None = None) -> tuple[int, dict]:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if basic:
            pair = ":".join(urllib.parse.quote(part, safe="") for part in basic)
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        status, _, body = self.post(url, urllib.parse.urlencode(form), headers)
        return status, json.loads(body) if body else {}

    @staticmethod
    def post(url: str, body: str, headers: dict) -> tuple[int, http.client.HTTPMessage, str]:
        parts = urllib.parse.urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        connection.request("POST", parts.path, body.encode(), headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, response.msg, text

    # MCP

    def mcp(self, server: str, token: str, method: str, parameters: dict, correlation: str | None = None) -> tuple[int, dict]:
        self.request_number += 1
        meta = {"io.modelcontextprotocol/protocolVersion": PROTOCOL, "io.modelcontextprotocol/clientCapabilities": {}}
        message = {"jsonrpc": "2.0", "id": self.request_number, "method": method, "params": {**parameters, "_meta": meta}}
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", "Authorization": f"Bearer {token}",
                   "MCP-Protocol-Version": PROTOCOL, "Mcp-Method": method}
        if "name" in parameters:
            headers["Mcp-Name"] = parameters["name"]
        if correlation:
            headers["X-Request-ID"] = correlation
        status, answer, text = self.post(f"{self.gateway}/t/acme/{server}", json.dumps(message), headers)
        if (answer.get("Content-Type") or "").startswith("text/event-stream"):
            events = [line[5:].strip() for line in text.splitlines() if line.startswith("data:")]
            return status, json.loads(events[-1])
        return status, json.loads(text) if text.strip() else {}

    def tools(self, server: str, token: str) -> list[str]:
        status, answer = self.mcp(server, token, "tools/list", {})
        if status != 200 or "result" not in answer:
            raise Unexpected(f"tools/list answered {status}: {answer}")
        if answer["result"].get("cacheScope") != "private":
            raise Unexpected(f"the list of tools is not marked private: {answer}")
        return sorted(tool["name"] for tool in answer["result"]["tools"])

    def call(self, server: str, token: str, tool: str, arguments: dict, correlation: str | None = None) -> tuple[str, str]:
        """Calls a tool; answers ("result" | "denied" | "unauthorized" | "error", text)."""
        status, answer = self.mcp(server, token, "tools/call", {"name": tool, "arguments": arguments}, correlation)
        if status == 401:
            return "unauthorized", "HTTP 401"
        if "error" in answer or status >= 400:
            return "error", f"HTTP {status}: {answer.get('error', {}).get('message', answer)}"
        text = " ".join(part.get("text", "") for part in answer["result"].get("content", []))
        if answer["result"].get("isError"):
            return ("denied" if "denied" in text and "decision" in text else "error"), text
        return "result", text

    def reached(self, log: str, tool: str) -> int:
        if not os.path.exists(log):
            return 0
        with open(log) as lines:
            return sum(1 for line in lines if tool in line)

    # The chapters

    def tell(self) -> None:
        self.chapter_1_set_up()
        self.chapter_2_gateway()
        self.chapter_3_roles()
        self.chapter_4_tokens()
        self.chapter_5_calls()
        self.chapter_6_changes()
        self.chapter_7_audit()

    def chapter_1_set_up(self) -> None:
        print("\n1. The service starts; a tenant, two users, two MCP servers")
        self.run("init", "--data", self.data, "--credentials", self.credentials)
        self.start_service()
        self.run("tenant", "create", "acme", "--display-name", "Acme Ltd")
        self.run("user", "create", "anne", "--password-stdin", stdin="correct horse battery staple\n")
        self.run("user", "create", "bob", "--password-stdin", stdin="bob has a long password too\n")
        self.start("billing", [self.samples, "billing", "--port", str(self.billing_port), "--log", self.billing_log], f"127.0.0.1:{self.billing_port}")
        self.run("server", "create", "billing", "--url", f"http://127.0.0.1:{self.billing_port}/mcp",
                 "--tool", "getInvoice", "--tool", "createInvoice", "--tool", "refundInvoice")
        self.run("server", "create", "notes", "--tool", "listNotes", "--tool", "addNote", "--",
                 self.samples, "notes", "--directory", os.path.join(self.directory, "notes"), "--log", self.notes_log)

    def chapter_2_gateway(self) -> None:
        print("\n2. The gateway starts in front of both")
        created = json.loads(self.run("client", "create", "gateway", "--kind", "resource-server", "--scope", "access:evaluate",
                                      "--scope", "servers:read", "--output", "json", show=False))
        print("   $ cardea client create gateway --kind resource-server --scope access:evaluate --scope servers:read")
        secret = os.path.join(self.directory, "gateway.secret")
        with open(os.open(secret, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(created["client_secret"])
        self.start(
            "gateway",
            [self.cardea, "gateway", "--service", self.base, "--tenant", "acme", "--client-id", "gateway", "--client-secret-file", secret,
             "--listen", self.gateway_listen, "--operations-listen", self.gateway_operations, "--public-url", self.gateway,
             "--allow-command", self.samples],
            self.gateway_listen,
        )
        print(f"   $ cardea gateway --tenant acme --client-id gateway --client-secret-file … --allow-command {os.path.basename(self.samples)}")

    def chapter_3_roles(self) -> None:
        print("\n3. Roles: what each may do, and who has them")
        self.run("grant", "role:billing-admin#assignee", "caller", "server:billing")
        self.run("grant", "role:billing-admin#assignee", "caller", "server:notes")
        self.run("grant", "role:billing-clerk#assignee", "caller", "tool:billing/getInvoice")
        self.run("grant", "user:anne", "assignee", "role:billing-admin")
        self.run("grant", "user:bob", "assignee", "role:billing-clerk")
        print("   an app that acts for a user needs to be trusted with the server as well; an agent of its own needs grants of its own")
        self.run("client", "create", "desktop", "--kind", "application", "--redirect-uri", "http://127.0.0.1/callback", "--scope", "tools:call")
        self.run("grant", "agent:desktop", "delegate", "server:billing")
        self.run("grant", "agent:desktop", "delegate", "server:notes")
        created = json.loads(self.run("client", "create", "reporter", "--kind", "agent", "--scope", "tools:call", "--output", "json", show=False))
        print("   $ cardea client create reporter --kind agent --scope tools:call")
        self.reporter_secret = created["client_secret"]
        self.run("grant", "agent:reporter", "caller", "tool:notes/listNotes")

    def chapter_4_tokens(self) -> None:
        print("\n4. Tokens: two people by authorization code and PKCE, one agent by client credentials")
        billing, notes = f"{self.gateway}/t/acme/billing", f"{self.gateway}/t/acme/notes"
        self.anne = self.token_by_code("anne", "correct horse battery staple", "desktop", billing)["access_token"]
        self.bob = self.token_by_code("bob", "bob has a long password too", "desktop", billing)["access_token"]
        self.reporter = self.token_by_credentials("reporter", self.reporter_secret, notes)["access_token"]

    def chapter_5_calls(self) -> None:
        print("\n5. Each sees only what it may call, and each call is decided by the service")
        tools = self.tools("billing", self.anne)
        expect(tools == ["createInvoice", "getInvoice", "refundInvoice"], f"anne sees {', '.join(tools)}", tools)
        tools = self.tools("billing", self.bob)
        expect(tools == ["getInvoice"], f"bob sees {', '.join(tools)}", tools)
        tools = self.tools("notes", self.reporter)
        expect(tools == ["listNotes"], f"the reporter sees {', '.join(tools)}", tools)
        kind, text = self.call("billing", self.anne, "createInvoice", {"customerId": "C-17", "amount": 1250, "currency": "EUR"})
        expect(kind == "result", f"anne calls createInvoice: {text}", text)
        self.invoice = re.search(r"INV-\d+", text).group()
        kind, text = self.call("billing", self.bob, "getInvoice", {"invoiceId": self.invoice})
        expect(kind == "result", f"bob calls getInvoice: {text}", text)
        kind, text = self.call("billing", self.bob, "refundInvoice", {"invoiceId": self.invoice}, "story-bob-refund-1")
        expect(kind == "denied", f"bob calls refundInvoice: {text}", text)
        expect(self.reached(self.billing_log, "refundInvoice") == 0, "the billing server's own log has no refundInvoice: the call never reached it")
        kind, text = self.call("notes", self.reporter, "listNotes", {})
        expect(kind == "result", "the reporter calls listNotes on the server behind stdio", text)
        kind, text = self.call("notes", self.reporter, "addNote", {"text": "hello"})
        expect(kind == "denied", f"the reporter calls addNote: {text}", text)
        kind, text = self.call("billing", self.anne, "dropTables", {})
        expect(kind == "error", f"anne calls a tool that does not exist: {text}", text)
        kind, text = self.call("notes", self.anne, "listNotes", {})
        expect(kind == "unauthorized", "anne's token for billing is worth nothing at notes: HTTP 401", text)

    def chapter_6_changes(self) -> None:
        print("\n6. While everything runs: a grant, its end, a revoked token, a stopped service")
        self.run("grant", "user:bob", "assignee", "role:billing-admin")
        kind, text = self.call("billing", self.bob, "refundInvoice", {"invoiceId": self.invoice}, "story-bob-refund-2")
        expect(kind == "result", f"bob's next call of refundInvoice succeeds: {text}", text)
        self.run("revoke", "user:bob", "assignee", "role:billing-admin")
        kind, text = self.call("billing", self.bob, "refundInvoice", {"invoiceId": self.invoice}, "story-bob-refund-3")
        expect(kind == "denied", f"and the one after it is denied: {text}", text)
        expect(self.reached(self.billing_log, "refundInvoice") == 1, "the billing server saw refundInvoice exactly once")
        self.run("token", "revoke", "--user", "anne")
        kind, text = self.call("billing", self.anne, "getInvoice", {"invoiceId": self.invoice})
        expect(kind == "unauthorized", "anne's next call: HTTP 401", text)
        before = self.reached(self.billing_log, "getInvoice")
        self.stop("service")
        kind, text = self.call("billing", self.bob, "getInvoice", {"invoiceId": self.invoice})
        expect(kind == "error", f"the service is stopped, bob's allowed call is refused: {text}", text)
        expect(self.reached(self.billing_log, "getInvoice") == before, "and did not reach the billing server")
        self.start_service()
        kind, text = self.call("billing", self.bob, "getInvoice", {"invoiceId": self.invoice})
        expect(kind == "result", "the service is started again, all state is there: bob's call succeeds", text)
        kind, text = self.call("billing", self.anne, "getInvoice", {"invoiceId": self.invoice})
        expect(kind == "unauthorized", "and anne's token is still revoked", text)

    def chapter_7_audit(self) -> None:
        print("\n7. The audit shows each decision")
        self.run("audit", "--kind", "decision", "--limit", "12")
        events = json.loads(self.run("audit", "--kind", "decision", "--request-id", "story-bob-refund-1", "--output", "json", show=False))["events"]
        expect(len(events) == 1, "bob's refused refund is one event, found by its correlation id", events)
        event = events[0]
        expect((event["subject"], event["agent"], event["resource"], event["outcome"]) ==
               ("user:bob", "agent:desktop", "tool:billing/refundInvoice", "denied"), "who, by which agent, which tool, denied", event)
        expect(bool(event["reason"]) and bool(event["time"]) and bool(event["decision_id"]), f"why and when: {event['reason']}", event)
        for name in ("service", "gateway"):
            with open(os.path.join(self.directory, f"{name}.log.json"), errors="replace") as log:
                expect("story-bob-refund-1" in log.read(), f"the correlation id is in the log of the {name}")
        for name in ("service", "gateway"):
            with open(os.path.join(self.directory, f"{name}.log.json"), errors="replace") as log:
                text = log.read()
            leaked = [secret for secret in (self.anne, self.bob, self.reporter, self.reporter_secret) if secret in text]
            expect(not leaked, f"no token and no secret is in the log of the {name}")

    def close(self) -> None:
        for name in list(self.running):
            try:
                self.stop(name)
            except Unexpected as trouble:
                print(f"   {trouble}", file=sys.stderr)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--binaries", required=True, help="the directory with cardea and cardea-sample-servers")
    arguments.add_argument("--keep", action="store_true", help="keep the temporary directory with data and logs")
    options = arguments.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    story = Story(os.path.abspath(options.binaries))
    try:
        story.tell()
        outcome = 0
        print("\nEvery step came out as told.")
    except (Unexpected, subprocess.TimeoutExpired, OSError, KeyError, AttributeError, ValueError) as trouble:
        outcome = 1
        print(f"\nNOT AS TOLD: {type(trouble).__name__}: {trouble}", file=sys.stderr)
    finally:
        story.close()
        if options.keep or "outcome" not in locals() or outcome:
            print(f"data and logs: {story.directory}", file=sys.stderr)
        else:
            shutil.rmtree(story.directory, ignore_errors=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
