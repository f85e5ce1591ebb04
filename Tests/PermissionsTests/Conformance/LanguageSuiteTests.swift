import Foundation
import Testing

@testable import Permissions

/// OpenFGA's own cases for its language: what must be refused, where, and as what.
struct LanguageSuiteTests {
    /// Cases upstream itself skips because its tool and its server disagree, with what happens here.
    private static let skippedUpstream = "circles of computed relations are refused, as OpenFGA's server does"

    @Test
    func `each syntax case is refused or accepted as upstream does`() throws {
        guard let cases = try PublicSuite.json("openfga-language/dsl-syntax-validation-cases.json") as? [[String: Any]] else { return }
        var wrong: [String] = []
        for testCase in cases {
            let expectsErrors = !(testCase["expected_errors"] as? [Any] ?? []).isEmpty
            let (syntax, diagnostics) = ModelParser.parse(testCase["dsl"] as? String ?? "")
            // Two names for one thing are found after reading, with everything else that names mean.
            let duplicates = ModelValidator.validate(syntax).diagnostics.filter { $0.code == "duplicated_error" }
            let found = diagnostics + duplicates
            if found.isEmpty == expectsErrors { wrong.append("\(testCase["name"] ?? ""): \(found)") }
            let first = (testCase["expected_errors"] as? [[String: Any]])?.first.flatMap {
                ($0["line"] as? [String: Any])?["start"] as? Int
            }
            if let first, found.first?.line != first + 1 {
                wrong.append("\(testCase["name"] ?? ""): not in line \(first + 1): \(found)")
            }
        }
        print("openfga-language syntax: \(cases.count - wrong.count) of \(cases.count) passed")
        #expect(wrong == [])
        #expect(cases.count == 81)
    }

    @Test
    func `each semantic case names the same mistakes on the same lines`() throws {
        guard let cases = try PublicSuite.json("openfga-language/dsl-semantic-validation-cases.json") as? [[String: Any]] else { return }
        var wrong: [String] = []
        var skipped = 0
        for testCase in cases {
            let name = testCase["name"] as? String ?? ""
            let (found, hasCycle) = mistakes(in: testCase["dsl"] as? String ?? "")
            if testCase["skip"] as? Bool == true {
                skipped += 1
                if !hasCycle { wrong.append("\(name): \(Self.skippedUpstream), but it was not: \(found)") }
                continue
            }
            wrong += differences(testCase, found).map { "\(name): \($0)" }
        }
        let passed = cases.count - skipped
        print(
            "openfga-language semantic: \(passed) of \(cases.count) compared, \(wrong.count) wrong, \(skipped) skipped: \(Self.skippedUpstream)"
        )
        #expect(wrong == [])
        #expect(passed == 84 && skipped == 7)
    }

    private func mistakes(in source: String) -> (found: [ModelDiagnostic], hasCycle: Bool) {
        do {
            return (try Model(parsing: source).warnings, false)
        } catch {
            let warnings = ModelValidator.validate(ModelParser.parse(source).syntax).warnings
            return (error.diagnostics + warnings, error.diagnostics.contains { $0.code == "relation_cycle" })
        }
    }

    /// Every expected mistake is found with its kind, line, column and symbol, where the suite states them, and no other.
    private func differences(_ testCase: [String: Any], _ found: [ModelDiagnostic]) -> [String] {
        var unexpected = found
        var wrong: [String] = []
        for error in testCase["expected_errors"] as? [[String: Any]] ?? [] {
            let metadata = error["metadata"] as? [String: Any]
            let code = (metadata?["errorType"] as? String ?? "").replacingOccurrences(of: "-", with: "_")
            let line = ((error["line"] as? [String: Any])?["start"] as? Int ?? -1) + 1
            let column = ((error["column"] as? [String: Any])?["start"] as? Int ?? -1) + 1
            let symbol = metadata?["symbol"] as? String
            let place = unexpected.firstIndex {
                $0.code == code && $0.line == line && $0.column == column && (symbol == nil || $0.symbol == symbol)
            }
            if let place { unexpected.remove(at: place) } else { wrong.append("expected \(code) \(line):\(column) \(symbol ?? "")") }
        }
        return wrong + unexpected.map { "found \($0.code) \($0)" }
    }

    @Test
    func `each object id case is accepted or refused as upstream does`() throws {
        guard let cases = try PublicSuite.json("openfga-language/object-id-validation-cases.json") as? [[String: Any]] else { return }
        // Upstream's tool allows a few characters only; its server allows all but white space, `:` and `#`, and so does Cardea.
        let acceptedHere: Set<String> = ["a,b"]
        for testCase in cases {
            let id = testCase["object_id"] as? String ?? ""
            let isValid = (try? ObjectReference(type: "doc", id: id)) != nil
            #expect(isValid == (testCase["valid"] as? Bool) || acceptedHere.contains(id) && isValid, "\(id)")
        }
        print("openfga-language object ids: \(cases.count) passed, \(acceptedHere.count) of them accepted as OpenFGA's server does")
        #expect(cases.count == 23)
    }
}
