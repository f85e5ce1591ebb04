import MCP

/// One tool of an upstream, its definition as it came.
struct ListedTool: Sendable {
    let name: String
    let definition: JSONText

    init?(_ definition: JSONText) {
        guard let name = definition["name"]?.string, 1...ToolCall.nameLengthLimit ~= name.utf8.count else { return nil }
        self.name = name
        self.definition = definition
    }
}

/// The tools of an upstream, page after page.
enum ToolList {
    static let pageLimit = 50
    static let toolLimit = 1000
    private static let cursorLimit = 4096

    /// In the order of their names, so that the same permissions are always the same bytes. A name that is there twice means neither.
    static func all(of upstream: any Upstream, caller: Caller, requestID: String) async throws -> [ListedTool] {
        var tools: [ListedTool] = []
        var cursor: JSONText?
        for _ in 0..<pageLimit {
            let page = try await self.page(of: upstream, cursor: cursor, caller: caller, requestID: requestID)
            tools += (page["tools"]?.elements ?? []).compactMap(ListedTool.init)
            guard tools.count <= toolLimit else { throw UpstreamFailure.notUnderstood("it has more than \(toolLimit) tools") }
            guard let next = page["nextCursor"], !next.isNull else { return sorted(tools) }
            guard next.kind == .string, next.bytes.count <= cursorLimit, next != cursor else {
                throw UpstreamFailure.notUnderstood("its cursor cannot be followed")
            }
            cursor = next
        }
        throw UpstreamFailure.notUnderstood("its list has more than \(pageLimit) pages")
    }

    private static func page(
        of upstream: any Upstream, cursor: JSONText?, caller: Caller, requestID: String
    ) async throws -> JSONText {
        var request = UpstreamRequest(method: MethodName.listTools, principal: caller.principal, requestID: requestID)
        if let cursor { request.parameters = [("cursor", .text(cursor))] }
        guard case .result(let result) = try await upstream.send(request).last(), result["tools"]?.kind == .array else {
            throw UpstreamFailure.notUnderstood("it does not list its tools")
        }
        return result
    }

    private static func sorted(_ tools: [ListedTool]) -> [ListedTool] {
        let counts = Dictionary(tools.map { (Array($0.name.utf8), 1) }, uniquingKeysWith: +)
        return tools.filter { counts[Array($0.name.utf8)] == 1 }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}
