import COpenSSL

/// One allocation that is overwritten before it is given back.
///
/// INVARIANT: the bytes are written in `init` and never again, so sharing them between threads is safe.
@safe final class SecretStorage: @unchecked Sendable {
    private let buffer: UnsafeMutableRawBufferPointer

    init(_ bytes: [UInt8]) {
        unsafe buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        unsafe buffer.copyBytes(from: bytes)
    }

    deinit {
        if let start = unsafe buffer.baseAddress { unsafe OPENSSL_cleanse(start, buffer.count) }
        unsafe buffer.deallocate()
    }

    var count: Int { unsafe buffer.count }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try unsafe body(UnsafeRawBufferPointer(buffer))
    }
}
