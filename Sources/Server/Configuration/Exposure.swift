/// Refuses to speak HTTP without TLS to anybody but this machine, unless told to in so many words.
///
/// Cardea does not end TLS itself: beyond loopback a proxy does, and then the public address is an `https` one.
enum Exposure {
    static func check(listen: ListenAddress, url: BaseURL, setting: String, isPlaintextAllowed: Bool) throws(InvalidConfiguration) {
        guard !isPlaintextAllowed, !url.isHTTPS else { return }
        guard url.isLoopback else {
            throw InvalidConfiguration(
                "\(setting) is `\(url)`, which is neither https nor this machine: put a proxy with TLS in front and write its https address, "
                    + "or accept tokens in the clear with `--allow-plaintext`")
        }
        guard listen.isLoopback else {
            throw InvalidConfiguration(
                "listening on `\(listen)` reaches beyond this machine, but \(setting) is `\(url)`: write the https address of the proxy in "
                    + "front, listen on 127.0.0.1, or accept tokens in the clear with `--allow-plaintext`")
        }
    }
}
