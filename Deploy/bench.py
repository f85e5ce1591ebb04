"""Runs the benchmarks against release binaries and prints the table of Docs/Performance.md."""

import argparse
import importlib.util
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import urllib.request

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


class InstructionCounter:
    """Instructions of processes in user space, where Linux's perf is installed and can count them: a figure that no other load changes."""

    def __init__(self, processes: list[subprocess.Popen]) -> None:
        command = ["perf", "stat", "-x", ",", "-e", "instructions:u", "-p", ",".join(str(process.pid) for process in processes)]
        self.perf = subprocess.Popen(command, stderr=subprocess.PIPE, text=True) if shutil.which("perf") else None

    def stop(self) -> int | None:
        if not self.perf:
            return None
        self.perf.send_signal(signal.SIGINT)
        counted = self.perf.communicate()[1].split(",")[0]
        return int(counted) if counted.isdigit() else None


class Load:
    """One run of wrk: requests per second, latency, and what the named processes spent per request."""

    def __init__(self, url: str, script: str, processes: list[subprocess.Popen], expected: str) -> None:
        def wrk(seconds: int, **environment: str) -> dict:
            command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", script, url]
            printed = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **environment}).stdout
            measured = json.loads(printed[printed.index("{\"requests\""):])
            if measured["wrong"] or measured["errors"] or not measured["requests"]:
                raise SystemExit(f"{url}: not every answer was {expected}: {measured}")
            return measured

        wrk(2, CHECKED="1")
        counter = InstructionCounter(processes)
        before = sum(processor_seconds(process) for process in processes)
        measured = wrk(SECONDS)
        instructions = counter.stop()
        self.instructions = instructions / measured["requests"] if instructions else None
        spent = sum(processor_seconds(process) for process in processes) - before
        self.rate = measured["requests"] / measured["seconds"]
        self.p50, self.p99 = measured["p50"], measured["p99"]
        self.microseconds = spent / measured["requests"] * 1e6


