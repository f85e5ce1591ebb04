import Expressions

extension Value {
    /// About as many bytes as it takes beside its own place.
    var byteCount: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .list(let values): values.reduce(32) { $0 + MemoryLayout<Value>.stride + $1.byteCount }
        case .map(let entries): entries.reduce(64) { $0 + 2 * MemoryLayout<Value>.stride + $1.key.byteCount + $1.value.byteCount }
        default: 0
        }
    }
}
