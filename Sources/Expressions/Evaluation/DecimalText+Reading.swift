extension DecimalText {
    /// The number of a text such as `5`, `5.0` and `5e3`, exactly; nil when it is not whole or has more digits than 64 bits hold.
    static func whole(_ text: String) -> Int128? {
        guard let parts = parts(text) else { return nil }
        var digits = (parts.whole + parts.fraction).drop { $0 == zero }
        var exponent = parts.exponent - parts.fraction.count
        while digits.last == zero {
            digits.removeLast()
            exponent += 1
        }
        guard !digits.isEmpty else { return 0 }
        guard exponent >= 0, digits.count + exponent <= 20 else { return nil }
        let significant = digits.reduce(Int128(0)) { $0 * 10 + Int128($1 - zero) }
        let value = (0..<exponent).reduce(significant) { value, _ in value * 10 }
        return parts.isNegative ? -value : value
    }

    /// The number of a decimal text; nil for spelled ones such as `inf` and `0x10`, and for what a double cannot hold.
    static func real(_ text: String) -> Double? {
        guard parts(text) != nil, let number = Double(text), number.isFinite else { return nil }
        return number
    }

    private static let zero = UInt8(ascii: "0")

    private static func parts(_ text: String) -> (isNegative: Bool, whole: [UInt8], fraction: [UInt8], exponent: Int)? {
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        let whole = takeDigits(&rest)
        var fraction: [UInt8] = []
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = takeDigits(&rest)
        }
        guard !(whole.isEmpty && fraction.isEmpty) else { return nil }
        guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else {
            return rest.isEmpty ? (isNegative, whole, fraction, 0) : nil
        }
        // A longer exponent is out of every range, but for zero, which nobody writes with one.
        guard rest.count <= 8, let exponent = Int(String(decoding: rest.dropFirst(), as: UTF8.self)) else { return nil }
        return (isNegative, whole, fraction, exponent)
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        let digits = rest.prefix { zero...UInt8(ascii: "9") ~= $0 }
        rest = rest.dropFirst(digits.count)
        return Array(digits)
    }
}
