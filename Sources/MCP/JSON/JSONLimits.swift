/// How large and how deep a JSON text may be.
package struct JSONLimits: Sendable {
    package var size: Int
    package var depth: Int

    package init(size: Int = 4 << 20, depth: Int = 64) {
        self.size = size
        self.depth = depth
    }

    package static let standard = JSONLimits()
    /// For answers of upstream servers, which carry documents and pictures.
    package static let upstream = JSONLimits(size: 16 << 20, depth: 128)
}
