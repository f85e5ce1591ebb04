import NIOCore

/// Notices that the other end of a connection has hung up, also while nothing is being written to it.
///
/// An end that only stops sending counts as gone: whoever asks for a stream listens with the connection it asked on.
final class HangUpWatcher: ChannelInboundHandler, RemovableChannelHandler {
    // Messages pass by unread, whatever they are.
    typealias InboundIn = Never

    private var hasHungUp = false
    private var action: (@Sendable () -> Void)?

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { hungUp() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        hungUp()
        context.fireChannelInactive()
    }

    private func hungUp() {
        hasHungUp = true
        action?()
        action = nil
    }

    private func watch(_ action: @escaping @Sendable () -> Void) {
        if hasHungUp { action() } else { self.action = action }
    }

    /// Calls `action` once when the other end of the channel hangs up, at once if it has already.
    static func watch(_ channel: any Channel, _ action: @escaping @Sendable () -> Void) {
        channel.eventLoop.execute {
            try? channel.pipeline.syncOperations.handler(type: HangUpWatcher.self).watch(action)
        }
    }
}
