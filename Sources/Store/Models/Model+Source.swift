import Foundation
import Permissions

extension Model {
    /// Whether both have the same source, byte for byte; `==` on `String` would call two spellings of `é` the same.
    func isWritten(like other: Model) -> Bool {
        guard source.utf8.count == other.source.utf8.count else { return false }
        return source.withUTF8Bytes { own in
            other.source.withUTF8Bytes { other in
                guard let start = own.baseAddress, let second = other.baseAddress else { return true }
                return memcmp(start, second, own.count) == 0
            }
        }
    }
}
