import API
import ArgumentParser

/// What has to hold for a write to happen.
struct PreconditionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Do nothing unless a relationship fits this pattern, such as document:plan#owner@user:anne, document:plan, "
                + "document#owner or document#@user:anne; may be repeated.",
            valueName: "pattern"))
    var mustMatch: [PatternArgument] = []

    @Option(help: ArgumentHelp("Do nothing when a relationship fits this pattern; may be repeated.", valueName: "pattern"))
    var mustNotMatch: [PatternArgument] = []

    /// Nil when nothing has to hold.
    var bodies: [PreconditionBody]? {
        let all =
            mustMatch.map { PreconditionBody(pattern: $0.body, mustMatch: true) }
            + mustNotMatch.map { PreconditionBody(pattern: $0.body, mustMatch: false) }
        return all.isEmpty ? nil : all
    }
}

/// A pattern of relationships as `TYPE[:ID][#RELATION][@SUBJECT]`, in which what is left out is open.
struct PatternArgument: ExpressibleByArgument, Equatable {
    let body: RelationshipPatternBody

    init?(argument: String) {
        let hash = argument.firstIndex(of: "#")
        let object = argument[..<(hash ?? argument.endIndex)].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let type = object.first, !type.isEmpty, object.allSatisfy({ !$0.isEmpty }) else { return nil }
        var body = RelationshipPatternBody(objectType: String(type), objectID: object.count > 1 ? String(object[1]) : nil)
        if let hash {
            let rest = argument[argument.index(after: hash)...].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
            guard rest.contains(where: { !$0.isEmpty }), rest.count < 2 || !rest[1].isEmpty else { return nil }
            body.relation = rest[0].isEmpty ? nil : String(rest[0])
            guard rest.count < 2 || body.name(subject: rest[1]) else { return nil }
        }
        self.body = body
    }
}

extension RelationshipPatternBody {
    /// Means one subject: its type, its id, and its relation or that it has none. A type alone means all of its subjects; false for neither.
    mutating func name(subject text: Substring) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }) else { return false }
        subjectType = String(parts[0])
        guard parts.count > 1 else { return true }
        let rest = parts[1].split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard rest.allSatisfy({ !$0.isEmpty }) else { return false }
        subjectID = String(rest[0])
        subjectRelation = rest.count > 1 ? String(rest[1]) : ""
        return true
    }
}
