/// What a server says of itself; it serves tools and nothing else.
package struct ServerDescription: Sendable {
    package let name: String
    package let version: String

    package init(name: String, version: String) {
        self.name = name
        self.version = version
    }

    private var implementation: JSONFragment { ["name": .string(name), "version": .string(version)] }
    private static let capabilities: JSONFragment = ["tools": .object([])]

    /// The answer to `initialize`: the version asked for if it is served, the newest with a handshake otherwise.
    package func initializeResult(for request: ModelContextRequest) throws(ProtocolRefusal) -> JSONFragment {
        guard let requested = request.parameters?["protocolVersion"]?.string else {
            throw ProtocolRefusal(.invalidParameters, "`params.protocolVersion` has to be a string", id: request.id)
        }
        return [
            "protocolVersion": .string(Self.negotiated(requested).rawValue), "capabilities": Self.capabilities,
            "serverInfo": implementation,
        ]
    }

    package static func negotiated(_ requested: String) -> ProtocolRevision {
        guard let revision = ProtocolRevision(rawValue: requested), !revision.isStateless else { return .latestWithHandshake }
        return revision
    }

    /// The answer to `server/discover`.
    package func discoverResult(cacheSeconds: Int64 = 0) -> JSONFragment {
        [
            "resultType": "complete", "supportedVersions": .array(ProtocolRevision.supported.map { .string($0) }),
            "capabilities": Self.capabilities, "ttlMs": .integer(cacheSeconds * 1000), "cacheScope": "private", "_meta": meta,
        ]
    }

    /// The answer to `tools/list`. It depends on the caller, so nobody may share it, and nothing says for how long it holds.
    package func toolsResult(_ tools: [JSONFragment], revision: ProtocolRevision) -> JSONFragment {
        guard revision.isStateless else { return ["tools": .array(tools)] }
        return ["resultType": "complete", "tools": .array(tools), "ttlMs": 0, "cacheScope": "private", "_meta": meta]
    }

    /// A tool's answer in plain text; `failed` tells the model that the tool did not do what was asked.
    package func textResult(
        _ text: String, failed: Bool, structured: JSONFragment? = nil, meta details: [(name: String, value: JSONFragment)] = [],
        revision: ProtocolRevision
    ) -> JSONFragment {
        var members: [(name: String, value: JSONFragment)] = []
        if revision.isStateless { members.append(("resultType", "complete")) }
        members.append(("content", [["type": "text", "text": .string(text)]]))
        if let structured { members.append(("structuredContent", structured)) }
        if failed { members.append(("isError", true)) }
        let meta = details + (revision.isStateless ? [(MetaKey.serverInfo, implementation)] : [])
        if !meta.isEmpty { members.append(("_meta", .object(meta))) }
        return .object(members)
    }

    private var meta: JSONFragment { [MetaKey.serverInfo: implementation] }
}
