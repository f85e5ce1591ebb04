import Foundation

/// The invoices, in memory or in a file that is replaced whole with each change.
actor Ledger {
    enum Refusal: Error, Equatable {
        case unknownInvoice, alreadyRefunded, keyUsedDifferently, full
    }

    private static let capacity = 100_000
    private static let firstInvoices = [
        Invoice(id: "INV-1001", customerId: "C-17", amount: 12_900, currency: "EUR", status: .open, idempotencyKey: nil),
        Invoice(id: "INV-1002", customerId: "C-17", amount: 4_500, currency: "EUR", status: .refunded, idempotencyKey: nil),
        Invoice(id: "INV-1003", customerId: "C-42", amount: 99_000, currency: "USD", status: .open, idempotencyKey: nil),
    ]

    private let path: String?
    private var invoices: [Invoice]

    init(path: String?) throws {
        self.path = path
        if let path, FileManager.default.fileExists(atPath: path) {
            invoices = try JSONDecoder().decode([Invoice].self, from: Data(contentsOf: URL(filePath: path)))
        } else {
            invoices = Self.firstInvoices
        }
    }

    func invoice(_ id: String) throws(Refusal) -> Invoice {
        guard let invoice = invoices.first(where: { $0.id == id }) else { throw .unknownInvoice }
        return invoice
    }

    func create(customerId: String, amount: Int64, currency: String, idempotencyKey: String?) throws -> Invoice {
        if let idempotencyKey, let known = invoices.first(where: { $0.idempotencyKey == idempotencyKey }) {
            guard (known.customerId, known.amount, known.currency) == (customerId, amount, currency) else {
                throw Refusal.keyUsedDifferently
            }
            return known
        }
        guard invoices.count < Self.capacity else { throw Refusal.full }
        let invoice = Invoice(
            id: "INV-\(1001 + invoices.count)", customerId: customerId, amount: amount, currency: currency, status: .open,
            idempotencyKey: idempotencyKey)
        try replace(invoices + [invoice])
        return invoice
    }

    func refund(_ id: String) throws -> Invoice {
        guard let index = invoices.firstIndex(where: { $0.id == id }) else { throw Refusal.unknownInvoice }
        guard invoices[index].status == .open else { throw Refusal.alreadyRefunded }
        var changed = invoices
        changed[index].status = .refunded
        try replace(changed)
        return changed[index]
    }

    /// On disk first: what was answered is there after a restart.
    private func replace(_ changed: [Invoice]) throws {
        if let path { try JSONEncoder().encode(changed).write(to: URL(filePath: path), options: .atomic) }
        invoices = changed
    }
}
