import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// What a front needs: who answers, and how answers are written.
struct Front: Sendable {
    let desk: any HotDesk
    let responses: HotResponse
    let log: RequestLog
    let queues = FlushQueues()
}

/// The framework's HTTP/1.1 channel with a front before it.
struct FrontedChannel: ServerChildChannel {
    let framework: HTTP1Channel
    let front: Front
    let idleTime: TimeAmount

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        framework.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let exchanges = ExchangeCounter(idleTime: idleTime)
            try pipeline.addHandler(exchanges, position: .after(decoder))
            try pipeline.addHandler(FrontHandler(front, exchanges: exchanges), position: .first)
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await framework.handle(value: value, logger: logger)
    }
}
