import NIOCore

/// Stands before the framework on a connection: answers hot requests itself and hands everything else on, untouched and in order.
///
/// It reads where each request ends. A request whose end is not certain is handed on together with the rest of the connection, so there
/// is never a byte that front and framework count differently.
final class FrontHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let front: Front
    private let exchanges: ExchangeCounter
    /// Bytes that do not make a request yet.
    private var waiting: ByteBuffer?
    /// How many bytes they have to become; the head is not read again before.
    private var needed = 0
    /// What is still to come of a body that is being handed on.
    private var bodyRemaining = 0
    private var isFrameworks = false
    private var hasWritten = false

    init(_ front: Front, exchanges: ExchangeCounter) {
        self.front = front
        self.exchanges = exchanges
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isFrameworks else { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        if var earlier = waiting {
            waiting = nil
            earlier.writeBuffer(&bytes)
            guard earlier.readableBytes >= needed else {
                waiting = earlier
                return
            }
            bytes = earlier
        }
        needed = 0
        while bytes.readableBytes > 0 {
            guard take(&bytes, context) else { break }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if hasWritten {
            hasWritten = false
            context.flush()
        }
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        waiting = nil
        context.fireChannelInactive()
    }

    /// The other end says no more: half a request is the framework's to refuse.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent, let rest = waiting {
            waiting = nil
            handOn(rest, context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Deals with the next piece; false when the rest has to wait or has been handed on.
    private func take(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext) -> Bool {
        if bodyRemaining > 0 {
            let count = min(bodyRemaining, bytes.readableBytes)
            bodyRemaining -= count
            if let piece = bytes.readSlice(length: count) { context.fireChannelRead(wrapInboundOut(piece)) }
            return true
        }
        switch bytes.withUnsafeReadableBytes({ RequestHead.read($0) }) {
        case .incomplete:
            waiting = bytes
            return false
        case .opaque:
            isFrameworks = true
            handOn(bytes, context)
            return false
        case .framed(let head):
            return take(head, &bytes, context)
        }
    }

    private func take(_ head: RequestHead, _ bytes: inout ByteBuffer, _ context: ChannelHandlerContext) -> Bool {
        let length = head.length + head.bodyLength
        // Answers leave in the order of their requests: nothing is answered here while the framework still owes one.
        if exchanges.inProgress == 0, let found = bytes.withUnsafeReadableBytes({ HotRequest.route(head, $0) }) {
            guard bytes.readableBytes >= length else {
                waiting = bytes
                needed = length
                return false
            }
            let request = bytes.withUnsafeReadableBytes { HotRequest(head, $0, route: found.route, name: found.name) }
            if let request, let answer = front.desk.answer(request) {
                bytes.moveReaderIndex(forwardBy: length)
                exchanges.touch(at: context.eventLoop.now)
                context.write(wrapOutboundOut(front.responses.bytes(answer, context.channel.allocator)), promise: nil)
                hasWritten = true
                return true
            }
        }
        let count = min(length, bytes.readableBytes)
        bodyRemaining = length - count
        if let piece = bytes.readSlice(length: count) { context.fireChannelRead(wrapInboundOut(piece)) }
        return true
    }

    private func handOn(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        context.fireChannelRead(wrapInboundOut(bytes))
    }
}
