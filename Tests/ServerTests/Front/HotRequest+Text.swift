import Tokens

@testable import Server

extension HotRequest {
    /// What the front reads in a whole request, on a connection of its own; nil where that is nothing hot. Logged under its path.
    init?(_ text: String, log: RequestLog = TestService.quietLog) {
        let request: HotRequest? = Array(text.utf8).withUnsafeBytes { bytes in
            guard case .framed(let head) = RequestHead.read(bytes),
                let target = HotRequest.target(head, bytes, last: nil, log: log)
            else { return nil }
            var last = LastToken()
            return HotRequest(head, bytes, target: target, last: &last)
        }
        guard let request else { return nil }
        self = request
    }
}
