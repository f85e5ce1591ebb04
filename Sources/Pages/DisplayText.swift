/// Names from outside, made fit to be shown to a person who has to decide something.
enum DisplayText {
    static let limit = 80

    /// Without control characters and without the invisible ones that reorder or hide text, and not too long.
    static func name(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        let clean = String(String.UnicodeScalarView(kept))
        return clean.count <= limit ? clean : String(clean.prefix(limit - 1)) + "…"
    }
}
