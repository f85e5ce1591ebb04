/// The lines of an answer as they come.
struct LineStream: Sendable {
    static let maximumLineLength = 1 << 20

    let body: TransportBody
    /// What the answer's head says of the revision.
    let revision: UInt64?

    /// Calls `work` with every line that is not empty, without its end. An answer that breaks off throws.
    func forEach(_ work: ([UInt8]) async throws -> Void) async throws {
        var line: [UInt8] = []
        do {
            for try await chunk in body {
                var part = chunk[...]
                while let end = part.firstIndex(of: UInt8(ascii: "\n")) {
                    line += part[..<end]
                    part = part[(end + 1)...]
                    if !line.isEmpty { try await work(line) }
                    line.removeAll(keepingCapacity: true)
                }
                line += part
                guard line.count <= Self.maximumLineLength else {
                    throw ClientError.invalidResponse(status: 200, reason: "a line has more than \(Self.maximumLineLength) bytes")
                }
            }
        } catch let error as TransportError {
            throw ClientError(error)
        }
        if !line.isEmpty { try await work(line) }
    }
}
