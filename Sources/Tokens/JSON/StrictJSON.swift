/// A JSON value read by the strict rules that a signed document needs (RFC 8259, RFC 8725 section 2.4).
///
/// Unlike `JSONDecoder` it refuses a member that occurs twice, so two readers of one token cannot see two different tokens; it keeps
/// whole numbers apart from others, and bounds size and depth.
package enum StrictJSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number with a fraction or exponent, or beyond 64 bits, as it was written.
    case decimal(String)
    case string(String)
    case array([StrictJSON])
    case object([String: StrictJSON])

    package init(parsing bytes: [UInt8], limits: StrictJSONLimits = .standard) throws(InvalidJSON) {
        guard bytes.count <= limits.byteCount else { throw InvalidJSON(offset: limits.byteCount, reason: "the document is too large") }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw InvalidJSON(offset: 0, reason: "the document is not utf-8") }
        var reader = StrictJSONReader(bytes: bytes, depthLimit: limits.depth)
        self = try reader.readDocument()
    }

    package var members: [String: StrictJSON]? {
        if case .object(let members) = self { members } else { nil }
    }

    package var elements: [StrictJSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var wholeNumber: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }
}

/// How much of a hostile document is looked at.
package struct StrictJSONLimits: Sendable {
    package static let standard = StrictJSONLimits(byteCount: 64 * 1024, depth: 16)

    package let byteCount: Int
    package let depth: Int

    package init(byteCount: Int, depth: Int) {
        self.byteCount = byteCount
        self.depth = depth
    }
}

/// Where and why a document is not strict JSON.
package struct InvalidJSON: Error, Equatable {
    package let offset: Int
    package let reason: String
}
