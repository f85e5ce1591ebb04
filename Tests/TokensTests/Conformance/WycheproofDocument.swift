import Foundation
import Tokens

/// The shape of Wycheproof's JSON Web Signature and JSON Web Key files.
struct WycheproofDocument: Decodable {
    struct Group: Decodable {
        let comment: String
        let `public`: AnyJSON?
        let `private`: AnyJSON?
        let tests: [Case]

        /// The key or key set as a verifier gets it: the public half where there is one, else the symmetric key.
        var verificationMaterial: AnyJSON? { `public` ?? `private` }
    }

    struct Case: Decodable {
        let tcId: Int
        let comment: String
        let jws: String
        let result: String
    }

    let numberOfTests: Int
    let testGroups: [Group]
}

/// A JSON value that can be written out again for the reader under test.
enum AnyJSON: Codable {
    case object([String: AnyJSON])
    case array([AnyJSON])
    case text(String)
    case number(Double)
    case flag(Bool)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let array = try? container.decode([AnyJSON].self) {
            self = .array(array)
        } else {
            self = .object(try container.decode([String: AnyJSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .object(let members): try container.encode(members)
        case .array(let elements): try container.encode(elements)
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        }
    }

    subscript(name: String) -> AnyJSON? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    var elements: [AnyJSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    func removing(_ names: Set<String>) -> AnyJSON {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { !names.contains($0.key) })
    }

    var encoded: Data { get throws { try JSONEncoder().encode(self) } }
}
