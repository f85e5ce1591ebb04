"""Runs the benchmarks against release binaries and prints the table of Docs/Performance.md."""

import argparse
import importlib.util
import json
import os
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
specification = importlib.util.spec_from_file_location("cardea_demo", pathlib.Path(__file__).with_name("demo.py"))
demo = importlib.util.module_from_spec(specification)
specification.loader.exec_module(demo)

CONNECTIONS, SECONDS = 16, 6
TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(process: subprocess.Popen) -> float:
    with open(f"/proc/{process.pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Load:
    """One run of wrk: requests per second, latency, and what each named process spent per request."""

    def __init__(self, url: str, script: str, processes: list[subprocess.Popen], expected: str) -> None:
        def wrk(seconds: int) -> str:
            return subprocess.run(
                ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", script, url], capture_output=True, text=True, check=True
            ).stdout

        wrk(1)
        before = sum(processor_seconds(process) for process in processes)
        printed = wrk(SECONDS)
        spent = sum(processor_seconds(process) for process in processes) - before
        measured = json.loads(printed[printed.index("{\"requests\""):])
        if measured["wrong"] or measured["errors"] or not measured["requests"]:
            raise SystemExit(f"{url}: not every answer was {expected}: {measured}")
        self.rate = measured["requests"] / measured["seconds"]
        self.p50, self.p99 = measured["p50"], measured["p99"]
        self.microseconds = spent / measured["requests"] * 1e6


LUA = """
local bodies, headers, expected = {}, {}, nil
local position, wrong = 0, 0
function init(arguments)
  for line in io.lines("%(bodies)s") do bodies[#bodies + 1] = line end
  for line in io.lines("%(headers)s") do local n, v = line:match("^(.-): (.*)$"); headers[n] = v end
end
function request()
  position = position %% #bodies + 1
  return wrk.format("POST", nil, headers, bodies[position])
end
function response(status, _, body)
  if status ~= 200 or not body:find('%(expected)s', 1, true) then wrong = wrong + 1; wrong_total = wrong end
end
local threads = {}
function setup(thread) threads[#threads + 1] = thread end
function done(summary, latency)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  local bad = 0
  for _, thread in ipairs(threads) do bad = bad + (thread:get("wrong_total") or 0) end
  io.write(string.format('{"requests": %%d, "seconds": %%f, "p50": %%d, "p99": %%d, "errors": %%d, "wrong": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99), errors, bad))
end
"""


class Benchmarks(demo.Story):
    def script(self, name: str, bodies: list[str], headers: dict[str, str], expected: str) -> str:
        paths = {part: os.path.join(self.directory, f"{name}.{part}") for part in ("bodies", "headers", "lua")}
        pathlib.Path(paths["bodies"]).write_text("\n".join(bodies) + "\n")
        pathlib.Path(paths["headers"]).write_text("".join(f"{key}: {value}\n" for key, value in headers.items()))
        pathlib.Path(paths["lua"]).write_text(LUA % {**paths, "expected": expected})
        return paths["lua"]

    def management(self, method: str, path: str, body: dict) -> dict:
        with open(self.credentials) as file:
            key = json.load(file)["administrator_key"]
        parts = demo.urllib.parse.urlsplit(self.base)
        connection = demo.http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
        connection.request(method, f"/api/v1/tenants/acme/{path}", json.dumps(body), {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read().decode()
        if response.status >= 300:
            raise SystemExit(f"{method} {path}: {response.status} {answer}")
        return json.loads(answer)


def drive(bench: Benchmarks, benchmark: str, rows: list, relationships: int) -> None:
    """HTTP evaluation on a tenant of its own with the drive workload, against the empty handler of the same server."""
    folder = os.path.join(bench.directory, "workload")
    os.mkdir(folder)
    subprocess.run([benchmark, "workload", str(relationships), folder], check=True)
    lines = pathlib.Path(folder, "relationships.txt").read_text().splitlines()
    bench.run("model", "write", os.path.join(folder, "model.fga"), show=False)
    for start in range(0, len(lines), 1000):
        bench.management("POST", "relationships", {"touch": lines[start:start + 1000]})
    asked = [line.split() for line in pathlib.Path(folder, "questions.txt").read_text().splitlines()]
    question = '{"subject":{"type":"user","id":"%s"},"action":{"name":"viewer"},"resource":{"type":"doc","id":"%s"}}'
    allowed = [question % (user, document) for answer, user, document in asked if answer == "1"]
    status, token = bench.post_form(f"{bench.issuer}/token", {"grant_type": "client_credentials", "scope": "access:evaluate"}, ("pep", bench.pep))
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token['access_token']}"}
    port = demo.free_port()
    bench.start("empty", [benchmark, "empty", str(port)], f"127.0.0.1:{port}")
    path = "/t/acme/access/v1/evaluation"
    empty = Load(f"http://127.0.0.1:{port}{path}", bench.script("empty", allowed, headers, '"decision":true'), [bench.running["empty"]], "true")
    bench.stop("empty")
    service = [bench.running["service"]]
    evaluation = Load(bench.base + path, bench.script("evaluation", allowed, headers, '"decision":true'), service, "true")
    rows.append(("empty POST handler of the same server", empty, ""))
    rows.append((f"HTTP evaluation, {len(lines):,} relationships", evaluation, f"{evaluation.microseconds / empty.microseconds:.2f}× the CPU of the empty handler"))


def gateway(bench: Benchmarks, rows: list) -> None:
    """One tool call through the gateway, against the same call sent to the upstream directly."""
    meta = {"io.modelcontextprotocol/protocolVersion": demo.PROTOCOL, "io.modelcontextprotocol/clientCapabilities": {}}
    parameters = {"name": "getInvoice", "arguments": {"invoiceId": "INV-1001"}, "_meta": meta}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": parameters})
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", "MCP-Protocol-Version": demo.PROTOCOL,
               "Mcp-Method": "tools/call", "Mcp-Name": "getInvoice"}
    upstream = bench.running["billing"]
    bare = Load(f"http://127.0.0.1:{bench.billing_port}/mcp", bench.script("bare", [body], headers, "INV-1001"), [upstream], "the invoice")
    headers["Authorization"] = f"Bearer {bench.token_by_credentials('caller', bench.caller, bench.gateway + '/t/acme/billing')['access_token']}"
    processes = [upstream, bench.running["gateway"], bench.running["service"]]
    through = Load(f"{bench.gateway}/t/acme/billing", bench.script("gateway", [body], headers, "INV-1001"), processes, "the invoice")
    rows.append(("tools/call, bare upstream", bare, ""))
    rows.append(("tools/call through the gateway (upstream, gateway and service)", through, f"{through.microseconds / bare.microseconds:.2f}× the CPU of the bare upstream"))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--binaries", required=True)
    arguments.add_argument("--relationships", type=int, default=100_000)
    options = arguments.parse_args()
    benchmark = os.path.join(options.binaries, "cardea-benchmark")
    rows: list = []
    checks = json.loads(subprocess.run([benchmark, "graph", str(options.relationships)], capture_output=True, text=True, check=True).stdout)
    bench = Benchmarks(os.path.abspath(options.binaries))
    try:
        bench.run("init", "--data", bench.data, "--credentials", bench.credentials, show=False)
        bench.start_service()
        bench.run("tenant", "create", "acme", show=False)
        create = lambda *words: json.loads(bench.run("client", "create", *words, "--output", "json", show=False))["client_secret"]
        bench.pep = create("pep", "--kind", "resource-server", "--scope", "access:evaluate", "--scope", "servers:read")
        bench.caller = create("caller", "--kind", "agent", "--scope", "tools:call")
        bench.start("billing", [bench.samples, "billing", "--port", str(bench.billing_port)], f"127.0.0.1:{bench.billing_port}")
        bench.run("server", "create", "billing", "--url", f"http://127.0.0.1:{bench.billing_port}/mcp", "--tool", "getInvoice", show=False)
        bench.run("grant", "agent:caller", "caller", "server:billing", show=False)
        secret = os.path.join(bench.directory, "pep.secret")
        with open(os.open(secret, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(bench.pep)
        bench.start(
            "gateway",
            [bench.cardea, "gateway", "--service", bench.base, "--tenant", "acme", "--client-id", "pep", "--client-secret-file", secret, "--listen",
             bench.gateway_listen, "--operations-listen", bench.gateway_operations, "--public-url", bench.gateway],
            bench.gateway_listen,
        )
        gateway(bench, rows)
        bench.stop("gateway")
        bench.stop("billing")
        bench.run("revoke", "agent:caller", "caller", "server:billing", show=False)
        bench.run("revoke", "server:billing", "server", "tool:billing/getInvoice", show=False)
        drive(bench, benchmark, rows, options.relationships)
    finally:
        bench.close()
    print(f"\nIn-process check, {checks['relationships']:,} relationships, one thread, names given as strings (median):")
    for kind, words in (("direct", "direct hit"), ("threeHops", "hit through folder and group"), ("miss", "miss, the whole walk")):
        print(f"  {words:32} {checks[kind] / 1000:6.2f} µs")
    print(f"\nOver HTTP, {CONNECTIONS} keep-alive connections, wrk on the same cores:")
    print(f"  {'':64} {'requests/s':>10} {'p50 / p99 ms':>14} {'CPU µs/request':>15}")
    for name, load, note in rows:
        print(f"  {name:64} {load.rate:10,.0f} {load.p50 / 1000:6.2f} / {load.p99 / 1000:5.2f} {load.microseconds:15.1f}  {note}")


if __name__ == "__main__":
    main()
