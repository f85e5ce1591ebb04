/// An invoice; the amount is in the currency's smallest unit.
struct Invoice: Codable, Sendable, Equatable {
    enum Status: String, Codable, Sendable {
        case open, refunded
    }

    let id: String
    let customerId: String
    let amount: Int64
    let currency: String
    var status: Status
    /// The caller's own name for the creation, so that saying it twice creates one invoice.
    let idempotencyKey: String?
}
