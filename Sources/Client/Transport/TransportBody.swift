import AsyncHTTPClient
import NIOCore

/// The chunks of a response's body; can be read once. Dropping it, or its iterator, ends the exchange and closes the connection.
public struct TransportBody: AsyncSequence, Sendable {
    public typealias Element = [UInt8]

    private enum Source: Sendable {
        case stream(HTTPClientResponse.Body)
        case chunks([[UInt8]])
    }

    private let source: Source

    init(_ body: HTTPClientResponse.Body) {
        source = .stream(body)
    }

    /// A body that is already here.
    public init(chunks: [[UInt8]]) {
        source = .chunks(chunks)
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate enum Source {
            case stream(HTTPClientResponse.Body.AsyncIterator)
            case chunks(ArraySlice<[UInt8]>)
        }

        fileprivate var source: Source

        /// The next chunk; throws `TransportError`, or `CancellationError` when the reading task was cancelled.
        @concurrent
        public mutating func next() async throws -> [UInt8]? {
            switch source {
            case .stream(var iterator):
                do {
                    let buffer = try await iterator.next()
                    source = .stream(iterator)
                    return buffer.map { Array($0.readableBytesView) }
                } catch {
                    throw TransportError.whileReading(error)
                }
            case .chunks(var chunks):
                let chunk = chunks.popFirst()
                source = .chunks(chunks)
                return chunk
            }
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        switch source {
        case .stream(let body): AsyncIterator(source: .stream(body.makeAsyncIterator()))
        case .chunks(let chunks): AsyncIterator(source: .chunks(chunks[...]))
        }
    }

    /// The whole body, or `TransportError.bodyTooLarge` as soon as it is longer than the limit.
    public func collect(upTo limit: Int) async throws -> [UInt8] {
        var collected: [UInt8] = []
        for try await chunk in self {
            guard collected.count + chunk.count <= limit else { throw TransportError.bodyTooLarge(limit: limit) }
            collected += chunk
        }
        return collected
    }
}
