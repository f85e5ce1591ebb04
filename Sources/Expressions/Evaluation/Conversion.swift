/// Values made into another type (CEL language definition, "Type conversions"); what would lose its meaning is an error.
enum Conversion {
    static func convert(_ value: Value, by function: Function) throws(EvaluationError) -> Value {
        let converted: Value? =
            switch function {
            case .bool: bool(value).map { .bool($0) }
            case .int: int(value).map { .int($0) }
            case .uint: uint(value).map { .uint($0) }
            case .double: double(value).map { .double($0) }
            case .string: string(value).map { .string($0) }
            case .bytes: bytes(value).map { .bytes($0) }
            case .duration: duration(value).map { .duration($0) }
            case .timestamp: timestamp(value).map { .timestamp($0) }
            case .ipaddress: address(value).map { .ipaddress($0) }
            default: nil
            }
        guard let converted else {
            let type = function.overloads.first?.result ?? .any
            throw EvaluationError("\(value.shown) cannot become \(type.phrase); write \(type.form)")
        }
        return converted
    }

    private static func bool(_ value: Value) -> Bool? {
        switch value {
        case .bool(let value): value
        case .string("true"), .string("TRUE"), .string("True"), .string("t"), .string("T"), .string("1"): true
        case .string("false"), .string("FALSE"), .string("False"), .string("f"), .string("F"), .string("0"): false
        default: nil
        }
    }

    /// The ends of the range are excluded for doubles: what rounds to them may lie beyond.
    private static func int(_ value: Value) -> Int64? {
        switch value {
        case .int(let number): number
        case .uint(let number): Int64(exactly: number)
        case .double(let number): abs(number) < 0x1p63 ? Int64(number.rounded(.towardZero)) : nil
        case .string(let text): Int64(text)
        case .timestamp(let time): Int64(exactly: Times.floor(time, Times.second))
        case .duration(let duration): Int64(exactly: duration)
        default: nil
        }
    }

    private static func uint(_ value: Value) -> UInt64? {
        switch value {
        case .int(let number): UInt64(exactly: number)
        case .uint(let number): number
        case .double(let number): number >= 0 && number < 0x1p64 ? UInt64(number.rounded(.towardZero)) : nil
        case .string(let text): text.hasPrefix("+") || text.hasPrefix("-") ? nil : UInt64(text)
        default: nil
        }
    }

    /// `1e999` is out of range, and only a spelled `inf` is infinite; numbers are decimal.
    private static func double(_ value: Value) -> Double? {
        switch value {
        case .double(let number): return number
        case .int(let number): return Double(number)
        case .uint(let number): return Double(number)
        case .string(let text):
            return DecimalText.real(text) ?? (text.utf8.contains { 0x30...0x39 ~= $0 } ? nil : Double(text))
        default: return nil
        }
    }

    private static func string(_ value: Value) -> String? {
        switch value {
        case .string(let text): text
        case .bool(let value): value ? "true" : "false"
        case .int(let number): String(number)
        case .uint(let number): String(number)
        case .double(let number): DecimalText.shortest(number)
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        case .timestamp(let time): Times.text(ofTimestamp: time)
        case .duration(let duration): Times.text(ofDuration: duration)
        case .ipaddress(let address): address.description
        default: nil
        }
    }

    private static func bytes(_ value: Value) -> [UInt8]? {
        switch value {
        case .bytes(let bytes): bytes
        case .string(let text): Array(text.utf8)
        default: nil
        }
    }

    private static func duration(_ value: Value) -> Int128? {
        switch value {
        case .duration(let duration): duration
        case .string(let text): Times.duration(text)
        default: nil
        }
    }

    private static func timestamp(_ value: Value) -> Int128? {
        switch value {
        case .timestamp(let time): time
        case .string(let text): Times.timestamp(text)
        case .int(let seconds): try? Times.timestamp(Int128(seconds) * Times.second)
        default: nil
        }
    }

    private static func address(_ value: Value) -> IPAddress? {
        switch value {
        case .ipaddress(let address): address
        case .string(let text): IPAddress(text)
        default: nil
        }
    }
}
