import Foundation
import Testing

@testable import ModelFiles

/// OpenFGA's sample stores, all of them, through the runner of store files.
struct SampleStoreFileTests {
    @Test
    func `every assertion of the sample stores holds`() throws {
        var counts: [AssertionOutcome.Kind: Int] = [:]
        var wrong: [String] = []
        let names = try PublicFiles.files(in: "openfga-samples").filter { $0.hasSuffix(".json") }
        for name in names {
            do {
                let store = try read(name)
                let report = StoreFileTests.run(store, now: Date(timeIntervalSince1970: 1_790_000_000))
                for outcome in report.outcomes where outcome.passed { counts[outcome.kind, default: 0] += 1 }
                wrong += report.failures.map { "\(name): \($0)" }
            } catch let error as InvalidModelFile {
                wrong.append("\(name): \(error)")
            }
        }
        let shown = AssertionOutcome.Kind.allCases.map { "\($0.rawValue) \(counts[$0] ?? 0)" }.joined(separator: ", ")
        print("openfga-samples through the runner: \(names.count) stores, \(shown)")
        #expect(wrong == [])
        #expect(names.isEmpty || counts == [.check: 327, .listObjects: 17, .listUsers: 19])
    }

    /// The suite has models and tuples in place of the files they came from, and modules beside the store.
    private func read(_ name: String) throws -> StoreFile {
        var store = try #require(try PublicFiles.json("openfga-samples/\(name)") as? [String: Any])
        var files: [String: String] = [:]
        if let modules = store.removeValue(forKey: "modules") as? [String: Any] {
            files = modules["files"] as? [String: String] ?? [:]
            files["fga.mod"] = modules["fga.mod"] as? String
        }
        store.removeValue(forKey: "tuple_file")
        files["store.json"] = String(decoding: try JSONSerialization.data(withJSONObject: store), as: UTF8.self)
        return try StoreFile.read("store.json", in: ModelFolder(files: files))
    }
}
