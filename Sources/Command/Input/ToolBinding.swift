import API
import ArgumentParser

/// Which resource a tool's arguments name: `TOOL=TYPE:TEMPLATE:ACTION`, such as `getInvoice=resource:invoice/{invoiceId}:can_view`.
struct ToolBinding: ExpressibleByArgument, Equatable {
    var tool: String
    var resource: ToolResourceBody

    /// The type ends at the first `:`, the action begins after the last; an id's template may contain more of them.
    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "=") else { return nil }
        let rest = argument[argument.index(after: equals)...]
        guard let first = rest.firstIndex(of: ":"), let last = rest.lastIndex(of: ":"), first < last else { return nil }
        let template = rest[rest.index(after: first)..<last]
        let parts = [argument[..<equals], rest[..<first], template, rest[rest.index(after: last)...]]
        guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        tool = String(parts[0])
        resource = ToolResourceBody(type: String(parts[1]), idTemplate: String(parts[2]), action: String(parts[3]))
    }
}
