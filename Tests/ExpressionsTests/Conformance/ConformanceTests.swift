import Foundation
import Testing

@testable import Expressions

/// The cases of google/cel-spec, read from `CARDEA_CONFORMANCE` or `../shared/conformance`.
///
/// Every case comes out as the suite says.
@Suite struct ConformanceTests {
    private static var directory: URL? {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        let named = ProcessInfo.processInfo.environment["CARDEA_CONFORMANCE"].map { URL(fileURLWithPath: $0) }
        let folder = (named ?? root.appendingPathComponent("../shared/conformance")).appendingPathComponent("cel")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    @Test func `every case of the public suite comes out as it says`() throws {
        guard let directory = Self.directory else {
            print("skipped: the CEL conformance cases are neither in CARDEA_CONFORMANCE nor in ../shared/conformance")
            return
        }
        var passed = 0
        var wrong: [String] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() where file.hasSuffix(".json") {
            let data = try Data(contentsOf: directory.appendingPathComponent(file))
            let suite = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            for content in suite["tests"] as? [[String: Any]] ?? [] {
                let test = try ConformanceCase(content, file: file)
                if let difference = test.difference() {
                    wrong.append("\(test.name): `\(test.source)` \(difference)")
                } else {
                    passed += 1
                }
            }
        }
        print("CEL conformance: \(passed) as the suite says, \(wrong.count) wrong")
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
        #expect(passed == 1_079)
    }
}
