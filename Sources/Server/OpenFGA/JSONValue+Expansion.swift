import API
import Permissions

extension JSONValue {
    /// A part of an expansion as a node of OpenFGA's tree.
    init(_ node: ExpansionNode) {
        func named(_ name: String, _ member: String, _ value: JSONValue) -> JSONValue {
            .object(["name": .string(name), member: value])
        }
        func nodes(_ list: [ExpansionNode]) -> JSONValue { .object(["nodes": .array(list.map { JSONValue($0) })]) }
        func userset(_ name: String) -> JSONValue { .object(["userset": .string(name)]) }
        self =
            switch node {
            case .leaf(let name, let users):
                named(name, "leaf", .object(["users": .object(["users": .array(users.map { .string($0.description) })])]))
            case .computed(let name, let relation): named(name, "leaf", .object(["computed": userset(relation)]))
            case .tupleToUserset(let name, let tupleset, let computed):
                named(
                    name, "leaf",
                    .object([
                        "tupleToUserset": .object(["tupleset": .string(tupleset), "computed": .array(computed.map(userset))])
                    ]))
            case .union(let name, let list): named(name, "union", nodes(list))
            case .intersection(let name, let list): named(name, "intersection", nodes(list))
            case .difference(let name, let base, let subtract):
                named(name, "difference", .object(["base": JSONValue(base), "subtract": JSONValue(subtract)]))
            }
    }
}
