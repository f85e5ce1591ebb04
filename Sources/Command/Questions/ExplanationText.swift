import API

/// Explanations and expansions as indented lines.
enum ExplanationText {
    static func text(_ explanation: ExplanationBody) -> String {
        explanation.parts.map { part in
            var lines = ["\(part.decision.rawValue): \(part.reason)"]
            lines += part.proof.map { "  \($0.object)#\($0.relation)@\($0.subject)" }
            if !part.proof.isEmpty, !part.isProofComplete { lines.append("  and more") }
            if let failed = part.failed { lines += self.lines(failed, depth: 1) }
            if !part.grants.isEmpty { lines.append("  would allow it:") }
            lines += part.grants.map { "    " + $0.joined(separator: " and ") }
            return lines.map { Table.printable($0) + "\n" }.joined()
        }.joined()
    }

    static func text(_ expansion: ExpansionBody) -> String {
        lines(expansion.tree, depth: 0).map { Table.printable($0) + "\n" }.joined()
    }

    private static func lines(_ branch: FailedBranchBody, depth: Int) -> [String] {
        var line = branch.kind.replacing("_", with: " ")
        if let name = branch.name { line += " \(name)" }
        if let accepted = branch.accepted, !accepted.isEmpty { line += " accepts \(accepted.joined(separator: ", "))" }
        if let reason = branch.reason { line += ": \(reason)" }
        return [indented(line, depth)] + (branch.parts ?? []).flatMap { lines($0, depth: depth + 1) }
    }

    private static func lines(_ node: ExpansionNodeBody, depth: Int) -> [String] {
        var line = "\(node.kind) \(node.name)"
        if let tupleset = node.tupleset { line += " through \(tupleset)" }
        let named = (node.subjects ?? []) + (node.leadsTo ?? [])
        return [indented(line, depth)] + named.map { indented($0, depth + 1) } + (node.parts ?? []).flatMap { lines($0, depth: depth + 1) }
    }

    private static func indented(_ line: String, _ depth: Int) -> String { String(repeating: "  ", count: depth) + line }
}
