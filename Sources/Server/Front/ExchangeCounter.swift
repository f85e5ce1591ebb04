import NIOCore
import NIOHTTP1

/// Counts the requests that the framework has not finished answering, ends a connection on which nothing happens, asks for bodies that wait
/// to be asked for, and marks requests without a good `Host`.
///
/// It stands between the framework's HTTP codec and the rest of the framework. The framework's own idle timer is not used on a connection
/// with a front: it would not see the requests that the front answers and would end a busy connection.
final class ExchangeCounter: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// How long the other end may go on with a body that was answered without being read, or with what is no HTTP.
    static let drainTime = TimeAmount.seconds(10)

    private let idleTime: TimeAmount
    private(set) var inProgress = 0
    /// Requests that the framework has begun to read.
    private(set) var headCount = 0
    /// Something came that the framework cannot read; it reads nothing after it.
    private(set) var isBroken = false
    private var isBeingRead = false
    private var lastActivity = NIODeadline.uptimeNanoseconds(0)
    private var timer: Scheduled<Void>?
    private var drain: Scheduled<Void>?

    init(idleTime: TimeAmount) {
        self.idleTime = idleTime
    }

    /// A complete request was answered by the front.
    func touch(at time: NIODeadline) {
        lastActivity = time
    }

    func handlerAdded(context: ChannelHandlerContext) {
        lastActivity = context.eventLoop.now
        schedule(context, at: lastActivity + idleTime)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stopTimers()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimers()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        isBroken = true
        endSoon(context)
        context.fireErrorCaught(error)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastActivity = context.eventLoop.now
        switch unwrapInboundIn(data) {
        case .head(var head):
            inProgress += 1
            headCount += 1
            isBeingRead = true
            guard Self.hasGoodHost(head) else {
                // Only here all of them are seen; the framework keeps the first.
                head.headers.replaceOrAdd(name: Self.badHost, value: "1")
                return context.fireChannelRead(wrapInboundOut(.head(head)))
            }
            if inProgress == 1 { askForBody(head, context) }
        case .body: break
        case .end:
            isBeingRead = false
            if !isBroken { stopDraining() }
        }
        context.fireChannelRead(data)
    }

    /// Tells the framework's side of a request that is to be refused for its `Host`. Whoever sends it is refused.
    static let badHost = "Cardea-Bad-Host"

    /// One in a request of HTTP/1.1, and none that could not be one (RFC 9112 section 3.2).
    private static func hasGoodHost(_ head: HTTPRequestHead) -> Bool {
        guard head.version == .http1_1 else { return true }
        let hosts = head.headers["host"]
        return hosts.count == 1 && hosts[0].utf8.allSatisfy(RequestHead.isHostByte)
    }

    /// The framework does not (RFC 9110 section 10.1.1). Behind an unfinished answer it would stand in the middle of that.
    private func askForBody(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard head.version == .http1_1, head.headers[canonicalForm: "expect"].contains(where: { $0.lowercased() == "100-continue" }) else {
            return
        }
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            // What cannot be read as a request is answered as well.
            inProgress = max(0, inProgress - 1)
            lastActivity = context.eventLoop.now
            if inProgress == 0, isBeingRead { endSoon(context) }
        }
        context.write(data, promise: promise)
    }

    /// Pieces of a body that nobody wants must not keep a connection open.
    private func endSoon(_ context: ChannelHandlerContext) {
        guard drain == nil else { return }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        drain = context.eventLoop.scheduleTask(in: Self.drainTime) { bound.value.close(promise: nil) }
    }

    private func stopDraining() {
        drain?.cancel()
        drain = nil
    }

    private func stopTimers() {
        timer?.cancel()
        timer = nil
        stopDraining()
    }

    private func schedule(_ context: ChannelHandlerContext, at deadline: NIODeadline) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: deadline) {
            let (counter, context) = bound.value
            counter.check(context)
        }
    }

    /// A slow answer is no idleness; a request that arrives slower than the idle time is.
    private func check(_ context: ChannelHandlerContext) {
        timer = nil
        guard context.channel.isActive else { return }
        let now = context.eventLoop.now
        guard inProgress == 0 || isBeingRead else { return schedule(context, at: now + idleTime) }
        guard now >= lastActivity + idleTime else { return schedule(context, at: lastActivity + idleTime) }
        context.close(promise: nil)
    }
}
