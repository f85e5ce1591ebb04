/// Cuts bytes into lines as they come, each at most `limit` long.
package struct LineDecoder: Sendable {
    package struct LineTooLong: Error, Equatable {
        package let limit: Int
    }

    private let limit: Int
    private var line: [UInt8] = []

    package init(limit: Int = JSONLimits.upstream.size) {
        self.limit = limit
    }

    /// The lines that these bytes complete, without their ends; empty ones are left out.
    package mutating func decode(_ bytes: some Collection<UInt8>) throws(LineTooLong) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            try take(rest[..<end])
            rest = rest[end...].dropFirst()
            if line.last == 0x0D { line.removeLast() }
            if !line.isEmpty { lines.append(line) }
            line = []
        }
        try take(rest)
        return lines
    }

    private mutating func take(_ bytes: some Collection<UInt8>) throws(LineTooLong) {
        guard line.count + bytes.count <= limit else { throw LineTooLong(limit: limit) }
        line += bytes
    }
}
