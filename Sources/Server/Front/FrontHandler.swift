import NIOCore
import Tokens

/// Stands before the framework on a connection: answers hot requests itself and hands everything else on, untouched and in order.
///
/// It reads where each request ends. A request whose end is not certain is handed on together with the rest of the connection, so there
/// is never a byte that front and framework count differently. An end that does not read its answers is not read from either.
final class FrontHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let front: Front
    private let exchanges: ExchangeCounter
    /// Bytes that do not make a request yet, or that wait until the other end has read.
    private var waiting: ByteBuffer?
    /// How many bytes they have to become; the head is not read again before.
    private var needed = 0
    /// What is still to come of a body that is being handed on.
    private var bodyRemaining = 0
    /// Requests handed on whose end is certain.
    private var handedOn = 0
    private var isFrameworks = false
    private var hasWritten = false
    /// The other end does not read: nothing is answered or read until it does.
    private var isHeld = false
    private var owesRead = false
    private var owesInputClosed = false
    private var isResuming = false
    private var lastToken = LastToken()
    private var known = KnownHead()
    private var lastTarget: HotTarget?
    /// The last answer's memory, for the next one.
    private var answer = ByteBuffer()
    /// Something of this turn went to the framework.
    private var hasHandedOn = false
    private var context: ChannelHandlerContext?
    private var queue: FlushQueue?

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
            bytes = earlier
        }
        guard !isHeld, bytes.readableBytes >= needed else {
            waiting = bytes
            return
        }
        takeAll(&bytes, context)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        queue = front.queues.queue(of: context.eventLoop)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        flushWritten(context)
        self.context = nil
        queue = nil
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if hasWritten { queue?.add(self) }
        // Whoever got nothing has nothing to complete.
        guard hasHandedOn || isFrameworks else { return }
        hasHandedOn = false
        context.fireChannelReadComplete()
    }

    /// What was answered leaves.
    func flush() {
        if let context { flushWritten(context) }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        flushWritten(context)
        context.close(mode: mode, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        waiting = nil
        context.fireChannelInactive()
    }

    func read(context: ChannelHandlerContext) {
        if isHeld { owesRead = true } else { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        resume(context)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // What comes of it may end the connection.
        flushWritten(context)
        switch event {
        case ChannelEvent.inputClosed where isHeld:
            owesInputClosed = true
            return
        // The other end says no more: half a request is the framework's to refuse.
        case ChannelEvent.inputClosed: handOnRest(context)
        // The framework finishes what it knows of before it stops.
        case is ChannelShouldQuiesceEvent where !isHeld: handOnRest(context)
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func takeAll(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext) {
        needed = 0
        while bytes.readableBytes > 0 {
            guard take(&bytes, context) else { break }
        }
    }

    private func flushWritten(_ context: ChannelHandlerContext) {
        guard hasWritten else { return }
        hasWritten = false
        context.flush()
    }

    /// Goes on where a connection was held, as soon as the other end has read enough. A flush can be what makes it writable again, so
    /// this is a loop and no call from within.
    private func resume(_ context: ChannelHandlerContext) {
        guard !isResuming else { return }
        isResuming = true
        defer { isResuming = false }
        while isHeld, context.channel.isWritable {
            isHeld = false
            if var bytes = waiting {
                waiting = nil
                takeAll(&bytes, context)
            }
            flushWritten(context)
        }
        guard !isHeld else { return }
        if owesInputClosed {
            owesInputClosed = false
            handOnRest(context)
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        if owesRead {
            owesRead = false
            context.read()
        }
    }

    /// Deals with the next piece; false when the rest has to wait or has been handed on.
    private func take(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext) -> Bool {
        if bodyRemaining > 0 {
            let count = min(bodyRemaining, bytes.readableBytes)
            bodyRemaining -= count
            if let piece = bytes.readSlice(length: count) { handOn(piece, context) }
            return true
        }
        if let (head, target) = bytes.withUnsafeReadableBytes({ known.read($0) }) {
            return take(head, target, &bytes, context)
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
            return take(head, nil, &bytes, context)
        }
    }

    /// `known` is what the head asks for where that is known from the last one.
    private func take(_ head: RequestHead, _ known: HotTarget?, _ bytes: inout ByteBuffer, _ context: ChannelHandlerContext) -> Bool {
        let length = head.length + head.bodyLength
        if isFree, let target = known ?? bytes.withUnsafeReadableBytes({ HotRequest.target(head, $0, last: lastTarget, log: front.log) }) {
            lastTarget = target
            guard context.channel.isWritable else {
                waiting = bytes
                isHeld = true
                return false
            }
            guard bytes.readableBytes >= length else {
                waiting = bytes
                needed = length
                return false
            }
            let request = bytes.withUnsafeReadableBytes {
                HotRequest(head, $0, target: target, last: &lastToken)
            }
            if let request, let answer = front.desk.answer(request) {
                if known == nil { bytes.withUnsafeReadableBytes { self.known.keep(head, $0, target) } }
                bytes.moveReaderIndex(forwardBy: length)
                exchanges.touch(at: context.eventLoop.now)
                front.responses.write(answer, to: &self.answer)
                context.write(wrapOutboundOut(self.answer), promise: nil)
                hasWritten = true
                return true
            }
        }
        let count = min(length, bytes.readableBytes)
        bodyRemaining = length - count
        handedOn += 1
        if let piece = bytes.readSlice(length: count) { handOn(piece, context) }
        return true
    }

    /// Answers leave in the order of their requests: nothing is answered here while the framework still owes one, or has not taken for a
    /// request what it was handed as one.
    private var isFree: Bool {
        exchanges.inProgress == 0 && exchanges.headCount == handedOn && !exchanges.isBroken
    }

    /// The connection is the framework's from here on, if half a request waits.
    private func handOnRest(_ context: ChannelHandlerContext) {
        guard let rest = waiting else { return }
        waiting = nil
        isFrameworks = true
        handOn(rest, context)
    }

    private func handOn(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        hasHandedOn = true
        context.fireChannelRead(wrapInboundOut(bytes))
    }
}
