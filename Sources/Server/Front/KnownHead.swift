import Glibc

/// The last head of a connection that asked for something hot.
///
/// Whoever keeps a connection sends nearly the same head with each request: the length of the body is another, the request's id, now and
/// then the token. Where nothing else differs and these are as long as before, a head says what the last one said, and is not read again.
struct KnownHead {
    /// Longer heads are not kept.
    private static let maximumLength = 4096
    /// Whoever sends another head each time is not compared for ever.
    private static let patience = 16

    fileprivate final class Kept {
        /// With nothing in the place of the token: that is kept where secrets are.
        let bytes: [UInt8]
        let head: RequestHead
        let target: HotTarget
        let token: RequestHead.Span
        /// What has to be the same, in its order: all but the length of the body, the id and the token.
        let same: [RequestHead.Span]

        init(bytes: [UInt8], head: RequestHead, target: HotTarget, token: RequestHead.Span, same: [RequestHead.Span]) {
            (self.bytes, self.head, self.target, self.token, self.same) = (bytes, head, target, token, same)
        }
    }

    private var kept: Kept?
    private var misses = 0

    /// What the head at the start of `bytes` says, when it is known.
    mutating func read(_ bytes: UnsafeRawBufferPointer) -> (head: RequestHead, target: HotTarget)? {
        guard let kept, bytes.count >= kept.head.length else { return nil }
        guard let head = kept.read(bytes) else {
            misses += 1
            if misses >= Self.patience { self.kept = nil }
            return nil
        }
        misses = 0
        return (head, kept.target)
    }

    /// Keeps a head that was answered.
    mutating func keep(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer, _ target: HotTarget) {
        guard misses < Self.patience, head.length <= Self.maximumLength, let token = HotRequest.credential(head, bytes) else { return }
        var copy = Array(bytes[..<head.length])
        for index in token { copy[index] = 0 }
        var same: [RequestHead.Span] = []
        var start = 0
        for hole in [token, head.contentLength, head.requestID].compactMap(\.self).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            same.append(start..<hole.lowerBound)
            start = hole.upperBound
        }
        same.append(start..<head.length)
        kept = Kept(bytes: copy, head: head, target: target, token: token, same: same)
    }
}

extension KnownHead.Kept {
    fileprivate func read(_ bytes: UnsafeRawBufferPointer) -> RequestHead? {
        // INVARIANT: what stands in a hole is what a head may have there. A line end in one would be read as another head by the framework.
        guard let base = bytes.baseAddress, self.bytes.withUnsafeBytes({ isSame($0, as: base) }),
            HotRequest.isToken(bytes, token), head.requestID.map({ isText(bytes, $0) }) ?? true,
            let found = head.withBodyLength(of: bytes), found.bodyLength > 0, found.bodyLength <= HotRequest.maximumBodyLength
        else { return nil }
        return found
    }

    private func isSame(_ own: UnsafeRawBufferPointer, as other: UnsafeRawPointer) -> Bool {
        guard let base = own.baseAddress else { return false }
        return same.allSatisfy { memcmp(base + $0.lowerBound, other + $0.lowerBound, $0.count) == 0 }
    }

    /// Printable, with nothing around it that would not belong to it.
    private func isText(_ bytes: UnsafeRawBufferPointer, _ span: RequestHead.Span) -> Bool {
        guard let first = span.first, bytes[first] != 0x20, bytes[span.upperBound - 1] != 0x20 else { return false }
        return RequestHead.allSatisfy(bytes, span, { $0 >= 0x20 && $0 < 0x7F })
    }
}
