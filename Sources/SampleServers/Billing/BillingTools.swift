import MCP

/// `getInvoice`, `createInvoice`, `refundInvoice`.
struct BillingTools: ToolSet {
    let ledger: Ledger

    let definitions: [ToolDefinition] = [
        ToolDefinition(
            name: "getInvoice", description: "Shows an invoice.", properties: [("invoiceId", Self.invoiceID)], required: ["invoiceId"],
            isReadOnly: true),
        ToolDefinition(
            name: "createInvoice", description: "Creates an invoice. With the same idempotency key it is created once.",
            properties: [
                ("customerId", ["type": "string", "minLength": 1, "maxLength": 100, "description": "the customer, for example C-17"]),
                ("amount", ["type": "integer", "minimum": 1, "maximum": 1_000_000_000, "description": "in the currency's smallest unit"]),
                ("currency", ["type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217"]),
                ("idempotencyKey", ["type": "string", "minLength": 1, "maxLength": 100]),
            ], required: ["customerId", "amount", "currency"], isReadOnly: false),
        ToolDefinition(
            name: "refundInvoice", description: "Refunds an open invoice in full.", properties: [("invoiceId", Self.invoiceID)],
            required: ["invoiceId"], isReadOnly: false),
    ]

    private static let invoiceID: JSONFragment = [
        "type": "string", "minLength": 1, "maxLength": 100, "description": "for example INV-1001",
    ]

    func call(_ name: String, _ arguments: ToolArguments) async -> ToolOutcome {
        do {
            switch name {
            case "getInvoice": return Self.shown(try await ledger.invoice(try arguments.text("invoiceId")))
            case "refundInvoice": return Self.shown(try await ledger.refund(try arguments.text("invoiceId")), prefix: "refunded: ")
            case "createInvoice": return Self.shown(try await create(arguments), prefix: "created: ")
            default: return .unknownTool
            }
        } catch let error as InvalidArgument {
            return .failed(error.message)
        } catch let refusal as Ledger.Refusal {
            return .failed(Self.text(of: refusal))
        } catch {
            return .failed("the ledger could not be written")
        }
    }

    private func create(_ arguments: ToolArguments) async throws -> Invoice {
        let currency = try arguments.text("currency")
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw InvalidArgument(message: "`currency` has to be three capital letters")
        }
        return try await ledger.create(
            customerId: try arguments.text("customerId"), amount: try arguments.integer("amount", in: 1...1_000_000_000),
            currency: currency,
            idempotencyKey: try arguments.optionalText("idempotencyKey"))
    }

    private static func shown(_ invoice: Invoice, prefix: String = "") -> ToolOutcome {
        .succeeded(
            "\(prefix)\(invoice.id) of \(invoice.customerId): \(invoice.amount) \(invoice.currency), \(invoice.status.rawValue)",
            [
                "id": .string(invoice.id), "customerId": .string(invoice.customerId), "amount": .integer(invoice.amount),
                "currency": .string(invoice.currency), "status": .string(invoice.status.rawValue),
            ])
    }

    private static func text(of refusal: Ledger.Refusal) -> String {
        switch refusal {
        case .unknownInvoice: "there is no such invoice"
        case .alreadyRefunded: "the invoice is already refunded"
        case .keyUsedDifferently: "the idempotency key was used for another invoice"
        case .full: "the ledger is full"
        }
    }
}
