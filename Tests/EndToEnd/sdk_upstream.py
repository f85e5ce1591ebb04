"""An upstream MCP server written with the official Python SDK, over streamable HTTP or stdio."""

import sys

from mcp.server.mcpserver import Context, MCPServer

transport = sys.argv[1]
log = sys.argv[-1]
server = MCPServer("sdk-upstream")


def reached(line: str) -> None:
    with open(log, "a") as file:
        file.write(f"{transport} {line}\n")


@server.tool()
def weather(city: str) -> str:
    """The weather in a city."""
    reached(f"weather {city}")
    return f"sunny in {city}"


@server.tool()
async def countdown(steps: int, context: Context) -> str:
    """Counts down, reporting progress at each step."""
    import anyio

    reached(f"countdown {steps}")
    for step in range(steps):
        await context.report_progress(step + 1, steps, f"step {step + 1}")
        await anyio.sleep(0.3)
    return "lift-off"


@server.tool()
def secret() -> str:
    """Nobody in the tests may call this one."""
    reached("secret")
    return "the secret"


if __name__ == "__main__":
    if transport == "stdio":
        server.run("stdio")
    else:
        server.run("streamable-http", host="127.0.0.1", port=int(sys.argv[2]), streamable_http_path="/mcp")
