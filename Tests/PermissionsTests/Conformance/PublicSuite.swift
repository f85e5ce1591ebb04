import Expressions
import Foundation

/// The public suites, read from `CARDEA_CONFORMANCE` or from `../shared/conformance` beside the repository.
enum PublicSuite {
    static let folder: URL? = {
        if let named = ProcessInfo.processInfo.environment["CARDEA_CONFORMANCE"] { return URL(fileURLWithPath: named, isDirectory: true) }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let beside = root.deletingLastPathComponent().appendingPathComponent("shared/conformance", isDirectory: true)
        return FileManager.default.fileExists(atPath: beside.path) ? beside : nil
    }()

    /// The parsed file, or nil after a notice when the suites are not there.
    static func json(_ path: String) throws -> Any? {
        guard let folder else {
            print("skipped: \(path), because neither CARDEA_CONFORMANCE nor ../shared/conformance exists")
            return nil
        }
        return try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent(path)))
    }

    static func files(in path: String) throws -> [String]? {
        guard let folder else {
            print("skipped: \(path), because neither CARDEA_CONFORMANCE nor ../shared/conformance exists")
            return nil
        }
        return try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(path).path).sorted()
    }

    /// A JSON value as a condition sees it. The suites write a number that JSON has no form for as `{"$float": "Infinity"}`.
    static func value(_ json: Any) -> Value {
        switch json {
        case let text as String: return .string(text)
        case let list as [Any]: return .list(list.map(value))
        case let object as [String: Any]:
            if let text = object["$float"] as? String, object.count == 1 { return .double(Double(text) ?? .nan) }
            return .map(Dictionary(uniqueKeysWithValues: object.map { (.string($0), value($1)) }))
        case let number as NSNumber:
            if CFBooleanLike.isBoolean(number) { return .bool(number.boolValue) }
            if let whole = Int64(exactly: number.doubleValue), number.doubleValue == Double(whole) { return .int(number.int64Value) }
            return .double(number.doubleValue)
        default: return .null
        }
    }

    static func context(_ json: Any?) -> [String: Value] {
        (json as? [String: Any] ?? [:]).mapValues(value)
    }

    private enum CFBooleanLike {
        static func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
    }
}
