import API

/// Names for people: shown on pages and in tables, so nothing in them may steer a terminal or turn text around.
enum DisplayName {
    static func checked(_ text: String?, or fallback: String) throws(Refusal) -> String {
        guard let text, !text.isEmpty else { return fallback }
        guard text.count <= 200 else { throw Refusal(.invalidName, "the display name is longer than 200 characters") }
        guard !text.unicodeScalars.contains(where: isControl) else {
            throw Refusal(.invalidName, "the display name has control or direction characters: remove them")
        }
        return text
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }
}
