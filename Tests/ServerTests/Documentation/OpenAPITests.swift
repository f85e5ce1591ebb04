import API
import Foundation
import HTTPTypes
import Testing

@testable import Server

/// Docs/openapi.yaml and the mounted routes say the same.
@Suite struct OpenAPITests {
    private static let document = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Docs/openapi.yaml")

    /// `METHOD /path` of every operation: paths stand two spaces in, methods four.
    private func documented() throws -> Set<String> {
        var operations: Set<String> = []
        var path: String?
        var isInPaths = false
        for line in try String(contentsOf: Self.document, encoding: .utf8).split(separator: "\n") {
            if !line.hasPrefix(" ") { isInPaths = line == "paths:" }
            guard isInPaths, let name = line.trimmingCharacters(in: .whitespaces).split(separator: ":").first else { continue }
            if line.hasPrefix("  /") {
                path = String(name)
            } else if line.hasPrefix("    "), !line.hasPrefix("     "), let path, Self.methods.contains(String(name)) {
                operations.insert("\(name.uppercased()) \(path)")
            }
        }
        return operations
    }

    private static let methods: Set<String> = ["get", "put", "post", "delete", "patch"]

    @Test func `every mounted route is documented and every documented one is mounted`() async throws {
        let documented = try documented()
        try await TestService.run { service in
            var mounted: Set<String> = []
            for (path, methods) in service.site.table.methods {
                for method in methods { mounted.insert("\(method.rawValue) \(path.template)") }
            }
            #expect(mounted.subtracting(documented).sorted() == [])
            #expect(documented.subtracting(mounted).sorted() == [])
            #expect(mounted.count >= 35)
        }
    }

    @Test func `every operation has a name of its own`() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let names = text.split(separator: "\n").filter { $0.contains("operationId:") }.map { $0.split(separator: " ").last }
        #expect(names.count == Set(names).count)
        let count = try documented().count
        #expect(names.count == count)
    }
}
