import Foundation
import Testing

@testable import Permissions

/// OpenFGA's pairs of one model in the DSL and in JSON, both ways.
struct LanguageFormsTests {
    /// Upstream's files say the same in different spellings: null for nothing, members in any order.
    private func canonical(_ json: String) throws -> NSDictionary {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? NSDictionary)
        return object
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: try #require(PublicSuite.folder).appendingPathComponent(path)), as: UTF8.self)
    }

    @Test
    func `each public pair reads and prints exactly, both ways`() throws {
        guard let folders = try PublicSuite.files(in: "openfga-language/transformer") else { return }
        for folder in folders {
            let dsl = try text("openfga-language/transformer/\(folder)/authorization-model.fga")
            let json = try text("openfga-language/transformer/\(folder)/authorization-model.json")
            let (fromDSL, errors) = ModelParser.parse(dsl)
            #expect(errors == [], "\(folder)")
            #expect(try canonical(ModelJSONWriter.text(fromDSL)) == canonical(json), "\(folder)")
            let (fromJSON, jsonErrors) = ModelJSONReader.parse(Array(json.utf8))
            #expect(jsonErrors == [], "\(folder)")
            #expect(try ModelPrinter(syntax: fromJSON).text() == dsl, "\(folder)")
            #expect(try ModelPrinter(syntax: fromDSL).text() == dsl, "\(folder)")
            #expect(try canonical(ModelJSONWriter.text(fromJSON)) == canonical(json), "\(folder)")
        }
        print("openfga-language transformer: \(folders.count) pairs, both ways")
        #expect(folders.count == 29)
    }

    @Test
    func `each public case of JSON that the DSL cannot hold is told apart`() throws {
        let path = "openfga-language/json-syntax-transformer-validation-cases.json"
        guard let cases = try PublicSuite.json(path) as? [[String: Any]] else { return }
        for testCase in cases {
            let (syntax, errors) = ModelJSONReader.parse(Array((testCase["json"] as? String ?? "").utf8))
            #expect(errors == [], "\(testCase["name"] ?? "")")
            let isPrintable = (try? ModelPrinter(syntax: syntax).text()) != nil
            #expect(isPrintable == (testCase["error_message"] == nil), "\(testCase["name"] ?? "")")
        }
        print("openfga-language JSON that the DSL cannot hold: \(cases.count) compared")
        #expect(cases.count == 6)
    }

    @Test
    func `each public case of wrong JSON names the same mistakes`() throws {
        guard let cases = try PublicSuite.json("openfga-language/json-validation-cases.json") as? [[String: Any]] else { return }
        for testCase in cases {
            let expected = (testCase["expected_errors"] as? [[String: Any]] ?? []).map { error in
                let metadata = error["metadata"] as? [String: Any]
                let code = (metadata?["errorType"] as? String ?? "").replacingOccurrences(of: "-", with: "_")
                return "\(code) \(metadata?["symbol"] as? String ?? "")"
            }
            var found: [String] = []
            do {
                _ = try Model(json: Array((testCase["json"] as? String ?? "").utf8))
            } catch {
                found = error.diagnostics.map { "\($0.code) \($0.symbol ?? "")" }
            }
            #expect(found == expected, "\(testCase["name"] ?? "")")
        }
        print("openfga-language JSON validation: \(cases.count) compared")
        #expect(cases.count == 5)
    }
}
