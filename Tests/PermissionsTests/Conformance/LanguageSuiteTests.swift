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
        }
        print("openfga-language syntax: \(cases.count - wrong.count) of \(cases.count) passed")
        #expect(wrong == [])
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
            let expected = expectedMistakes(testCase)
            if found != expected { wrong.append("\(name): expected \(expected.sorted()), found \(found.sorted())") }
        }
        print(
            "openfga-language semantic: \(cases.count - wrong.count - skipped) of \(cases.count) passed, \(skipped) skipped: \(Self.skippedUpstream)"
        )
        #expect(wrong == [])
    }

    private func mistakes(in source: String) -> (codes: [String], hasCycle: Bool) {
        do {
            let model = try Model(parsing: source)
            return (model.warnings.map(key).sorted(), false)
        } catch {
            let (syntax, _) = ModelParser.parse(source)
            let warnings = ModelValidator.validate(syntax).warnings
            return ((error.diagnostics + warnings).map(key).sorted(), error.diagnostics.contains { $0.code == "relation_cycle" })
        }
    }

    /// Of two names for one thing upstream blames the first, Cardea the second; those are compared without their line.
    private func key(_ diagnostic: ModelDiagnostic) -> String {
        diagnostic.code == "duplicated_error" ? diagnostic.code : "\(diagnostic.code) \(diagnostic.line)"
    }

    private func expectedMistakes(_ testCase: [String: Any]) -> [String] {
        (testCase["expected_errors"] as? [[String: Any]] ?? []).map { error in
            let metadata = error["metadata"] as? [String: Any]
            let code = (metadata?["errorType"] as? String ?? "").replacingOccurrences(of: "-", with: "_")
            let line = ((error["line"] as? [String: Any])?["start"] as? Int ?? -1) + 1
            return code == "duplicated_error" ? code : "\(code) \(line)"
        }.sorted()
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
    }
}
