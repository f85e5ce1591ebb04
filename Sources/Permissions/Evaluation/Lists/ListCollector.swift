/// Collects the answers for the candidates of one page.
struct ListCollector<Item: Sendable> {
    private let scope: QuestionScope
    private let limit: Int
    private(set) var items: [Item] = []
    private(set) var conditional: [Item] = []
    private(set) var exclusions: [Item] = []
    private var missingNames: Set<String> = []
    private(set) var next: String?
    private var last: UInt64?

    init(scope: QuestionScope, limit: Int?) {
        self.scope = scope
        self.limit = limit ?? .max
    }

    var missing: [String] { missingNames.sorted() }

    /// False when the page is full before this candidate; the position after the last one is noted.
    mutating func hasRoom() -> Bool {
        guard items.count + conditional.count + exclusions.count >= limit else { return true }
        next = last.map(ListPosition.text(of:))
        return false
    }

    mutating func add(_ result: ConditionalResult, _ number: UInt64, isExcluding: Bool = false, _ item: @autoclosure () -> Item)
        throws(CheckFailure)
    {
        last = number
        switch result {
        case .allowed: items.append(item())
        case .denied: if isExcluding { exclusions.append(item()) }
        case .conditional(let missing):
            if scope.missingParameters == .failing {
                throw CheckFailure(.missingParameter, "send values for the parameters `\(missing.joined(separator: "`, `"))`")
            }
            conditional.append(item())
            missingNames.formUnion(missing)
        case .failed(let failure): throw failure
        }
    }
}
