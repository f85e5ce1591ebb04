/// Writes one flat JSON object, members in the order they are added: the bytes that get signed are decided here and nowhere else.
struct JSONObjectWriter {
    private var output: [UInt8] = [UInt8(ascii: "{")]

    mutating func add(_ name: String, _ text: String) {
        begin(name)
        write(text)
    }

    mutating func add(_ name: String, _ number: Int64) {
        begin(name)
        output.append(contentsOf: String(number).utf8)
    }

    mutating func add(_ name: String, _ texts: [String]) {
        begin(name)
        output.append(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            write(text)
        }
        output.append(UInt8(ascii: "]"))
    }

    consuming func finished() -> [UInt8] {
        output.append(UInt8(ascii: "}"))
        return output
    }

    private mutating func begin(_ name: String) {
        if output.count > 1 { output.append(UInt8(ascii: ",")) }
        write(name)
        output.append(UInt8(ascii: ":"))
    }

    private mutating func write(_ text: String) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case ..<0x20:
                let digits = String(byte, radix: 16)
                output.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            default:
                output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
