/// Names from outside, made fit to be shown to a person who has to decide something.
enum DisplayText {
    /// In Unicode scalars: one visible character can be made of thousands.
    static let limit = 80

    /// Without control characters and without the invisible ones that reorder or hide text, and not too long.
    static func name(_ text: String) -> String {
        let kept = text.unicodeScalars.lazy.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        let shown = kept.prefix(limit + 1)
        let clean = String(String.UnicodeScalarView(shown))
        return clean.unicodeScalars.count <= limit ? clean : String(String.UnicodeScalarView(shown.prefix(limit - 1))) + "…"
    }
}
