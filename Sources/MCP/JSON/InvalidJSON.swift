/// Why bytes are not the JSON that is accepted here.
package struct InvalidJSON: Error, Equatable, CustomStringConvertible {
    package enum Reason: Sendable, Equatable {
        case tooLarge, tooDeep, unexpectedEnd, unexpectedByte, invalidUTF8, invalidEscape, invalidNumber, controlCharacter, duplicateMember
        case trailingBytes
    }

    package let reason: Reason
    /// Bytes from the start.
    package let offset: Int

    init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package var description: String {
        let what =
            switch reason {
            case .tooLarge: "the json is too large"
            case .tooDeep: "the json is nested too deeply"
            case .unexpectedEnd: "the json ends too early"
            case .unexpectedByte: "the json has a character that does not belong there"
            case .invalidUTF8: "the json is not valid utf-8"
            case .invalidEscape: "the json has an invalid escape in a string"
            case .invalidNumber: "the json has an invalid number"
            case .controlCharacter: "the json has a control character in a string"
            case .duplicateMember: "the json has an object that names a member twice"
            case .trailingBytes: "the json has something after its end"
            }
        return "\(what), at byte \(offset)"
    }
}
