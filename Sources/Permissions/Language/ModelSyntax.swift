/// A model as written, with the place of every name, before anything was looked up.
struct ModelSyntax: Sendable {
    var schemaVersion: PlacedName?
    var moduleName: PlacedName?
    var types: [TypeSyntax] = []
    var conditions: [ConditionSyntax] = []
}

struct PlacedName: Hashable, Sendable {
    let text: String
    let position: SourcePosition
}

struct TypeSyntax: Sendable {
    let name: PlacedName
    let isExtension: Bool
    var relations: [RelationSyntax] = []
}

struct RelationSyntax: Sendable {
    let name: PlacedName
    let restrictions: [RestrictionSyntax]
    let rewrite: Rewrite
}

/// One entry of `[user, user:*, group#member with office_hours]`.
struct RestrictionSyntax: Sendable {
    let position: SourcePosition
    let type: String
    let target: RestrictionTarget
    let condition: PlacedName?

    var text: String {
        switch target {
        case .object: type
        case .wildcard: type + ":*"
        case .relation(let relation): "\(type)#\(relation)"
        }
    }
}

enum RestrictionTarget: Hashable, Sendable {
    case object
    case wildcard
    case relation(String)
}

/// How a relation is computed. Nesting is bounded by the parser, so that whoever walks it may recurse.
indirect enum Rewrite: Sendable {
    case direct
    case computed(PlacedName)
    case fromParent(relation: PlacedName, parent: PlacedName)
    case union([Rewrite])
    case intersection([Rewrite])
    case exclusion(base: Rewrite, subtracted: Rewrite)
}

struct ConditionSyntax: Sendable {
    let name: PlacedName
    let parameters: [ParameterSyntax]
    /// The CEL text between the braces, comments of the model language removed.
    let expression: String
    let expressionPosition: SourcePosition
}

struct ParameterSyntax: Sendable {
    let name: PlacedName
    let type: ParameterType
}

/// The type of a condition's parameter.
enum ParameterType: Hashable, Sendable {
    case scalar(Scalar)
    case list(Scalar)
    case map(Scalar)

    enum Scalar: String, Sendable, CaseIterable {
        case bool, string, int, uint, double, duration, timestamp, ipaddress, any
    }
}
