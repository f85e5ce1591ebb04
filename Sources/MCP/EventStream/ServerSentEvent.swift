/// One event of an event stream (WHATWG HTML §9.2) that has data.
package struct ServerSentEvent: Sendable, Equatable {
    package let data: [UInt8]

    package init(data: [UInt8]) {
        self.data = data
    }

    /// The event as it is written; a line end in the data would end the line, so each line of it gets its own.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = Array("event: message\n".utf8)
        let lines = data.split(omittingEmptySubsequences: false) { $0 == 0x0A || $0 == 0x0D }
        for line in lines {
            bytes += "data: ".utf8
            bytes += line
            bytes.append(0x0A)
        }
        bytes.append(0x0A)
        return bytes
    }

    /// A comment: keeps proxies from closing a silent stream, and no client sees it.
    package static let keepAlive: [UInt8] = Array(": \n\n".utf8)
}
