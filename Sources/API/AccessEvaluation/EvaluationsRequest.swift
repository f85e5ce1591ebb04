/// A batch of questions (AuthZEN Authorization API 1.0 §7.1).
///
/// An item that is not a question does not spoil the batch: it keeps its place and is answered with a refusal.
public struct EvaluationsRequest: Sendable, Equatable {
    public enum Semantic: String, Codable, Sendable, CaseIterable {
        case executeAll = "execute_all"
        case denyOnFirstDeny = "deny_on_first_deny"
        case permitOnFirstPermit = "permit_on_first_permit"
    }

    /// One place of the batch: a question, or what is wrong with it.
    public enum Item: Sendable, Equatable {
        case question(EvaluationRequest)
        case refused(UndecodableBody)
    }

    public static let maximumCount = 1000

    public var items: [Item]
    public var semantic: Semantic
    /// True when the body had no (or an empty) `evaluations`: it is one question and is answered like one.
    public var isSingle: Bool

    public init(_ questions: [EvaluationRequest], semantic: Semantic = .executeAll) {
        items = questions.map(Item.question)
        self.semantic = semantic
        isSingle = false
    }

    /// Reads a batch. A single question that is not valid is thrown, a bad item among several is kept in its place.
    public init(parsing bytes: [UInt8]) throws(UndecodableBody) {
        if let batch = PlainEvaluations(batch: bytes) {
            self = EvaluationsRequest(batch.requests)
            return
        }
        let json = try JSONValue(parsing: bytes)
        let defaults = try EvaluationParts(json: json)
        semantic = try Self.semantic(of: json)
        let elements = try Self.evaluations(of: json)
        isSingle = elements.isEmpty
        if elements.isEmpty {
            items = [.question(try EvaluationRequest(parts: defaults))]
        } else {
            items = elements.map { Self.item($0, defaults: defaults) }
        }
    }

    private static func evaluations(of json: JSONValue) throws(UndecodableBody) -> [JSONValue] {
        guard let value = json["evaluations"], value != .null else { return [] }
        guard case .array(let elements) = value else {
            throw .wrongKind("evaluations", of: "the batch", expected: "an array", found: value)
        }
        guard elements.count <= maximumCount else {
            throw UndecodableBody(code: .tooManyItems, message: "`evaluations` has \(elements.count) items, \(maximumCount) are allowed")
        }
        return elements
    }

    private static func semantic(of json: JSONValue) throws(UndecodableBody) -> Semantic {
        guard let options = try json.optionalObject("options", of: "the batch") else { return .executeAll }
        guard let name = try JSONValue.object(options).optionalString("evaluations_semantic", of: "`options`") else { return .executeAll }
        guard let semantic = Semantic(rawValue: name) else {
            throw UndecodableBody(code: .invalidRequest, message: "`\(name)` is not a known `evaluations_semantic`")
        }
        return semantic
    }

    private static func item(_ json: JSONValue, defaults: EvaluationParts) -> Item {
        do throws(UndecodableBody) {
            return .question(try EvaluationRequest(parts: try EvaluationParts(json: json).over(defaults)))
        } catch {
            return .refused(error)
        }
    }
}

extension EvaluationsRequest: Encodable {
    private enum CodingKeys: String, CodingKey {
        case evaluations, options
    }

    private enum OptionKeys: String, CodingKey {
        case semantic = "evaluations_semantic"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(
            items.compactMap { item in
                guard case .question(let question) = item else { return nil as EvaluationRequest? }
                return question
            }, forKey: .evaluations)
        var options = container.nestedContainer(keyedBy: OptionKeys.self, forKey: .options)
        try options.encode(semantic, forKey: .semantic)
    }
}
