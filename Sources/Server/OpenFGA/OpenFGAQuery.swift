import API
import Hummingbird

/// The query string of this interface: what is not known is ignored, and names may be spelled either way.
struct OpenFGAQuery {
    private var values: [String: String] = [:]

    init(_ request: Request, _ names: [String]) throws {
        let spellings = names.map { ($0, MemberSpelling.camelCase[$0]) }
        let query = try Query(request, known: Set(names + spellings.compactMap(\.1)), ignoringOthers: true)
        for (name, other) in spellings {
            let alternative = other.flatMap { query[$0] }
            guard query[name] == nil || alternative == nil else { throw MemberSpelling.twice(name) }
            values[name] = query[name] ?? alternative
        }
    }

    subscript(name: String) -> String? { values[name] }

    func pageSize() throws(OpenFGAError) -> Int {
        guard let text = self["page_size"] else { return PageSize.usual }
        guard let number = Int(text) else { throw PageSize.invalid }
        return try PageSize(number).count
    }
}

/// How many items a page has, 1 to 100.
struct PageSize {
    static let usual = 50
    static let invalid = OpenFGAError(.pageSizeInvalid, "the page size has to be from 1 to 100")

    let count: Int

    init(_ given: Int?) throws(OpenFGAError) {
        count = given ?? Self.usual
        guard (1...100).contains(count) else { throw Self.invalid }
    }
}

/// The bodies of this interface are protocol buffers, whose JSON has every name with underscores and in camel case.
enum MemberSpelling {
    static let camelCase: [String: String] = [
        "authorization_model_id": "authorizationModelId", "contextual_tuples": "contextualTuples",
        "continuation_token": "continuationToken", "correlation_id": "correlationId", "on_duplicate": "onDuplicate",
        "on_missing": "onMissing", "page_size": "pageSize", "start_time": "startTime", "tuple_key": "tupleKey",
        "tuple_keys": "tupleKeys", "user_filters": "userFilters",
    ]

    static func twice(_ name: String) -> UndecodableBody {
        UndecodableBody(code: .duplicateMember, message: "`\(name)` is given twice, in two spellings")
    }
}
