import Foundation

/// JSON files carry no places. Foundation bounds how deep they may nest.
extension FileNode: Decodable {
    init(json text: String) throws {
        self = try JSONDecoder().decode(FileNode.self, from: Data(text.utf8))
    }

    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: Name.self) {
            let members = try object.allKeys.map { FileMember(name: $0.stringValue, value: try object.decode(FileNode.self, forKey: $0)) }
            content = .object(members.sorted { $0.name < $1.name })
        } else if var list = try? decoder.unkeyedContainer() {
            var nodes: [FileNode] = []
            while !list.isAtEnd { nodes.append(try list.decode(FileNode.self)) }
            content = .list(nodes)
        } else {
            content = try FileNode.scalar(decoder.singleValueContainer())
        }
    }

    private static func scalar(_ container: any SingleValueDecodingContainer) throws -> Content {
        if container.decodeNil() { return .null }
        if let value = try? container.decode(Bool.self) { return .bool(value) }
        if let value = try? container.decode(Int64.self) { return .int(value) }
        if let value = try? container.decode(Double.self) { return .double(value) }
        return .string(try container.decode(String.self))
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }
}
