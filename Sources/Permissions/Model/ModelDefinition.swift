/// A model whose names are looked up: types, relations and conditions are numbers.
///
/// INVARIANT: every number is a valid index, and nesting is bounded by `ModelLimits.nesting`.
final class ModelDefinition: Sendable {
    let types: [TypeDefinition]
    let relations: [RelationDefinition]
    let conditions: [Condition]
    private let typeTable: NameTable
    private let relationTable: NameTable
    private let conditionTable: NameTable

    /// `syntax` has passed the validator, `relations` and `conditions` stand in its order.
    init(_ syntax: ModelSyntax, relations: [RelationDefinition], conditions: [Condition], resolver: ModelResolver) {
        self.relations = relations
        self.conditions = conditions
        typeTable = NameTable(syntax.types.enumerated().map { (0, $1.name.text, $0) })
        relationTable = NameTable(
            resolver.relationNumbers.enumerated().flatMap { type, numbers in numbers.map { (type, $0.key, $0.value) } })
        conditionTable = NameTable(conditions.enumerated().map { (0, $1.name, $0) })
        var start = 0
        types = syntax.types.map { type in
            defer { start += type.relations.count }
            return TypeDefinition(name: type.name.text, relations: start..<start + type.relations.count)
        }
    }

    func type(_ name: String) -> Int? { typeTable.number(of: name, scope: 0) }

    func type(_ name: UnsafeBufferPointer<UInt8>) -> Int? { typeTable.number(of: name, scope: 0) }

    func relation(_ name: UnsafeBufferPointer<UInt8>, on type: Int) -> Int? { relationTable.number(of: name, scope: type) }

    func relation(_ name: String, on type: Int) -> Int? { relationTable.number(of: name, scope: type) }

    func relation(_ name: String, on type: String) -> Int? {
        self.type(type).flatMap { relation(name, on: $0) }
    }

    func condition(_ name: String) -> Int? { conditionTable.number(of: name, scope: 0) }
}

struct TypeDefinition: Sendable {
    let name: String
    let relations: Range<Int>
}

struct RelationDefinition: Sendable {
    let name: String
    let type: Int
    let position: SourcePosition
    let restrictions: [Restriction]
    let rule: Rule
}

/// A kind of subject a relation accepts.
struct Restriction: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
        case object(type: Int)
        case wildcard(type: Int)
        case relation(Int)
    }

    let subject: Subject
    let condition: Int?
}

/// How a relation is computed.
indirect enum Rule: Sendable {
    case direct
    case computed(Int)
    case fromParent(tupleset: Int, targets: [ParentTarget])
    case union([Rule])
    case intersection([Rule])
    case exclusion(base: Rule, subtracted: Rule)
}

/// The relation to ask on parents that were accepted by one restriction of the tupleset.
struct ParentTarget: Hashable, Sendable {
    let restriction: Restriction
    let relation: Int
}
