import HTTPTypes
import MCP

extension HeaderFields {
    init(_ headers: HTTPFields) {
        self.init(headers.map { (name: $0.name.rawName, value: $0.value) })
    }
}
