/// A model as written, with the place of every name, before anything was looked up.
struct ModelSyntax: Sendable {
    var schemaVersion: PlacedName?
    var moduleName: PlacedName?
    /// What it begins with could not be read, which has been reported.
    var isHeaderBroken = false
    var types: [TypeSyntax] = []
    var conditions: [ConditionSyntax] = []

    /// Of a text of which nothing could be read.
    static let unread = ModelSyntax(isHeaderBroken: true)

    /// Models made of modules are printed in the order of their modules.
    var isModular: Bool { types.contains { $0.origin?.module != nil } }
}

struct PlacedName: Hashable, Sendable {
    let text: String
    let position: SourcePosition
}

/// The module and the file something was written in; kept in the JSON form as `metadata`.
struct ModuleOrigin: Hashable, Sendable {
    var module: String?
    var file: String?
}

struct TypeSyntax: Sendable {
    let name: PlacedName
    let isExtension: Bool
    var relations: [RelationSyntax] = []
    var origin: ModuleOrigin?
}

struct RelationSyntax: Sendable {
    let name: PlacedName
    let restrictions: [RestrictionSyntax]
    let rewrite: Rewrite
    /// Set when the relation comes from another module than its type.
    var origin: ModuleOrigin?
    /// Its definition could not be read, which has been reported; only the name counts, so that uses of it are no further mistakes.
    var isBroken = false
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

    var textWithCondition: String { condition.map { "\(text) with \($0.text)" } ?? text }
}

enum RestrictionTarget: Hashable, Sendable {
    case object
    case wildcard
    case relation(String)
}

/// How a relation is computed. Nesting is bounded by the readers, so that whoever walks it may recurse.
indirect enum Rewrite: Sendable {
    case direct
    case computed(PlacedName)
    case fromParent(relation: PlacedName, parent: PlacedName)
    case union([Rewrite])
    case intersection([Rewrite])
    case exclusion(base: Rewrite, subtracted: Rewrite)

    var isDirect: Bool { if case .direct = self { true } else { false } }
}

struct ConditionSyntax: Sendable {
    let name: PlacedName
    let parameters: [ParameterSyntax]
    /// The CEL text between the braces: comments of the model language removed, and the blank space at both ends and at the ends of lines.
    let expression: String
    let expressionPosition: SourcePosition
    var origin: ModuleOrigin?
    /// It could not be read, which has been reported; only the name counts.
    var isBroken = false
}

struct ParameterSyntax: Sendable {
    let name: PlacedName
    let type: ParameterType
}

/// The type of a condition's parameter. Lists of lists and the type `any` can be written in the JSON form only.
indirect enum ParameterType: Hashable, Sendable {
    case scalar(Scalar)
    case list(ParameterType)
    case map(ParameterType)

    enum Scalar: String, Sendable, CaseIterable {
        case bool, string, int, uint, double, duration, timestamp, ipaddress, any
    }
}