LUA = """
local requests, position, wrong = {}, 0, 0
function init(arguments)
  local headers = {}
  for line in io.lines("%(headers)s") do local n, v = line:match("^(.-): (.*)$"); headers[n] = v end
  for line in io.lines("%(bodies)s") do requests[#requests + 1] = wrk.format("POST", nil, headers, line) end
end
function request()
  position = position %% #requests + 1
  return requests[position]
end
-- Reading each answer costs more than giving most: done in a run of its own before the measured one.
if os.getenv("CHECKED") then
  function response(status, _, body)
    if status ~= 200 or not body:find('%(expected)s', 1, true) then wrong = wrong + 1; wrong_total = wrong end
  end
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


    def fetch(self, method: str, url: str, headers: dict) -> dict:
        request = urllib.request.Request(url, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)


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
    bench.start("raw", [benchmark, "raw", str(port)], f"127.0.0.1:{port}")
    raw = Load(f"http://127.0.0.1:{port}{path}", bench.script("raw", allowed, headers, '"decision":true'), [bench.running["raw"]], "true")
    bench.stop("raw")
    service = [bench.running["service"]]
    evaluation = Load(bench.base + path, bench.script("evaluation", allowed, headers, '"decision":true'), service, "true")
    rows.append(("a constant for each piece that arrives, without HTTP", raw, ""))
    rows.append(("empty POST handler of the same server", empty, ""))
    note = f"{evaluation.microseconds / empty.microseconds:.2f}× the CPU of the empty handler, {evaluation.rate / raw.rate:.2f}× the rate of the constant"
    rows.append((f"HTTP evaluation, {len(lines):,} relationships", evaluation, note))
    mixed = [question % (user, document) for answer, user, document in asked]
    answers = Load(bench.base + path, bench.script("mixed", mixed, headers, '"decision":'), service, "a decision")
    rows.append(("the same, allowed and denied in turn", answers, ""))
    batch = '{"action":{"name":"viewer"},"evaluations":[%s]}'
    pairs = [(user, document) for answer, user, document in asked if answer == "1"]
    item = '{"subject":{"type":"user","id":"%s"},"resource":{"type":"doc","id":"%s"}}'
    batches = [batch % ",".join(item % pair for pair in pairs[start:start + 50]) for start in range(0, len(pairs) - 50, 50)]
    many = Load(bench.base + path + "s", bench.script("many", batches, headers, '"evaluations":'), service, "fifty decisions")
    rows.append(("50 evaluations in one request", many, f"{many.microseconds / evaluation.microseconds:.1f}× the CPU of one evaluation"))
    with open(bench.credentials) as file:
        key = json.load(file)["administrator_key"]
    managing = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    item = '{"subject":"user:%s","action":"viewer","resource":"doc:%s"}'
    one = Load(f"{bench.base}/api/v1/tenants/acme/check", bench.script("managed", [item % pair for pair in pairs], managing, '"allowed"'), service, "allowed")
    rows.append(("an administrator's check", one, f"{one.microseconds / empty.microseconds:.2f}× the CPU of the empty handler"))
    batches = ['{"questions":[%s]}' % ",".join(item % pair for pair in pairs[start:start + 50]) for start in range(0, len(pairs) - 50, 50)]
    fifty = Load(f"{bench.base}/api/v1/tenants/acme/check/many", bench.script("fifty", batches, managing, '"allowed"'), service, "allowed")
    rows.append(("50 of them in one request", fifty, f"{fifty.microseconds / one.microseconds:.1f}× the CPU of one"))
    stores = bench.fetch("GET", f"{bench.base}/stores", {"Authorization": f"Bearer {key}"})
    store = next(found["id"] for found in stores["stores"] if found["name"] == "acme")
    tuples = ['{"tuple_key":{"user":"user:%s","relation":"viewer","object":"doc:%s"}}' % pair for pair in pairs]
    check = Load(f"{bench.base}/stores/{store}/check", bench.script("check", tuples, headers, '"allowed":true'), service, "true")
    rows.append(("OpenFGA's check over HTTP", check, f"{check.microseconds / empty.microseconds:.2f}× the CPU of the empty handler"))


def gateway(bench: Benchmarks, rows: list) -> None:
    """One tool call through the gateway, against the same call sent to the upstream directly."""
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
    bench.stop("gateway")
    bench.stop("billing")
    bench.run("revoke", "agent:caller", "caller", "server:billing", show=False)
    bench.run("revoke", "server:billing", "server", "tool:billing/getInvoice", show=False)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--binaries", required=True)
    arguments.add_argument("--relationships", type=int, default=100_000)
    arguments.add_argument("--only", choices=["evaluation", "gateway"], help="leave the other part out")
    options = arguments.parse_args()
    benchmark = os.path.join(options.binaries, "cardea-benchmark")
    rows: list = []
    checks = json.loads(subprocess.run([benchmark, "graph", str(options.relationships)], capture_output=True, text=True, check=True).stdout)
    bench = Benchmarks(os.path.abspath(options.binaries))
    finished = False
    try:
        bench.run("init", "--data", bench.data, "--credentials", bench.credentials, show=False)
        bench.start_service()
        bench.run("tenant", "create", "acme", show=False)
        create = lambda *words: json.loads(bench.run("client", "create", *words, "--output", "json", show=False))["client_secret"]
        bench.pep = create("pep", "--kind", "resource-server", "--scope", "access:evaluate", "--scope", "servers:read")
        bench.caller = create("caller", "--kind", "agent", "--scope", "tools:call")
        if options.only != "evaluation":
            gateway(bench, rows)
        if options.only != "gateway":
            drive(bench, benchmark, rows, options.relationships)
        finished = True
    finally:
        bench.close()
        # The audit of a minute's load is a gigabyte.
        if finished:
            shutil.rmtree(bench.directory, ignore_errors=True)
        else:
            print(f"data and logs: {bench.directory}", file=sys.stderr)
    print(f"\nIn-process check, {checks['relationships']:,} relationships, one thread, names given as strings (median):")
    for kind, words in (("direct", "direct hit"), ("threeHops", "hit through folder and group"), ("miss", "miss, the whole walk")):
        print(f"  {words:32} {checks[kind] / 1000:6.2f} µs")
    print(f"\nOver HTTP, {CONNECTIONS} keep-alive connections, wrk on the same cores:")
    print(f"  {'':64} {'requests/s':>10} {'p50 / p99 ms':>14} {'CPU µs/request':>15} {'instructions':>13}")
    for name, load, note in rows:
        print(f"  {name:64} {load.rate:10,.0f} {load.p50 / 1000:6.2f} / {load.p99 / 1000:5.2f} {load.microseconds:15.1f} {f'{load.instructions:,.0f}' if load.instructions else '':>13}  {note}")


if __name__ == "__main__":
    main()
